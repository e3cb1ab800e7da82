/** Numbers that a seed decides. @module */

/** A stream of numbers: the same for the same seed, wherever it is executed (mulberry32). */
export class Random {
  #state: number;

  /** @param seed its lower 32 bits count */
  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** From 0 to 1, without 1. */
  next(): number {
    this.#state = this.#state + 0x6d2b79f5 | 0;
    let bits = Math.imul(this.#state ^ this.#state >>> 15, 1 | this.#state);
    bits = bits + Math.imul(bits ^ bits >>> 7, 61 | bits) ^ bits;
    return ((bits ^ bits >>> 14) >>> 0) / 2 ** 32;
  }
}
