/**
 * Looks at the shared words now and then: what moved since the last look, and who has been inside a
 * step's code for how long. Whoever is watched does nothing for it.
 *
 * @module
 */
import type { Phase, Stuck } from "../telemetry/report.ts";
import { packetId } from "./packet.ts";
import type { Plan } from "./plan.ts";
import type { Placement } from "./wire.ts";
import { Counter, ReplicaWord, State, type Words } from "./words.ts";

/**
 * Most ms that one look may add to the time watched. Between two looks the whole process may have
 * been stopped (Ctrl-Z): that nothing moved meanwhile says nothing.
 */
const MOST_MS = 1000;

const PHASES: Readonly<Record<number, Phase>> = {
  [State.STARTING]: "init",
  [State.DRAINING]: "finish",
};

/** A replica inside its step's code, and where it lives. */
export interface Inside extends Stuck {
  /** Index among all replicas. */
  readonly row: number;
  /** Index of its host in the placement. */
  readonly host: number;
}

/** What one replica showed when it was looked at last. */
interface Seen {
  readonly node: number;
  readonly replica: number;
  readonly counters: Float64Array;
  readonly before: Float64Array;
  state: number;
  busy: number;
  since: number;
}

/** Watches the replicas of one execution. */
export class Watch {
  readonly #rows: readonly Seen[];
  #watchedMs = 0;
  #movedAt = 0;

  /** @param lookedAt a monotonic time in ms, as every later look is given one */
  constructor(
    readonly plan: Plan,
    readonly placement: Placement,
    readonly words: Words,
    private lookedAt: number,
  ) {
    this.#rows = plan.nodes.flatMap(({ firstRow, replicas }, node) =>
      Array.from({ length: replicas }, (_, replica): Seen => {
        const counters = words.counters(firstRow + replica);
        const before = new Float64Array(counters.length);
        return { node, replica, counters, before, state: State.STARTING, busy: 0, since: 0 };
      })
    );
  }

  /** Looks at every replica. */
  look(now: number): void {
    this.#watchedMs += Math.min(now - this.lookedAt, MOST_MS);
    this.lookedAt = now;
    for (const [row, seen] of this.#rows.entries()) {
      if (!this.#hasMoved(row, seen)) continue;
      seen.since = this.#watchedMs;
      this.#movedAt = this.#watchedMs;
    }
  }

  /** That nothing has moved so far is as it should be. */
  excuse(): void {
    this.#movedAt = this.#watchedMs;
  }

  /** Time watched so far, in ms: at most the time gone by. */
  get watchedMs(): number {
    return this.#watchedMs;
  }

  /** For how long no replica has moved, in ms. */
  get quietMs(): number {
    return this.#watchedMs - this.#movedAt;
  }

  /**
   * Replicas inside their step's code, the one that has been there longest first. Of the replicas of
   * a host only the innermost: the others are inside as well, but only since they called it.
   */
  inside(): Inside[] {
    const ids = this.plan.nodes.map(({ id }) => id);
    const found = this.placement.flatMap((rows, host) => {
      // a host works on one packet at a time, and rows are numbered downstream
      const row = Math.max(-1, ...rows.filter((row) => this.#rows[row]!.busy === 1));
      const seen = this.#rows[row];
      if (!seen) return [];
      const [origin, seq] = [seen.counters[Counter.ORIGIN]!, seen.counters[Counter.SEQ]!];
      const phase = PHASES[seen.state] ?? "run";
      return [{
        node: ids[seen.node]!,
        replica: seen.replica,
        phase,
        packet: phase !== "run" || seq < 0 ? null : packetId({ origin, seq, branch: "" }, ids),
        ageMs: Math.round(this.#watchedMs - seen.since),
        row,
        host,
      }];
    });
    return found.sort((a, b) => b.ageMs - a.ageMs);
  }

  #hasMoved(row: number, seen: Seen): boolean {
    const { int } = this.words;
    const state = Atomics.load(int, this.words.replica(row, ReplicaWord.STATE));
    const busy = Atomics.load(int, this.words.replica(row, ReplicaWord.BUSY));
    const isSame = state === seen.state && busy === seen.busy &&
      seen.counters.every((value, at) => value === seen.before[at]);
    if (isSame) return false;
    seen.before.set(seen.counters);
    [seen.state, seen.busy] = [state, busy];
    return true;
  }
}
