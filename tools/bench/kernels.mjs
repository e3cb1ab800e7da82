/**
 * What the steps of the workloads do, for every contender in JavaScript: the same code in all of
 * them, so that a ratio compares what is around it. Plain JavaScript, since Node executes it too.
 *
 * @module
 */

/** Numbers in an image of W2: 1855 pixels with 40 samples each, 296 800 bytes as float32. */
export const IMAGE_LENGTH = 74_200;

/** Samples of one pixel, beside each other. */
export const SAMPLES = 40;

/** Turns of the loop of W3, about 1.9 ms. */
export const TURNS = 1_150_000;

/** The image that producers copy: small whole numbers, so that every sum is exact. */
export function makeTemplate() {
  return Float32Array.from({ length: IMAGE_LENGTH }, (_, index) => index % 7);
}

/**
 * Sum of the samples of each pixel.
 *
 * @param {Float32Array} image samples, a multiple of 40 of them
 * @returns {Float32Array<ArrayBuffer>} one sum per pixel
 */
export function pixelSums(image) {
  const sums = new Float32Array(image.length / SAMPLES);
  for (let pixel = 0, at = 0; pixel < sums.length; pixel++) {
    let a = 0, b = 0, c = 0, d = 0;
    for (const end = at + SAMPLES; at < end; at += 4) {
      a += image[at];
      b += image[at + 1];
      c += image[at + 2];
      d += image[at + 3];
    }
    sums[pixel] = a + b + c + d;
  }
  return sums;
}

/**
 * Sum of all values.
 *
 * @param {Float32Array} values
 */
export function total(values) {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at];
  return sum;
}

/**
 * A linear congruential generator: nothing but work for the processor.
 *
 * @param {number} seed
 * @returns {number} the state after {@link TURNS} turns, 0 … 2³² − 1
 */
export function spin(seed) {
  let state = seed | 0;
  for (let turn = 0; turn < TURNS; turn++) state = (Math.imul(state, 1664525) + 1013904223) | 0;
  return state >>> 0;
}
