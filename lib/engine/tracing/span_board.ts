/**
 * Where Workers note the spans of packets that they have in hand, so that the Worker that gets a
 * packet next knows what its own span follows: packets themselves carry nothing for it.
 *
 * The board is a table in shared memory. What is noted later takes the place of what is oldest among
 * the few that share a part of it: a span whose forerunner is gone begins a trace of its own, which
 * happens only where thousands of traced packets are in flight.
 *
 * @module
 */

/** What a span is known by; hexadecimal digits, as OpenTelemetry has them. */
export interface SpanName {
  readonly traceId: string;
  readonly spanId: string;
}

const SETS = 4096;
/** Entries of a set, and Int32 words before and of them. */
const WAYS = 4;
const HEAD = 4;
const ENTRY = 11;
const SET = HEAD + WAYS * ENTRY;
/** Words of a set; `CLOCK` counts what was noted there. */
const Head = { LOCK: 0, CLOCK: 1 } as const;
/** Words of an entry: the lineage (origin, sequence in two), the node, the names, and the clock. */
const Word = { KEY: 0, TRACE: 4, SPAN: 8, STAMP: 10 } as const;
/** Another thread is through in a microsecond, unless the system has it wait: so long, in ms, at most. */
const PATIENCE_MS = 1000;

/** A view of the board, the same in every thread. */
export class SpanBoard {
  readonly #words: Int32Array;

  /** @param buffer made by {@link SpanBoard.allocate} */
  constructor(buffer: SharedArrayBuffer) {
    this.#words = new Int32Array(buffer);
  }

  /** An empty board. */
  static allocate(): SharedArrayBuffer {
    return new SharedArrayBuffer(4 * SETS * SET);
  }

  /** Notes the span of a node for a lineage. */
  put(origin: number, seq: number, node: number, { traceId, spanId }: SpanName): void {
    const key = keyOf(origin, seq, node);
    this.#locked(setOf(origin, seq, node), (set) => {
      const words = this.#words;
      const entries = entriesOf(set);
      const stamp = (at: number) => words[at + Word.STAMP]!;
      const at = entries.find((entry) => this.#isIt(entry, key)) ??
        entries.reduce((oldest, entry) => stamp(entry) < stamp(oldest) ? entry : oldest);
      words.set(key, at + Word.KEY);
      words.set(intsOf(traceId), at + Word.TRACE);
      words.set(intsOf(spanId), at + Word.SPAN);
      words[at + Word.STAMP] = ++words[set + Head.CLOCK]!;
    });
  }

  /** The span that one of some nodes has noted for a lineage; null if none has. */
  find(origin: number, seq: number, nodes: readonly number[]): SpanName | null {
    for (const node of nodes) {
      const found = this.#get(origin, seq, node);
      if (found !== null) return found;
    }
    return null;
  }

  #get(origin: number, seq: number, node: number): SpanName | null {
    const key = keyOf(origin, seq, node);
    return this.#locked(setOf(origin, seq, node), (set) => {
      const at = entriesOf(set).find((entry) => this.#isIt(entry, key));
      if (at === undefined) return null;
      const hex = (from: number, to: number) => hexOf(this.#words.subarray(at + from, at + to));
      return { traceId: hex(Word.TRACE, Word.SPAN), spanId: hex(Word.SPAN, Word.STAMP) };
    });
  }

  #isIt(entry: number, key: readonly number[]): boolean {
    return key.every((word, i) => word === this.#words[entry + Word.KEY + i]);
  }

  /** Does something while no other thread is at the same set; null if one is, for long. */
  #locked<T>(set: number, act: (set: number) => T): T | null {
    const words = this.#words;
    const lock = set + Head.LOCK;
    while (Atomics.compareExchange(words, lock, 0, 1) !== 0) {
      if (Atomics.wait(words, lock, 1, PATIENCE_MS) === "timed-out") return null;
    }
    try {
      return act(set);
    } finally {
      Atomics.store(words, lock, 0);
      Atomics.notify(words, lock, 1);
    }
  }
}

const entriesOf = (set: number) =>
  Array.from({ length: WAYS }, (_, way) => set + HEAD + way * ENTRY);

/** Nodes count from 1 here: an empty entry is nobody's. */
const keyOf = (origin: number, seq: number, node: number) => [
  origin,
  seq | 0,
  Math.floor(seq / 2 ** 32) | 0,
  node + 1,
];

/** Where the set begins. */
const setOf = (origin: number, seq: number, node: number) =>
  SET *
  (hash32(hash32(seq ^ Math.imul(origin + 1, 0x9e3779b1)) ^ Math.imul(node + 1, 0x85ebca6b)) %
    SETS);

/** Whether a lineage is traced: the same answer in every Worker. @param share of all, 0 to 1 */
export function isTraced(origin: number, seq: number, share: number): boolean {
  return hash32(seq ^ Math.imul(origin + 1, 0x27d4eb2f)) < share * 2 ** 32;
}

/** Spreads an integer over 32 bits (the finalizer of MurmurHash3, Austin Appleby). */
function hash32(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

const intsOf = (hex: string) => hex.match(/.{8}/g)!.map((part) => parseInt(part, 16) | 0);

const hexOf = (ints: Int32Array) =>
  Array.from(ints, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
