/**
 * One step of the generator xoshiro128** 1.1 (D. Blackman, S. Vigna, "Scrambled linear pseudorandom
 * number generators", 2018; public-domain algorithm): changes the four-word state, which must not
 * be all zero, and returns 32 random bits.
 */
export function xoshiro128(state: Uint32Array): number {
  const result = Math.imul(rotate(Math.imul(state[1]!, 5), 7), 9) >>> 0;
  const shifted = state[1]! << 9;
  state[2]! ^= state[0]!;
  state[3]! ^= state[1]!;
  state[1]! ^= state[2]!;
  state[0]! ^= state[3]!;
  state[2]! ^= shifted;
  state[3] = rotate(state[3]!, 11);
  return result;
}

const rotate = (x: number, by: number): number => (x << by) | (x >>> (32 - by));
