/** How a sender fills slots: with arrays that steps make there, and with copies of others. @module */
import { SendError } from "../crossing.ts";
import type { TypedArrayClass } from "../../step/define_step.ts";
import { Counter } from "../words.ts";
import { kindOf, type TypedArray, type ViewClass } from "./kinds.ts";
import { markLent } from "./lent.ts";
import { MOST_ARRAYS, MOST_SLOTS, SLOT_FROM, type SlotPool, SLOTS_FROM } from "./pool.ts";

/** Arrays begin at multiples of this many bytes, and slots too: a cache line. */
const ALIGN = 64;
/** Slots are larger than what was needed so far, and grow seldom: packets differ in size. */
const SPARE = 1.25;
const GROWTH = 2;
const LEAST = 64 * 1024;

/** Thrown while a record is written: an array needs a slot, and none is held. It is no fault. */
export const NO_SLOT = Symbol("no slot");

/** What goes through the slot that is being filled. */
interface Placed {
  readonly array: ArrayBufferView;
  readonly reference: number;
  /** Its bytes if the step made it here: then nobody copies them. */
  readonly lending: number;
}

/** The slots of one out-port of one replica. One packet is sent at a time, in one slot. */
export class SlotWriter {
  readonly #most: number;
  #size = 0;
  #count = 1;
  /** Bytes that a packet should find in its slot. */
  #wish = 0;
  #slot = -1;
  /** Bytes of the slot in use; those that steps made, which are not to be sent again. */
  #used = 0;
  #allocated = 0;
  /** Bytes that the packet would have needed. */
  #needed = 0;
  #placed: Placed[] = [];
  /** The arrays that a step made for the next packet. */
  #own: ArrayBufferView[] = [];
  /** Whether the record that is being written refers to the slot. */
  #touched = false;
  /** Whether the last packet was too large for any slot: the next may well be. */
  #exceeds = false;
  /** Bytes of the step's own arrays in the record. */
  #lending = 0;

  /** @param counters of the replica */
  constructor(readonly pool: SlotPool, readonly counters: Float64Array) {
    this.#most = (pool.buffer.byteLength - SLOTS_FROM) >> 1;
    markLent(pool.buffer);
  }

  /**
   * An array in the slot of the packet to come, with whatever was there before; null if there is no
   * room for it now.
   */
  alloc<T extends ArrayBufferView>(View: TypedArrayClass<T>, length: number): T | null {
    const bytes = aligned(length * View.BYTES_PER_ELEMENT);
    if (bytes < SLOT_FROM || this.#exceeds) return null;
    this.#want(bytes);
    if (this.#slot < 0 && !this.#open(this.pool.take(this.#count, this.#grows))) return null;
    const offset = this.#room(bytes);
    if (offset < 0) return null;
    const Over = View as unknown as ViewClass<T>;
    const array = new Over(this.pool.buffer, offset, length);
    this.#allocated = this.#used;
    this.#own.push(array);
    return array;
  }

  /** A record begins, perhaps not for the first time. */
  begin(): void {
    this.#touched = false;
    this.#lending = 0;
    this.#needed = 0;
  }

  /**
   * Puts an array of the packet into its slot, unless it is there.
   *
   * @returns a reference to it for receivers, or -1 if it has to go another way
   * @throws {typeof NO_SLOT} if a slot is needed first
   * @throws {SendError} if the array was in a slot that was sent before
   */
  place(array: TypedArray): number {
    const bytes = aligned(array.byteLength);
    this.#needed += bytes;
    for (const placed of this.#placed) {
      if (placed.array === array) return this.#refer(placed);
    }
    if (array.buffer === this.pool.buffer) return this.#placeOwn(array);
    this.#want(bytes);
    if (bytes > this.#most || this.#placed.length === MOST_ARRAYS) return -1;
    if (this.#slot < 0) throw NO_SLOT;
    const offset = this.#room(bytes);
    if (offset < 0) return -1;
    const { buffer, byteOffset, byteLength } = array;
    new Uint8Array(this.pool.buffer, offset, byteLength)
      .set(new Uint8Array(buffer, byteOffset, byteLength));
    this.counters[Counter.COPIED_BYTES]! += byteLength;
    return this.#describe(array, offset, 0);
  }

  /** Holds a free slot for the packet; if there is none, the bell is prepared; see the pool. */
  openOrPrepare(): boolean {
    return this.#slot >= 0 || this.#open(this.pool.takeOrPrepare(this.#count, this.#grows));
  }

  /** The record that was written goes to one receiver. To be called before it is published. */
  lend(): void {
    if (!this.#touched) return;
    this.pool.lend(this.#slot);
    this.counters[Counter.LENT_BYTES]! += this.#lending;
  }

  /**
   * The packet has gone to all who get it. If it had arrays, those that the step made for it are
   * not to be sent any more, be they in it or not.
   *
   * @returns false if the step makes its arrays here and has to wait for a slot to go on
   */
  end(): boolean {
    if (this.#needed === 0 && this.#placed.length === 0) return true;
    this.#want(this.#needed);
    this.#exceeds = this.#needed > this.#most;
    const makes = this.#allocated > 0 && !this.#exceeds;
    if (this.#slot >= 0) this.pool.giveBack(this.#slot);
    this.#slot = -1;
    this.#own = [];
    this.#placed.length = 0;
    this.#used = this.#allocated = this.#needed = 0;
    return !makes || this.#open(this.pool.take(this.#count, this.#grows));
  }

  #placeOwn(array: TypedArray): number {
    const own = this.#own.find((one) =>
      one === array ||
      (array.byteOffset >= one.byteOffset &&
        array.byteOffset + array.byteLength <= one.byteOffset + one.byteLength)
    );
    if (own === undefined) {
      throw new SendError(
        "this array was made by alloc for a packet that has been sent: call alloc again for each",
      );
    }
    if (this.#placed.length === MOST_ARRAYS) return -1;
    return this.#describe(array, array.byteOffset, array.byteLength);
  }

  #describe(array: TypedArray, offset: number, lending: number): number {
    const number = this.#placed.length;
    this.pool.describe(this.#slot, number, offset, array.length, kindOf(array));
    const reference = this.#slot * MOST_ARRAYS + number;
    const placed = { array, reference, lending };
    this.#placed.push(placed);
    return this.#refer(placed);
  }

  #refer({ reference, lending }: Placed): number {
    this.#touched = true;
    this.#lending += lending;
    return reference;
  }

  /** Slots are to take so many bytes, or as many as they can. */
  #want(bytes: number): void {
    this.#wish = Math.max(this.#wish, Math.min(bytes, this.#most));
  }

  /** Offset of so many bytes of the slot; -1 if there are none. */
  #room(bytes: number): number {
    if (this.#used + bytes > this.#size) return -1;
    const offset = SLOTS_FROM + this.#slot * this.#size + this.#used;
    this.#used += bytes;
    return offset;
  }

  /** Whether slots are to be cut larger, for which all must be free. */
  get #grows(): boolean {
    return this.#wish > this.#size;
  }

  /** Fills the slot that was taken from now on, if it was. */
  #open(slot: number): boolean {
    if (slot < 0) return false;
    this.#slot = slot;
    if (!this.#grows) return true;
    const size = Math.max(LEAST, this.#size * GROWTH, this.#wish * SPARE);
    this.#size = Math.min(this.#most, aligned(size));
    this.#count = Math.min(MOST_SLOTS, Math.floor(2 * this.#most / this.#size));
    this.pool.count = this.#count;
    return true;
  }
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGN) * ALIGN;
}
