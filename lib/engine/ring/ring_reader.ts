/** The end of a ring where records come out. @module */
import type { Bell } from "./doorbell.ts";
import { DATA, HEAD_BYTES, occupied, type Ring, RingWord, SKIP } from "./ring.ts";

/**
 * Reads records. One thread has it. The bytes of records stay as they are until `release`; who is
 * about to wait must release all it has read, else the writer may wait for ever.
 */
export class RingReader {
  /** Where the record starts in `ring.bytes`, a multiple of 16. */
  start = 0;
  /** Where it ends. */
  end = 0;
  /** What it was committed with. */
  header = 0;
  // not `#`: the model compares whole objects
  protected position: number;
  protected released: number;
  protected head: number;

  /** @param writers rung when it waits for room and there is */
  constructor(readonly ring: Ring, readonly writers: Bell) {
    const { memory, ints } = ring;
    this.position = this.released = memory.load(ints, RingWord.TAIL);
    this.head = this.position;
  }

  /** Whether there is a record to read. */
  get ready(): boolean {
    if (this.position !== this.head) return true;
    this.head = this.ring.memory.load(this.ring.ints, RingWord.HEAD);
    return this.position !== this.head;
  }

  /** Whether all was read that ever will be. The mark is read before the head: what was published
   * before it is seen. */
  get ended(): boolean {
    if (this.position !== this.head) return false;
    return this.ring.memory.load(this.ring.ints, RingWord.CLOSED) !== 0 && !this.ready;
  }

  /** Goes to the next record. @returns false if there is none now */
  next(): boolean {
    if (!this.ready) return false;
    const { ints, capacity } = this.ring;
    let at = this.position & (capacity - 1);
    let length = ints[(DATA + at) >> 2]!;
    if (length === SKIP) {
      this.position = this.position + capacity - at | 0;
      at = 0;
      length = ints[DATA >> 2]!;
    }
    this.header = ints[((DATA + at) >> 2) + 1]!;
    this.start = DATA + at + HEAD_BYTES;
    this.end = this.start + length;
    this.position = this.position + occupied(length) | 0;
    return true;
  }

  /** Gives the room of all records read so far back, and rings the writer if it waits for that. */
  release(): void {
    if (this.released === this.position) return;
    const { memory, ints } = this.ring;
    memory.store(ints, RingWord.TAIL, this.position);
    this.released = this.position;
    const wanted = memory.load(ints, RingWord.WANTED);
    if (wanted !== 0 && (this.released - (wanted - 1) | 0) >= 0) this.writers.ring();
  }
}
