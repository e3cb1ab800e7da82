/** Seeded random numbers, the same on every machine. */

import { exp, log } from "./portable_math.ts";
import { xoshiro128 } from "./xoshiro.ts";

/** Largest mean that one round of the Poisson sampler takes: e^−mean must stay far from 0. */
const POISSON_STEP = 16;

/**
 * The generator of {@linkcode xoshiro128} with the distributions the simulation draws from. Its
 * state is filled from the seed and the keys by a 32-bit mixer, so that `new Random(seed, 3,
 * eventId)` is a stream of its own: what one event draws never shifts another.
 */
export class Random {
  readonly #state = new Uint32Array(4);
  #spare: number | null = null;

  /** @param seed integers; equal seeds give equal numbers */
  constructor(...seed: number[]) {
    let hash = 0x9e3779b9;
    for (const part of seed) {
      hash = mix(hash ^ part);
      hash = mix(hash + Math.floor(part / 2 ** 32));
    }
    for (let i = 0; i < 4; i++) {
      hash = (hash + 0x9e3779b9) | 0;
      this.#state[i] = mix(hash);
    }
    this.#state[0]! |= 1; // the all-zero state would stay zero
  }

  /** Uniform in [0, 1) with 53 random bits. */
  uniform(): number {
    return ((xoshiro128(this.#state) >>> 5) * 2 ** 26 + (xoshiro128(this.#state) >>> 6)) / 2 ** 53;
  }

  /** Standard normal deviate (G. Marsaglia's polar method). */
  normal(): number {
    if (this.#spare !== null) {
      const spare = this.#spare;
      this.#spare = null;
      return spare;
    }
    let u, v, square;
    do {
      u = 2 * this.uniform() - 1;
      v = 2 * this.uniform() - 1;
      square = u * u + v * v;
    } while (square >= 1 || square === 0);
    const scale = Math.sqrt(-2 * log(square) / square);
    this.#spare = v * scale;
    return u * scale;
  }

  /** Poisson number: exact, by products of uniforms in steps of the mean (D. Knuth). */
  poisson(mean: number): number {
    let count = 0;
    for (let rest = mean; rest > 0; rest -= POISSON_STEP) {
      const limit = exp(-Math.min(rest, POISSON_STEP));
      for (let product = this.uniform(); product > limit; product *= this.uniform()) count++;
    }
    return count;
  }

  /** Uniform point in the disc of the radius around the origin. */
  disc(radius: number): [x: number, y: number] {
    let u, v;
    do {
      u = 2 * this.uniform() - 1;
      v = 2 * this.uniform() - 1;
    } while (u * u + v * v > 1);
    return [u * radius, v * radius];
  }
}

/** The 32-bit finaliser of MurmurHash3 (A. Appleby, public domain). */
function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
