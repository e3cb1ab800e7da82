/** Where receivers look at arrays in slots. @module */
import { KINDS, type TypedArray } from "./kinds.ts";
import { markLent } from "./lent.ts";
import { MOST_ARRAYS, POISON, type SlotPool } from "./pool.ts";

/** One receiver's view of one pool. */
export class SlotReader {
  #slot = -1;
  /** Slots of packets that are through. */
  readonly #through: number[] = [];
  readonly #seen: TypedArray[] = [];

  /** @param poison overwrites what is given back, so that a step which kept an array shows */
  constructor(readonly pool: SlotPool, readonly poison: boolean) {
    markLent(pool.buffer);
  }

  /** The array that a record refers to; it stays as it is until {@link SlotReader.done}. */
  at(reference: number): TypedArray {
    const { buffer, ints } = this.pool;
    this.#slot = Math.floor(reference / MOST_ARRAYS);
    const described = this.pool.described(this.#slot, reference % MOST_ARRAYS);
    const View = KINDS[ints[described + 2]!]!;
    const array = new View(buffer, ints[described]!, ints[described + 1]!);
    if (this.poison) this.#seen.push(array);
    return array;
  }

  /**
   * The packet that was read last is through. Slots are given back some at a time, a quarter of them
   * at most, so that a sender who waits for them comes back for some packets and not for one.
   */
  done(): void {
    if (this.#slot < 0) return;
    if (this.poison) this.#overwrite();
    this.#through.push(this.#slot);
    this.#slot = -1;
    if (this.poison || this.#through.length > this.pool.count >> 2) this.giveBack();
  }

  /** Gives back the slots of all packets that are through. */
  giveBack(): void {
    for (let slot = this.#through.pop(); slot !== undefined; slot = this.#through.pop()) {
      this.pool.giveBack(slot);
    }
  }

  #overwrite(): void {
    if (this.pool.isLast(this.#slot)) {
      for (const { buffer, byteOffset, byteLength } of this.#seen) {
        new Uint8Array(buffer, byteOffset, byteLength).fill(POISON);
      }
    }
    this.#seen.length = 0;
  }
}
