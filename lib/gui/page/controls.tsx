/** Buttons that change a flow; only where the flow said that it may be. @module */
import { useState } from "preact/hooks";
import type { FlowState, PageRequest } from "../protocol.ts";
import { ask } from "./ask.ts";

/** Pause, resume, drain. */
export function Controls({ id, state }: { id: string; state: FlowState }) {
  const { send, told } = useAsking(id);
  const isOpen = state === "running" || state === "paused" || state === "starting";
  const pausing = state === "paused" ? "resume" : "pause";
  return (
    <div class="controls">
      <button type="button" disabled={!isOpen} onClick={() => send({ request: pausing })}>
        {pausing === "pause" ? "Pause" : "Resume"}
      </button>
      <button
        type="button"
        disabled={!isOpen}
        title="producers stop, what is in flight is processed, then it ends"
        onClick={() => send({ request: "drain" })}
      >
        Drain
      </button>
      <Told text={told} />
    </div>
  );
}

/** More or fewer replicas of a node. */
export function Replicas(
  { id, node, now, most }: { id: string; node: string; now: number; most: number },
) {
  const { send, told } = useAsking(id);
  const change = (by: number) => send({ request: "replicas", node, replicas: now + by });
  return (
    <div class="controls">
      <button
        type="button"
        disabled={now <= 1}
        onClick={() => change(-1)}
        aria-label="one replica less"
      >
        −
      </button>
      <span class="replica-count">{now} of at most {most}</span>
      <button
        type="button"
        disabled={now >= most}
        onClick={() => change(1)}
        aria-label="one replica more"
      >
        +
      </button>
      <Told text={told} />
    </div>
  );
}

/** Sends requests, one at a time, and keeps what was wrong with the last. */
export function useAsking(id: string) {
  const [told, tell] = useState<string | null>(null);
  const send = async (request: PageRequest) => {
    const { ok, reason } = await ask(id, request);
    tell(ok ? null : reason ?? "it was refused");
  };
  return { send, told };
}

/** Why a request came to nothing. */
export function Told({ text }: { text: string | null }) {
  return text === null ? null : <span class="refused" role="alert">{text}</span>;
}
