/**
 * Slots for large arrays in shared memory: the sender writes an array there, receivers look at it
 * there, and nobody copies it in between.
 *
 * A pool belongs to one out-port of one replica: to one thread that fills slots, and to all who get
 * what leaves that port. A slot holds the arrays of one packet. It is free while nobody holds it;
 * the sender holds it while it is filled and sent, every receiver from its record on until the
 * packet is through. Only the sender takes free slots, so that none is ever taken twice.
 *
 * Who finds none free notes that, looks again, and waits on its bell. Receivers first give back,
 * then read the note: see `ring/doorbell.ts` for why nobody sleeps for ever.
 *
 * @module
 */
import type { Bell } from "../ring/doorbell.ts";
import type { Memory } from "../ring/memory.ts";

/** Arrays of so many bytes are lent; below, copying costs no more than looking there. */
export const SLOT_FROM = 4096;
/** What is given back is filled with on demand: NaN as a float, all bits set as an integer. */
export const POISON = 0xff;
/** The most slots of a pool: what is used again soon is still in the cache. */
export const MOST_SLOTS = 32;
/** The most arrays of a packet that go through its slot; further ones are copied. */
export const MOST_ARRAYS = 256;

const LINE = 16; // Int32 words of a cache line
/**
 * Int32 words: 1 if the sender waits; how many slots there are; holders, by slot; then offset, length
 * and kind per array.
 */
const WANTED = 0;
const COUNT = 1;
const HOLDERS = LINE;
const ARRAYS = HOLDERS + MOST_SLOTS;
const WORDS = ARRAYS + 3 * MOST_SLOTS * MOST_ARRAYS;

/** Byte offset of the first slot. */
export const SLOTS_FROM = 4 * WORDS;

/** A view of one pool, the same for its sender and its receivers. */
export class SlotPool {
  /** Control words. */
  readonly ints: Int32Array;

  /** @param buffer made by {@link SlotPool.allocate} @param sender rung when a slot comes free */
  constructor(
    readonly buffer: SharedArrayBuffer,
    protected readonly sender: Bell,
    protected readonly memory: Memory = Atomics,
    ints: Int32Array = new Int32Array(buffer, 0, WORDS),
  ) {
    this.ints = ints;
  }

  /** A fresh pool. @param bytes for arrays; memory that is never written is never used */
  static allocate(bytes: number): SharedArrayBuffer {
    return new SharedArrayBuffer(SLOTS_FROM + bytes);
  }

  /**
   * Sender: holds a free slot, the first there is: it was used last, and is still in the cache.
   *
   * @param slots how many there are @param alone only if all of them are free
   * @returns -1 if there is none
   */
  take(slots: number, alone = false): number {
    const { ints, memory } = this;
    let free = -1;
    for (let slot = slots - 1; slot >= 0; slot--) {
      if (memory.load(ints, HOLDERS + slot) === 0) free = slot;
      else if (alone) return -1;
    }
    if (free >= 0) memory.store(ints, HOLDERS + free, 1);
    return free;
  }

  /**
   * Like {@link SlotPool.take}. If there is none, the sender's bell is prepared: look whether all is
   * to end, wait on the bell, and come back. What was sent must be published before.
   */
  takeOrPrepare(slots: number, alone = false): number {
    const { ints, memory, sender } = this;
    let slot = this.take(slots, alone);
    if (slot < 0) {
      sender.prepare();
      memory.store(ints, WANTED, 1);
      slot = this.take(slots, alone);
      if (slot < 0) return -1;
      sender.cancel();
    }
    memory.store(ints, WANTED, 0);
    return slot;
  }

  /** Sender: one more receiver holds a slot that the sender holds. To be called before it knows. */
  lend(slot: number): void {
    this.memory.add(this.ints, HOLDERS + slot, 1);
  }

  /** Holds a slot no more. @returns whether nobody does */
  giveBack(slot: number): boolean {
    const { ints, memory } = this;
    if (memory.sub(ints, HOLDERS + slot, 1) !== 1) return false;
    if (memory.load(ints, WANTED) !== 0) this.sender.ring();
    return true;
  }

  /** Whether the caller is the last to hold a slot: nobody else reads it any more. */
  isLast(slot: number): boolean {
    return this.memory.load(this.ints, HOLDERS + slot) === 1;
  }

  /** Sender: says how many slots there are, before it lends one of them. */
  set count(slots: number) {
    this.ints[COUNT] = slots;
  }

  /** Receiver: how many slots there were when the one it holds was lent. */
  get count(): number {
    return this.ints[COUNT]!;
  }

  /** Sender: notes where an array of a slot is. */
  describe(slot: number, array: number, offset: number, length: number, kind: number): void {
    const at = ARRAYS + 3 * (slot * MOST_ARRAYS + array);
    this.ints[at] = offset;
    this.ints[at + 1] = length;
    this.ints[at + 2] = kind;
  }

  /** Receiver: index in `ints` of an array's offset, length and kind. */
  described(slot: number, array: number): number {
    return ARRAYS + 3 * (slot * MOST_ARRAYS + array);
  }
}
