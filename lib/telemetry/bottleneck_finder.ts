/** Follows the bottleneck of a live execution without flicker. @module */
import { type Bottleneck, type EdgeName, findBottleneck } from "./bottleneck.ts";
import type { Mode, Snapshot } from "./report.ts";

/** It is judged from what was shown over so many ms. */
const WINDOW_MS = 2000;
/** Less says nothing: packets take a while to come to the last node. */
const LEAST_MS = 1000;
/** Another node, or none, must have been it for so long. */
const SETTLE_MS = 1000;
/** It is judged anew so often. */
const JUDGE_MS = 200;
/** More than this in a window tells no more. */
const MOST_SNAPSHOTS = 20;

/**
 * Takes snapshots in the order of time, as many as there are, and says which node holds the others
 * back: the first as soon as it can be told, another only when it has been another for a second.
 */
export class BottleneckFinder {
  #history: Snapshot[] = [];
  #told: Bottleneck | null = null;
  #judgedAt = -Infinity;
  /** What was found instead of what was told, and since when. */
  #other: { readonly node: string | null; readonly since: number } | null = null;

  /**
   * @param edges all of the flow
   * @param mode how its steps are executed
   */
  constructor(readonly edges: readonly EdgeName[], readonly mode: Mode) {}

  /** Notes a snapshot; gives the bottleneck, or null. */
  update(snapshot: Snapshot): Bottleneck | null {
    const { elapsedMs } = snapshot;
    if (snapshot.nodes.some(({ state }) => state === "starting")) return null;
    this.#note(snapshot);
    // what has ended holds nobody back any more
    const isOver = snapshot.nodes.some(({ id, state }) =>
      id === this.#told?.node && (state === "finished" || state === "failed")
    );
    const isEarly = elapsedMs - this.#history[0]!.elapsedMs < LEAST_MS ||
      elapsedMs - this.#judgedAt < JUDGE_MS;
    if (isEarly && !isOver) return this.#told;
    this.#judgedAt = elapsedMs;
    const found = findBottleneck(this.#history, this.edges, this.mode);
    const node = found?.node ?? null;
    if (node === (this.#told?.node ?? null)) {
      this.#other = null;
      return this.#told = found;
    }
    if (this.#other?.node !== node) this.#other = { node, since: elapsedMs };
    const isSettled = elapsedMs - this.#other!.since >= SETTLE_MS;
    if (this.#told !== null && !isOver && !isSettled) return this.#told;
    this.#other = null;
    return this.#told = found;
  }

  /** Keeps a window, and not too many in it. */
  #note(snapshot: Snapshot): void {
    const last = this.#history.at(-1);
    const isDense = this.#history.length > 1 && last !== undefined &&
      snapshot.elapsedMs - this.#history.at(-2)!.elapsedMs < WINDOW_MS / MOST_SNAPSHOTS;
    if (isDense) this.#history.pop();
    this.#history.push(snapshot);
    const begin = this.#history.findLastIndex(({ elapsedMs }) =>
      elapsedMs <= snapshot.elapsedMs - WINDOW_MS
    );
    if (begin > 0) this.#history = this.#history.slice(begin);
  }
}
