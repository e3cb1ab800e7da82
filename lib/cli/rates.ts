/** How fast the nodes of a live execution are. @module */
import type { Snapshot } from "../telemetry/report.ts";
import { progressOf } from "./live.ts";

/** Rates are means over about this many ms. */
const WINDOW_MS = 2000;

/** Mean rates over the last two seconds, from snapshots in the order of time. */
export class RateMeter {
  #history: { elapsedMs: number; progress: number[] }[] = [];

  /** Notes a snapshot and gives the packets per second of each of its nodes. */
  update(snapshot: Snapshot): number[] {
    const now = { elapsedMs: snapshot.elapsedMs, progress: snapshot.nodes.map(progressOf) };
    const recent = this.#history.findIndex((entry) => entry.elapsedMs >= now.elapsedMs - WINDOW_MS);
    // The last one before the window stays: means over too short a time would jump.
    this.#history = this.#history.slice(recent === -1 ? -1 : Math.max(0, recent - 1));
    const first = this.#history[0] ?? { elapsedMs: 0, progress: [] };
    this.#history.push(now);
    const seconds = (now.elapsedMs - first.elapsedMs) / 1000;
    return now.progress.map((n, i) => seconds > 0 ? (n - (first.progress[i] ?? 0)) / seconds : 0);
  }
}
