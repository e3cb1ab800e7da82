/** What a page hears: the newest state, as often as it can take it. @module */
import type { SSEStreamingApi } from "hono/streaming";
import type { Board } from "./board.ts";
import type { FlowFacts, FlowTick, PageMessage } from "./protocol.ts";

/** Changes that come faster are told together. */
const LEAST_MS = 100;
/** The list is told as often also if nothing has changed: ages grow, and silence would be a fault. */
const LIST_MS = 500;

/**
 * Tells a page of the list and of the flows that it follows, until it goes. It is told the state
 * when it can take it, and never what lay between: who is slow hears less, and late comers all.
 */
export async function tell(
  stream: SSEStreamingApi,
  board: Board,
  follow: readonly string[],
): Promise<void> {
  const told = new Map<string, { facts?: FlowFacts; tick?: FlowTick }>();
  const alarm = new Alarm();
  const unlisten = board.onChange(() => alarm.ring());
  stream.onAbort(() => alarm.stop());
  const send = (message: PageMessage) => stream.writeSSE({ data: JSON.stringify(message) });
  let listed = -Infinity;
  try {
    while (!stream.aborted && !stream.closed) {
      const began = performance.now();
      if (began - listed >= LIST_MS - LEAST_MS / 2) {
        await send({ type: "flows", flows: board.rows() });
        listed = began;
      }
      for (const id of follow) await tellFlow(id);
      const took = performance.now() - began;
      await alarm.wait(LEAST_MS - took, LIST_MS - took);
    }
  } finally {
    unlisten();
  }

  async function tellFlow(id: string): Promise<void> {
    const known = told.get(id) ?? {};
    const [facts, tick] = [board.facts(id) ?? undefined, board.tick(id) ?? undefined];
    if (facts !== undefined && facts !== known.facts) await send({ type: "facts", id, facts });
    if (tick !== undefined && tick !== known.tick) await send({ type: "tick", id, tick });
    told.set(id, { ...facts && { facts }, ...tick && { tick } });
  }
}

/** Keeps one waiting until there is a reason to go on. */
class Alarm {
  #rung = false;
  #stopped = false;
  #wake = () => {};

  /** Who waits, or waits next, goes on when the least time is over. */
  ring(): void {
    this.#rung = true;
    this.#wake();
  }

  /** Nobody waits any more. */
  stop(): void {
    this.#stopped = true;
    this.#wake();
  }

  /** For so many ms at least, and at most, but no longer than until it has rung. */
  async wait(leastMs: number, mostMs: number): Promise<void> {
    await this.#until(leastMs, () => this.#stopped);
    await this.#until(mostMs - leastMs, () => this.#stopped || this.#rung);
    this.#rung = false;
  }

  async #until(ms: number, isOver: () => boolean): Promise<void> {
    if (ms <= 0 || isOver()) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        if (!isOver()) return;
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = () => {};
  }
}
