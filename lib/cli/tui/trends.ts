/** What nodes did over the last minute, as sparklines show it. @module */
import { History, type NodeHistory } from "../../telemetry/history.ts";
import type { Snapshot } from "../../telemetry/report.ts";

/** So much is shown. */
const SPAN_S = 60;

const NOTHING: NodeHistory = { rate: [], queued: [], busy: [], p50Ms: [], p99Ms: [] };

/** Keeps a row per second. */
export class Trends {
  readonly #history = new History();
  #nodes: Readonly<Record<string, NodeHistory>> = {};
  #second = -1;

  /** Notes a snapshot; they come in the order of time. */
  note(snapshot: Snapshot): void {
    this.#history.add(snapshot);
    const second = Math.floor(snapshot.elapsedMs / 1000);
    if (second === this.#second) return; // there is nothing new
    this.#second = second;
    this.#nodes = this.#history.table(second - SPAN_S).nodes;
  }

  /** What a node did. */
  of(id: string): NodeHistory {
    return this.#nodes[id] ?? NOTHING;
  }
}

const LEVELS = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/** The last `width` values as a row of bars. @param top what a full bar stands for */
export function sparkline(values: readonly number[], width: number, top: number): string {
  const shown = values.slice(-width);
  const bars = shown.map((value) => {
    const level = top > 0 ? Math.round((LEVELS.length - 1) * value / top) : 0;
    return LEVELS[Math.max(0, Math.min(LEVELS.length - 1, level))]!;
  });
  return " ".repeat(width - bars.length) + bars.join("");
}
