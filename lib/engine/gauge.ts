/** What a replica shows of itself while it works. @module */
import type { Packet } from "./packet.ts";
import { Counter, ReplicaWord, type Words } from "./words.ts";

/** Writes the words and counters of one replica. */
export class Gauge {
  /** The counters of the replica; see {@link Counter}. */
  readonly counters: Float64Array;
  /** How long the last call into the step took, in ms. */
  lastMs = Infinity;

  constructor(readonly words: Words, readonly row: number) {
    this.counters = words.counters(row);
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

  /** Shows whether the replica is inside the step's code. */
  busy(flag: 0 | 1): void {
    Atomics.store(this.words.int, this.words.replica(this.row, ReplicaWord.BUSY), flag);
  }

  /** Shows where the replica is in its life. */
  state(state: number): void {
    Atomics.store(this.words.int, this.words.replica(this.row, ReplicaWord.STATE), state);
  }

  /** Calls into the step and adds up the time. */
  timed<T>(call: () => T): T {
    const start = performance.now();
    try {
      return call();
    } finally {
      this.#spent(start);
    }
  }

  /** Waits for the step and adds up the time. */
  async timedWait<T>(promise: Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      return await promise;
    } finally {
      this.#spent(start);
    }
  }

  #spent(start: number): void {
    this.lastMs = performance.now() - start;
    this.counters[Counter.BUSY_MS]! += this.lastMs;
  }
}
