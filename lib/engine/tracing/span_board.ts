/**
 * Where Workers note the spans of packets that they have in hand, so that the Worker that gets a
 * packet next knows what its own span follows: packets themselves carry nothing for it.
 *
 * The board is a table in shared memory, a slot per lineage and node. What is noted later in the same
 * slot takes its place: a span then begins a trace of its own, which happens only where thousands of
 * traced packets are in flight.
 *
 * @module
 */

/** What a span is known by; hexadecimal digits, as OpenTelemetry has them. */
export interface SpanName {
  readonly traceId: string;
  readonly spanId: string;
}

const SLOTS = 8192;
/** Int32 words of a slot: a lock, the lineage (origin, sequence in two), the node, and the names. */
const WORDS = 12;
const Word = { LOCK: 0, ORIGIN: 1, LOW: 2, HIGH: 3, NODE: 4, TRACE: 5, SPAN: 9 } as const;

/** A view of the board, the same in every thread. */
export class SpanBoard {
  readonly #words: Int32Array;

  /** @param buffer made by {@link SpanBoard.allocate} */
  constructor(buffer: SharedArrayBuffer) {
    this.#words = new Int32Array(buffer);
  }

  /** An empty board. */
  static allocate(): SharedArrayBuffer {
    return new SharedArrayBuffer(4 * SLOTS * WORDS);
  }

  /** Notes the span of a node for a lineage. */
  put(origin: number, seq: number, node: number, { traceId, spanId }: SpanName): void {
    const words = this.#words;
    const at = WORDS * slotOf(origin, seq, node);
    // somebody else is at it: one of the two is noted
    if (Atomics.compareExchange(words, at + Word.LOCK, 0, 1) !== 0) return;
    words.set(keyOf(origin, seq, node), at + Word.ORIGIN);
    words.set(intsOf(traceId), at + Word.TRACE);
    words.set(intsOf(spanId), at + Word.SPAN);
    Atomics.store(words, at + Word.LOCK, 0);
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
    const words = this.#words;
    const at = WORDS * slotOf(origin, seq, node);
    if (Atomics.compareExchange(words, at + Word.LOCK, 0, 1) !== 0) return null;
    const key = words.slice(at + Word.ORIGIN, at + Word.TRACE);
    const isIt = keyOf(origin, seq, node).every((word, i) => word === key[i]);
    const found = isIt
      ? {
        traceId: hexOf(words.subarray(at + Word.TRACE, at + Word.SPAN)),
        spanId: hexOf(words.subarray(at + Word.SPAN, at + Word.SPAN + 2)),
      }
      : null;
    Atomics.store(words, at + Word.LOCK, 0);
    return found;
  }
}

/** Nodes count from 1 here: an empty slot is nobody's. */
const keyOf = (origin: number, seq: number, node: number) => [
  origin,
  seq | 0,
  Math.floor(seq / 2 ** 32) | 0,
  node + 1,
];

const slotOf = (origin: number, seq: number, node: number) =>
  hash32(hash32(seq ^ Math.imul(origin + 1, 0x9e3779b1)) ^ Math.imul(node + 1, 0x85ebca6b)) % SLOTS;

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
