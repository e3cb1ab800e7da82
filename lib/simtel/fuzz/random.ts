/** The splitmix32 generator: small, and every seed gives a different start. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** A whole number from 0 to `n` − 1. */
  below(n: number): number {
    this.#state = (this.#state + 0x9e3779b9) | 0;
    let z = this.#state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return Math.floor((((z ^ (z >>> 15)) >>> 0) / 2 ** 32) * n);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  /** A range within `length`, mostly short. */
  span(length: number): [from: number, to: number] {
    const from = this.below(length + 1);
    return [from, Math.min(length, from + this.below(this.pick([8, 64, 1024]) + 1))];
  }
}
