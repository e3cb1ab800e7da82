/** What a replica shows of itself while it works. @module */
import type { Packet } from "./packet.ts";
import { Counter, ReplicaWord, type Words } from "./words.ts";

/** A call shorter than this is quick. */
const QUICK_MS = 0.005;
/** So few calls stand for each other at most, that a slow one among them is soon noticed. */
const MOST_SKIPPED = 8;

/** Writes the words and counters of one replica. */
export class Gauge {
  /** The counters of the replica; see {@link Counter}. */
  readonly counters: Float64Array;
  /** How long the last call into the step took, in ms. */
  lastMs = Infinity;
  readonly #busyAt: number;
  #start = -1;
  #every = 1;
  #skip = 0;

  constructor(readonly words: Words, readonly row: number) {
    this.counters = words.counters(row);
    this.#busyAt = words.replica(row, ReplicaWord.BUSY);
    this.packet(null);
  }

  /** Adds one to a counter. */
  count(counter: number): void {
    this.counters[counter]!++;
  }

  /** Shows which packet the replica has in hand. */
  packet(packet: Packet | null): void {
    this.counters[Counter.ORIGIN] = packet?.origin ?? 0;
    this.counters[Counter.SEQ] = packet?.seq ?? -1;
  }

  /**
   * Shows whether the replica is inside the step's code. A plain store: it is read only by those
   * who wonder, much later, why nothing goes on.
   */
  busy(flag: 0 | 1): void {
    this.words.int[this.#busyAt] = flag;
  }

  /** Shows where the replica is in its life. */
  state(state: number): void {
    Atomics.store(this.words.int, this.words.replica(this.row, ReplicaWord.STATE), state);
  }

  /**
   * A call into the step begins. The clock costs more than a quick step: of calls that are quick
   * every n-th is measured and stands for those before it.
   */
  enter(): void {
    if (this.#skip > 0) {
      this.#skip--;
      return;
    }
    this.#start = performance.now();
  }

  /** The call into the step is over. */
  leave(): void {
    if (this.#start < 0) return;
    this.#spent(this.#start);
    this.#start = -1;
  }

  /** Waits for the step and adds up the time. */
  async timedWait<T>(promise: Promise<T>): Promise<T> {
    const start = performance.now();
    this.#every = 1;
    try {
      return await promise;
    } finally {
      this.#spent(start);
    }
  }

  #spent(start: number): void {
    this.lastMs = performance.now() - start;
    this.counters[Counter.BUSY_MS]! += this.lastMs * this.#every;
    this.#every = this.lastMs < QUICK_MS ? Math.min(2 * this.#every, MOST_SKIPPED) : 1;
    this.#skip = this.#every - 1;
  }
}
