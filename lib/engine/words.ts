/**
 * The shared words of an execution: one SharedArrayBuffer through which hosts and supervisor see
 * the same counters and the same wish to end. Every counter has one writer; words that several
 * threads write (inboxes, bells, `OUTSTANDING`, control) go through Atomics.
 *
 * @module
 */
import { ByteRoom, UNIT } from "./ring/byte_room.ts";
import { DURATION_BUCKETS } from "../telemetry/durations.ts";
import { Bell } from "./ring/doorbell.ts";
import type { Memory } from "./ring/memory.ts";
import { Room, type RoomPlace, waitingWords } from "./ring/room.ts";
import { Cause, Control, NodeWord, ReplicaWord, Stop } from "./word_names.ts";

export * from "./word_names.ts";

const LINE = 16; // Int32 words in a cache line: blocks of different writers never share one
const ROW = 24; // Float64 words per replica: three cache lines
const HEAD = ROW + DURATION_BUCKETS; // with its histogram; what it sent and received follows

/** How many of each thing an execution has. */
export interface Sizes {
  readonly nodes: number;
  readonly replicas: number;
  readonly edges: number;
}

/** A view of the shared words, the same in every thread. */
export class Words {
  /** Control, node and replica words. */
  readonly int: Int32Array;
  readonly #float: Float64Array;
  /** The doorbells of all replicas. */
  readonly bells: readonly Bell[];

  /**
   * @param buffer made by {@link Words.allocate} for the same sizes
   * @param memory what bells are waited on with
   */
  constructor(
    readonly buffer: SharedArrayBuffer,
    readonly sizes: Sizes,
    memory: Memory = Atomics,
  ) {
    const ints = Words.#ints(sizes);
    this.int = new Int32Array(buffer, 0, ints);
    this.#float = new Float64Array(buffer, ints * 4);
    const first = Words.#bells(sizes);
    this.bells = Array.from(
      { length: sizes.replicas },
      (_, replica) => new Bell(this.int, first + LINE * replica, memory),
    );
  }

