/** What a replica shows of itself while it works. @module */
import type { Lineage } from "./packet.ts";
import { PacketTimes } from "./packet_times.ts";
import { OWN_THREAD, type Thread } from "./thread.ts";
import { Control, Counter, ReplicaWord, type Words } from "./words.ts";

// constants of this module, which V8 folds: imported ones are looked up for each packet
const { ORIGIN, SEQ, BUSY_MS } = Counter;
const { SAMPLED } = Control;

/** A call shorter than this is quick. */
const QUICK_MS = 0.005;
/** Quick calls that take so long together go by unmeasured, so that a slow one is soon noticed. */
const UNSEEN_MS = 0.02;
/** So few calls stand for each other at most. */
const MOST_SKIPPED = 64;

/** Row of the replica of this thread whose step was entered last; -1 if none was. */
export const lastEntered = { row: -1 };

/** Writes the words and counters of one replica. */
export class Gauge {
  /** The counters of the replica; see {@link Counter}. */
  readonly counters: Float64Array;
  /** How long its packets took. */
  readonly times: PacketTimes;
  /** How long the last call into the step took, in ms. */
  lastMs = Infinity;
  /** Called now and then while somebody looks at packets of an edge. */
  onSampled: (() => void) | null = null;
  /** Whether a packet is in hand; its other words are shared, see {@link Gauge.begin}. */
  holds = false;
  /** Of the packet in hand. */
  branch = "";
  /** So many calls to come are not measured; negative during one that is. */
  unmeasured = 0;
  readonly #int: Int32Array;
  readonly #busyAt: number;
  /** When the last call that is measured began. */
  #start = -1;
  /** When the last call that was measured ended. */
  #end = 0;
  #every = 1;

  /** @param now the time in ms */
  constructor(
    readonly words: Words,
    readonly row: number,
    readonly now: Thread["now"] = OWN_THREAD.now,
  ) {
    this.counters = words.counters(row);
    this.times = new PacketTimes(this.counters, words.durations(row));
    this.#int = words.int;
    this.#busyAt = words.replica(row, ReplicaWord.BUSY);
    this.idle();
  }

  /** Adds one to a counter. */
  count(counter: number): void {
    this.counters[counter]!++;
  }

  /** The first call into the step with a packet begins. Shows which packet it is. */
  begin(packet: Lineage): void {
    const { counters } = this;
    counters[ORIGIN] = packet.origin;
    counters[SEQ] = packet.seq;
    this.branch = packet.branch;
    this.holds = true;
    this.#int[this.#busyAt] = 1;
    this.enter();
  }

  /** The packet is out of hand. */
  end(): void {
    this.holds = false;
    this.#int[this.#busyAt] = 0;
  }

  /** What the replica has in hand. Only its words are kept: to note packets themselves costs more. */
  get inHand(): Lineage | null {
    const { counters } = this;
    if (!this.holds) return null;
    return { origin: counters[ORIGIN]!, seq: counters[SEQ]!, branch: this.branch };
  }

  /** Shows that the replica has no packet in hand. */
  idle(): void {
    this.counters[ORIGIN] = 0;
    this.counters[SEQ] = -1;
  }

  /**
   * Shows whether the replica is inside the step's code. A plain store: it is read only by those
   * who wonder, much later, why nothing goes on.
   */
  busy(flag: 0 | 1): void {
    if (flag === 1) lastEntered.row = this.row;
    this.#int[this.#busyAt] = flag;
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
    lastEntered.row = this.row;
    if (--this.unmeasured < 0) this.measure();
  }

  /** Takes the time: this call is one that is measured. */
  measure(): void {
    this.#start = this.now();
  }

  /** The call into the step is over. */
  leave(): void {
    if (this.unmeasured < 0) this.measured();
  }

  /** Waits for the step and adds up the time. */
  async timedWait<T>(promise: Promise<T>): Promise<T> {
    this.#start = this.now();
    this.unmeasured = -1;
    this.#every = 1;
    try {
      return await promise;
    } finally {
      this.measured();
    }
  }

  /** The call that is measured is over. */
  measured(): void {
    const now = this.now();
    const ms = now - this.#start;
    // those it stands for cannot have taken longer than the time that has gone by
    this.counters[BUSY_MS]! += Math.min(ms * this.#every, now - this.#end);
    this.#every = ms < QUICK_MS
      ? Math.max(1, Math.min(2 * this.#every, MOST_SKIPPED, Math.floor(UNSEEN_MS / ms)))
      : 1;
    this.unmeasured = this.#every - 1;
    this.times.add(ms);
    if (this.#int[SAMPLED] !== 0) this.onSampled?.();
    this.lastMs = ms;
    this.#end = now;
  }
}
