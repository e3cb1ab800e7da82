/** The end of a ring where records go in. @module */
import type { Bell } from "./doorbell.ts";
import { DATA, HEAD_BYTES, occupied, RecordTooLarge, type Ring, RingWord, SKIP } from "./ring.ts";

/**
 * Writes records. One thread has it, one record at a time: `reserve`, write the bytes, `commit`;
 * what is committed is seen by the reader after `publish`.
 */
export class RingWriter {
  /** After {@link RingWriter.reserve}: where the room ends, at or after the room asked for. */
  end = 0;
  // not `#`: the model compares whole objects
  protected position: number;
  protected published: number;
  protected tail: number;
  protected wanting = false;
  protected skip = 0;

  /** @param mine rung when there is room @param theirs the reader's */
  constructor(readonly ring: Ring, readonly mine: Bell, readonly theirs: Bell) {
    const { memory, ints } = ring;
    this.position = this.published = memory.load(ints, RingWord.HEAD);
    this.tail = memory.load(ints, RingWord.TAIL);
  }

  /** The longest record this ring takes, in bytes. A record up to half of it fits, wherever the
   * last one ended, when all before it are read. */
  get limit(): number {
    return (this.ring.capacity >> 1) - HEAD_BYTES;
  }

  /**
   * Room for a record. Nothing is taken yet: a later call to this forgets it.
   *
   * @param length at least this many bytes; the record may be longer, up to {@link RingWriter.end}
   * @returns offset in `ring.bytes`, a multiple of 16; -1 if there is no room now
   * @throws {RecordTooLarge} if there never will be
   */
  reserve(length: number): number {
    if (length > this.limit) throw new RecordTooLarge(length, this.limit);
    const { capacity } = this.ring;
    const need = occupied(length);
    const at = this.position & (capacity - 1);
    this.skip = capacity - at < need ? capacity - at : 0;
    let free = capacity - (this.position - this.tail | 0);
    if (free < this.skip + need) {
      this.tail = this.ring.memory.load(this.ring.ints, RingWord.TAIL);
      free = capacity - (this.position - this.tail | 0);
      if (free < this.skip + need) return -1;
    }
    const start = DATA + (this.skip > 0 ? 0 : at);
    this.end = Math.min(start + free - this.skip, DATA + capacity);
    return start + HEAD_BYTES;
  }

  /**
   * Like {@link RingWriter.reserve}. If there is no room, what is committed is published and the
   * writer's bell prepared: look whether all is to end, wait on the bell, and come back.
   */
  reserveOrPrepare(length: number): number {
    const start = this.reserve(length);
    if (start >= 0) {
      if (this.wanting) this.want(0);
      return start;
    }
    this.publish();
    this.mine.prepare();
    this.want(this.wantedTail(length) + 1);
    const late = this.reserve(length);
    if (late >= 0) {
      this.want(0);
      this.mine.cancel();
    }
    return late;
  }

  /** The record whose bytes were written to the room reserved last. Not yet seen by the reader. */
  commit(length: number, header: number): void {
    const { ints, capacity } = this.ring;
    if (this.skip > 0) {
      ints[(DATA >> 2) + ((this.position & (capacity - 1)) >> 2)] = SKIP;
      this.position = this.position + this.skip | 0;
      this.skip = 0;
    }
    const word = (DATA + (this.position & (capacity - 1))) >> 2;
    ints[word] = length;
    ints[word + 1] = header;
    this.position = this.position + occupied(length) | 0;
  }

  /** Shows the reader what was committed, and rings. @returns whether there was anything */
  publish(): boolean {
    if (this.position === this.published) return false;
    this.ring.memory.store(this.ring.ints, RingWord.HEAD, this.position);
    this.published = this.position;
    this.theirs.ring();
    return true;
  }

  /** Publishes, and tells the reader that nothing more will come. */
  close(): void {
    this.publish();
    this.ring.memory.store(this.ring.ints, RingWord.CLOSED, 1);
    this.theirs.ring();
  }

  /** The tail from which there is room, but not before half of the ring is free, so that the writer
   * comes back for many records and not for one. Never after the head: the reader gets there. */
  protected wantedTail(length: number): number {
    const { capacity } = this.ring;
    const room = Math.max(this.skip + occupied(length), capacity >> 1);
    return this.position + room - capacity | 0;
  }

  protected want(tail: number): void {
    this.ring.memory.store(this.ring.ints, RingWord.WANTED, tail);
    this.wanting = tail !== 0;
  }
}
