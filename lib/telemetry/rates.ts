/** How fast the nodes and edges of a live execution are. @module */
import type { NodeCounts, Snapshot } from "./report.ts";
import type { Role } from "../graph/model.ts";

/** Rates are means over about this many ms. */
const WINDOW_MS = 2000;

/** Packets that a node is through with; a producer has none, so what it sent counts. */
export function progressOf(node: NodeCounts & { readonly role: Role }): number {
  return node.role === "producer" ? node.emitted : node.done + node.filtered;
}

/** Mean rates of counters over the last two seconds, from readings in the order of time. */
export class Meter {
  #history: { elapsedMs: number; counts: readonly number[] }[] = [];

  /** Notes a reading and gives how much each counter grows per second. */
  update(elapsedMs: number, counts: readonly number[]): number[] {
    const recent = this.#history.findIndex((entry) => entry.elapsedMs >= elapsedMs - WINDOW_MS);
    // The last one before the window stays: means over too short a time would jump.
    this.#history = this.#history.slice(recent === -1 ? -1 : Math.max(0, recent - 1));
    const first = this.#history[0] ?? { elapsedMs: 0, counts: [] };
    this.#history.push({ elapsedMs, counts });
    const seconds = (elapsedMs - first.elapsedMs) / 1000;
    return counts.map((n, i) => seconds > 0 ? (n - (first.counts[i] ?? 0)) / seconds : 0);
  }
}

/** Mean rates of nodes over the last two seconds, from snapshots in the order of time. */
export class RateMeter {
  readonly #meter = new Meter();

  /** Notes a snapshot and gives the packets per second of each of its nodes. */
  update(snapshot: Snapshot): number[] {
    return this.#meter.update(snapshot.elapsedMs, snapshot.nodes.map(progressOf));
  }
}
