/**
 * A ring of byte records in shared memory, between one thread that writes and one that reads.
 *
 * Positions count bytes since ever, modulo 2^32, in steps of 16; their low bits are the place in the
 * buffer. `HEAD` is how far the writer has published, `TAIL` how far the reader has released: the
 * bytes from `TAIL` to `HEAD` belong to the reader, all others to the writer. A record is never
 * split: where it would be, a mark sends the reader back to the start of the buffer.
 *
 * @module
 */
import type { Memory } from "./memory.ts";

const LINE = 64; // bytes: words of different writers, and words often written, never share one

/** Int32 words at the top. `HEAD` and the last two are the writer's, `TAIL` is the reader's. */
export const RingWord = {
  HEAD: 0,
  TAIL: LINE / 4,
  /** 1 when nothing more will come. */
  CLOSED: 2 * LINE / 4,
  /** 0, or the tail at which the writer wants to be rung, plus 1. */
  WANTED: 2 * LINE / 4 + 1,
} as const;

/** Byte offset of the first record. */
export const DATA = 3 * LINE;

/** Bytes before a record's own: Int32 length, Int32 header, 8 bytes free. */
export const HEAD_BYTES = 16;

/** In place of a length: the next record is at the start of the buffer. */
export const SKIP = -1;

/** The record cannot go through this ring; it has to take another way. */
export class RecordTooLarge extends Error {
  override readonly name = "RecordTooLarge";

  /** @param length of the record, in bytes @param limit of the ring, in bytes */
  constructor(readonly length: number, readonly limit: number) {
    super(`a record of ${length} bytes is larger than the ${limit} that the ring takes`);
  }
}

/** A view of one ring; pass `buffer` to another thread to have a view there. */
export class Ring {
  /** Control words, and records by word. */
  readonly ints: Int32Array;
  /** Control words, and records by byte: offsets of records are offsets here. */
  readonly bytes: Uint8Array;
  /** Bytes of records it holds, with their heads. */
  readonly capacity: number;

  /** @param buffer made by {@link Ring.allocate} */
  constructor(readonly buffer: SharedArrayBuffer, readonly memory: Memory = Atomics) {
    this.ints = new Int32Array(buffer);
    this.bytes = new Uint8Array(buffer);
    this.capacity = buffer.byteLength - DATA;
  }

  /**
   * An empty ring.
   *
   * @param bytes a power of two, from 64 to 2^30. One record takes at most half of it.
   * @throws {RangeError} if it is not
   */
  static allocate(bytes: number): Ring {
    if (!(bytes >= 64 && bytes <= 2 ** 30 && Number.isInteger(Math.log2(bytes)))) {
      throw new RangeError(`a ring of ${bytes} bytes: take a power of two from 64 to 2^30`);
    }
    return new Ring(new SharedArrayBuffer(DATA + bytes));
  }
}

/** Bytes that a record of some length takes: with its head, up to the next multiple of 16. */
export function occupied(length: number): number {
  return HEAD_BYTES + ((length + 15) & ~15);
}
