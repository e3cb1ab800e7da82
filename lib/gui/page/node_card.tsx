/** A node in the graph. @module */
import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import type { NodeFact } from "../../telemetry/message.ts";
import type { NodeTick } from "../protocol.ts";
import { count, rate } from "./format.ts";
import { CARD, type Direction } from "./layout.ts";
import { StateIcon } from "./icons.tsx";
import { flowOf, useCell } from "./state.ts";

/** What a card is made of: it reads its numbers itself, so that the graph never changes for them. */
export type CardData = {
  readonly flow: string;
  readonly index: number;
  readonly fact: NodeFact;
  readonly ports: readonly string[];
  readonly direction: Direction;
};

/** Outlines by role: a producer points onward, a consumer takes in, a stager does both. */
const { width: W, height: H } = CARD;
const TIP = 14;
const OUTLINES = {
  producer: `M6 1H${W - TIP}L${W - 1} ${H / 2}L${W - TIP} ${H - 1}H6Q1 ${H - 1} 1 ${
    H - 6
  }V6Q1 1 6 1Z`,
  stager: `M6 1H${W - 6}Q${W - 1} 1 ${W - 1} 6V${H - 6}Q${W - 1} ${H - 1} ${W - 6} ${H - 1}H6Q1 ${
    H - 1
  } 1 ${H - 6}V6Q1 1 6 1Z`,
  consumer: `M2 1H${W - 6}Q${W - 1} 1 ${W - 1} 6V${H - 6}Q${W - 1} ${H - 1} ${W - 6} ${
    H - 1
  }H2L${TIP} ${H / 2}Z`,
};

/** The component that the graph knows as `card`. */
export function NodeCard({ data, selected }: NodeProps<Node<CardData>>) {
  const { flow, index, fact, ports, direction } = data;
  const across = direction === "LR";
  const tick = useCell(flowOf(flow).tick);
  const now = tick?.nodes[index];
  const slow = tick?.bottleneck?.node === fact.id;
  const name = `card ${fact.role}${slow ? " slow" : ""}${selected ? " chosen" : ""}`;
  return (
    <div class={name} data-node={fact.id} data-state={now?.state ?? "starting"}>
      <svg class="outline" width={W} height={H} aria-hidden="true">
        <path d={OUTLINES[fact.role]} />
      </svg>
      {fact.role !== "producer" && (
        <Handle type="target" position={across ? Position.Left : Position.Top} />
      )}
      <Face fact={fact} now={now} />
      {slow && <div class="badge">bottleneck</div>}
      {ports.map((port, at) => (
        <Handle
          key={port}
          id={port}
          type="source"
          position={across ? Position.Right : Position.Bottom}
          style={{ [across ? "top" : "left"]: `${100 * (at + 1) / (ports.length + 1)}%` }}
        />
      ))}
    </div>
  );
}

function Face({ fact, now }: { fact: NodeFact; now: NodeTick | undefined }) {
  const replicas = now?.replicas ?? fact.replicas;
  const busy = now?.busy ?? 0;
  const through = now === undefined ? 0 : throughOf(fact, now);
  const bad = now === undefined ? 0 : now.failed + now.skipped + now.quarantined;
  return (
    <div class="face">
      <div class="title">
        <span class="name" title={fact.id}>
          <Breakable text={fact.id} />
        </span>
        <StateIcon state={now?.state ?? "starting"} />
      </div>
      <div class="sub detail">
        <span class="step" title={fact.step}>{fact.step}</span>
        <span class="busy" title="replicas inside the step's code">
          <Lamps busy={busy} of={replicas} /> {busy}/{replicas} busy
        </span>
      </div>
      <div class="numbers">
        <b class="rate">{rate(now?.rate ?? 0)}</b>
        <span class="through detail">{count(through)}</span>
        <span class="from-afar" aria-hidden="true">{busy}/{replicas}</span>
        {bad > 0 && <span class="bad" title="failed, skipped or quarantined">✕ {count(bad)}</span>}
      </div>
      {fact.role === "producer"
        ? <div class="inbox none detail">no inbox</div>
        : <Inbox queued={now?.queued ?? 0} limit={now?.queueLimit ?? fact.queueLimit} />}
    </div>
  );
}

/** A name that is broken behind its separators where it must be. */
function Breakable({ text }: { text: string }) {
  return (
    <>
      {text.split(/(?<=[_.-])/).flatMap((part, at) => at === 0 ? part : [<wbr key={at} />, part])}
    </>
  );
}

/** Packets of which is known what became of them; of producers, what they emitted. */
export function throughOf({ role }: Pick<NodeFact, "role">, now: NodeTick): number {
  if (role === "producer") return now.emitted;
  return now.done + now.filtered + now.skipped + now.failed + now.quarantined;
}

function Lamps({ busy, of }: { busy: number; of: number }) {
  if (of > 8) return null;
  return (
    <i class="lamps" aria-hidden="true">
      {Array.from({ length: of }, (_, at) => <i key={at} class={at < busy ? "on" : "off"} />)}
    </i>
  );
}

function Inbox({ queued, limit }: { queued: number; limit: number }) {
  const part = limit > 0 ? Math.min(1, queued / limit) : 0;
  return (
    <div class="inbox" data-full={part >= 0.9} title="packets that wait, of those that may">
      <div class="bar">
        <div style={{ width: `${100 * part}%` }} />
      </div>
      <span class="detail">{count(queued)}/{count(limit)}</span>
    </div>
  );
}
