/** Packets of an edge: asked for while the panel is open, stepped through, looked into. @module */
import { useEffect, useMemo, useState } from "preact/hooks";
import type { PageRequest, Samples } from "../protocol.ts";
import { samplesUrl, usePolled } from "./ask.ts";
import { camerasIn } from "./camera.ts";
import { CameraPicture } from "./camera_picture.tsx";
import { Told, useAsking } from "./controls.tsx";
import { useRows } from "./flow_list.tsx";
import { Panel } from "./panel.tsx";
import { flowOf, useCell } from "./state.ts";
import { ValueTree } from "./value_tree.tsx";

/** A flow shows packets for 10 s after each request. */
const ASK_AGAIN_MS = 8000;
const LOOK_MS = 700;
const PER_SECOND = 2;

/** The panel of an edge. */
export function PacketPanel({ flow, edge }: { flow: string; edge: number }) {
  const facts = useCell(flowOf(flow).facts);
  const row = useRows()?.find(({ id }) => id === flow);
  const way = facts?.edges[edge];
  if (way === undefined || row === undefined) return null;
  const { from, port, to } = way;
  const request: PageRequest = { request: "sample", from, port, to, rate: PER_SECOND };
  return (
    <Panel title={`${from} → ${to}`} sub={`packets by port ${port}`}>
      {row.control
        ? <Packets flow={flow} edge={edge} request={request} live={row.silentMs !== null} />
        : (
          <p class="hint">
            This flow shows no packets: they are looked at on request only, and it takes requests
            when it is started with <code>--allow-control</code>.
          </p>
        )}
    </Panel>
  );
}

function Packets(
  { flow, edge, request, live }: {
    flow: string;
    edge: number;
    request: PageRequest;
    live: boolean;
  },
) {
  const { send, told } = useAsking(flow);
  const samples = usePolled<Samples>(samplesUrl(flow, edge), LOOK_MS) ?? [];
  const [held, hold] = useState<number | null>(null); // its `seq`; null: always the newest
  useEffect(() => {
    if (!live || held !== null) return;
    send(request);
    const timer = setInterval(() => send(request), ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [flow, edge, live, held !== null]);
  const at = Math.max(0, samples.findIndex(({ seq }) => seq === held));
  const sample = samples[at];
  const step = (by: number) => hold(samples[at + by]?.seq ?? held);
  const views = useMemo(() => sample === undefined ? [] : camerasIn(sample.value), [sample?.seq]);
  return (
    <>
      <Told text={told} />
      <div class="stepper" role="group" aria-label="recent packets">
        <button
          type="button"
          disabled={at >= samples.length - 1}
          onClick={() => step(1)}
          aria-label="an older one"
        >
          ◀
        </button>
        <span>
          {samples.length === 0
            ? "waiting for a packet…"
            : `${samples.length - at} of ${samples.length}`}
        </span>
        <button type="button" disabled={at === 0} onClick={() => step(-1)} aria-label="a newer one">
          ▶
        </button>
        <button
          type="button"
          aria-pressed={held === null}
          onClick={() => hold(held === null ? sample?.seq ?? null : null)}
        >
          {held === null ? "Hold" : "Follow"}
        </button>
        {sample && <code>{sample.packet}</code>}
      </div>
      {views.length > 0 && <CameraPicture views={views} />}
      {sample && (
        <div class="tree">
          <ValueTree name="value" value={sample.value} />
        </div>
      )}
    </>
  );
}
