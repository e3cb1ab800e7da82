/** Where receivers look at arrays in slots. @module */
import { KINDS, type TypedArray } from "./kinds.ts";
import { markLent } from "./lent.ts";
import { MOST_ARRAYS, type SlotPool } from "./pool.ts";

/** What freed slots are filled with on demand: NaN as a float, all bits set as an integer. */
const POISON = 0xff;

/** One receiver's view of one pool. */
export class SlotReader {
  #slot = -1;
  readonly #seen: TypedArray[] = [];

  /** @param poison overwrites what is given back, so that a step which kept an array shows */
  constructor(readonly pool: SlotPool, readonly poison: boolean) {
    markLent(pool.buffer);
  }

  /** The array that a record refers to; it stays as it is until {@link SlotReader.giveBack}. */
  at(reference: number): TypedArray {
    const { buffer, ints } = this.pool;
    this.#slot = Math.floor(reference / MOST_ARRAYS);
    const described = this.pool.described(this.#slot, reference % MOST_ARRAYS);
    const View = KINDS[ints[described + 2]!]!;
    const array = new View(buffer, ints[described]!, ints[described + 1]!);
    if (this.poison) this.#seen.push(array);
    return array;
  }

  /** Gives back the slot of the record that was read last, if it had one. */
  giveBack(): void {
    if (this.#slot < 0) return;
    if (this.poison) this.#overwrite();
    this.pool.giveBack(this.#slot);
    this.#slot = -1;
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