  /** Where the bells begin: behind control, nodes, and replicas. */
  static #bells({ nodes, replicas }: Sizes): number {
    return LINE * (1 + nodes + replicas);
  }

  /** Words for the senders who wait for a node, in whole lines. */
  static #waiting({ replicas }: Sizes): number {
    return LINE * Math.ceil(waitingWords(replicas) / LINE);
  }

  /** Where the words of the edges begin: whether a packet is asked for. */
  static #samples(sizes: Sizes): number {
    return Words.#bells(sizes) + LINE * sizes.replicas + sizes.nodes * Words.#waiting(sizes);
  }

  static #ints(sizes: Sizes): number {
    return Words.#samples(sizes) + LINE * Math.ceil(sizes.edges / LINE);
  }

  /** Fresh words, all zero. */
  static allocate(sizes: Sizes): Words {
    const floats = sizes.replicas * (HEAD + 2 * sizes.edges);
    return new Words(new SharedArrayBuffer(Words.#ints(sizes) * 4 + floats * 8), sizes);
  }

  /** Index in `int` of a node's word. */
  node(node: number, word: number): number {
    return LINE * (1 + node) + word;
  }

  /** Index in `int` of a replica's word. */
  replica(replica: number, word: number): number {
    return LINE * (1 + this.sizes.nodes + replica) + word;
  }

  /**
   * The places in a node's inbox; any replica may send to it.
   *
   * @param narrows whether fewer places may be in use, since several replicas share them
   */
  room(node: number, queueLimit: number, narrows: boolean): Room {
    return new Room(this.#placeOf(node, narrows), queueLimit, this.bells);
  }

  /**
   * The bytes in a node's inbox.
   *
   * @param queueBytes the most that may wait @param row who sends; -1 for those who receive
   */
  byteRoom(node: number, queueBytes: number, row: number = -1): ByteRoom {
    const place = {
      ...this.#placeOf(node, false),
      queued: this.node(node, NodeWord.QUEUED_UNITS),
      peak: this.node(node, NodeWord.MAX_QUEUED_UNITS),
      claim: this.node(node, NodeWord.CLAIM),
    };
    const limit = Math.min(2 ** 31 - 1, Math.max(1, Math.floor(queueBytes / UNIT)));
    return new ByteRoom(place, limit, this.bells, row);
  }

  #placeOf(node: number, narrows: boolean): RoomPlace {
    const { sizes } = this;
    return {
      words: this.int,
      queued: this.node(node, NodeWord.QUEUED),
      peak: this.node(node, NodeWord.MAX_QUEUED),
      idle: this.node(node, NodeWord.IDLE),
      window: narrows ? this.node(node, NodeWord.WINDOW) : null,
      waiting: Words.#bells(sizes) + LINE * sizes.replicas + node * Words.#waiting(sizes),
    };
  }

  /** Whether a replica waits for room in a node's inbox, for who wonders why nothing goes on. */
  waitsForRoom(replica: number, node: number): boolean {
    return (Atomics.load(this.int, this.#waitsAt(replica, node)) & (1 << (replica & 31))) !== 0;
  }

  /** Notes whether a replica does, where each sender has room of its own, and wakes are not by this. */
  noteWait(replica: number, node: number, waits: boolean): void {
    const [at, bit] = [this.#waitsAt(replica, node), 1 << (replica & 31)];
    if (waits) Atomics.or(this.int, at, bit);
    else Atomics.and(this.int, at, ~bit);
  }

  #waitsAt(replica: number, node: number): number {
    const first = Words.#bells(this.sizes) + LINE * this.sizes.replicas;
    return first + node * Words.#waiting(this.sizes) + (replica >> 5);
  }

  /** Whether a replica waits on its bell, for whatever it is. */
  isAsleep(replica: number): boolean {
    return Atomics.load(this.int, Words.#bells(this.sizes) + LINE * replica) !== 0;
  }

  /** Packets go to so many replicas of a node: the first. @param replicas that there are */
  active(node: number, replicas: number): number {
    return this.int[this.node(node, NodeWord.ACTIVE)]! || replicas;
  }

  /** Sends packets to more or fewer replicas of a node, from now on. */
  activate(node: number, replicas: number): void {
    Atomics.store(this.int, this.node(node, NodeWord.ACTIVE), replicas);
  }

  /** Whether arrays may be lent to a replica; known when all steps are loaded. */
  borrows(replica: number): boolean {
    return this.int[this.replica(replica, ReplicaWord.BORROWS)] === 1;
  }

  /** Index in `int` of an edge's word: 1 if somebody wants to see a packet. */
  edge(edge: number): number {
    return Words.#samples(this.sizes) + edge;
  }

  /** So many edges are looked at. */
  sampled(edges: number): void {
    Atomics.store(this.int, Control.SAMPLED, edges);
  }

  /** Asks for one packet of an edge. */
  askForSample(edge: number): void {
    Atomics.store(this.int, this.edge(edge), 1);
  }

  /** Whether a packet of an edge is asked for. */
  isSampled(edge: number): boolean {
    return this.int[this.edge(edge)] === 1;
  }

  /** Takes it on to show one. @returns false if somebody else has */
  takeSample(edge: number): boolean {
    return Atomics.exchange(this.int, this.edge(edge), 0) === 1;
  }

  /** A replica's counters; written by that replica only. */
  counters(replica: number): Float64Array {
    return this.#view(replica, 0, ROW);
  }

  /**
   * How many of a replica's packets took how long; written by that replica only. A histogram as in
   * `lib/telemetry/durations.ts`.
   */
  durations(replica: number): Float64Array {
    return this.#view(replica, ROW, DURATION_BUCKETS);
  }

  /** What a replica sent on each edge; written by that replica only. */
  sent(replica: number): Float64Array {
    return this.#view(replica, HEAD, this.sizes.edges);
  }

  /** What a replica received on each edge; written by that replica only. */
  received(replica: number): Float64Array {
    return this.#view(replica, HEAD + this.sizes.edges, this.sizes.edges);
  }

  #view(replica: number, at: number, length: number): Float64Array {
    const start = this.#rowOf(replica) + at;
    return this.#float.subarray(start, start + length);
  }

  #rowOf(replica: number): number {
    return replica * (HEAD + 2 * this.sizes.edges);
  }

  /**
   * How urgently the execution is to end; see {@link Stop}. A plain read, since it is asked for every
   * packet: a wish may be seen a moment late. Who is about to wait asks {@link aborted}.
   */
  get stop(): number {
    return this.int[Control.STOP]!;
  }

  /** Whether all is to be given up, for who is about to wait. */
  get aborted(): boolean {
    return Atomics.load(this.int, Control.STOP) === Stop.ABORT;
  }

  /** Why it ends early; see {@link Cause}. */
  get cause(): number {
    return Atomics.load(this.int, Control.CAUSE);
  }

  /** Asks for an end; never takes urgency back, and the first cause stays. */
  end(stop: number, cause: number): void {
    Atomics.compareExchange(this.int, Control.CAUSE, Cause.NONE, cause);
    for (;;) {
      const now = Atomics.load(this.int, Control.STOP);
      if (now >= stop) break;
      if (Atomics.compareExchange(this.int, Control.STOP, now, stop) === now) break;
    }
    if (stop === Stop.ABORT) { for (const bell of this.bells) bell.ring(); }
  }

  /** Asks producers to pause. @returns false if they are to end */
  hold(): boolean {
    const now = Atomics.compareExchange(this.int, Control.STOP, Stop.NO, Stop.HOLD);
    return now === Stop.NO || now === Stop.HOLD;
  }

  /** Lets producers go on, unless they are to end. */
  release(): void {
    Atomics.compareExchange(this.int, Control.STOP, Stop.HOLD, Stop.NO);
  }
}
