import type { Neighbours } from "./neighbours.ts";

/**
 * Marks the pixels of a list with 1.
 *
 * @throws {RangeError} if one is not of the camera
 */
export function marked(pixels: Int32Array, nPixels: number): Uint8Array {
  const marks = new Uint8Array(nPixels);
  for (const pixel of pixels) {
    if (!(pixel >= 0 && pixel < nPixels)) {
      throw new RangeError(`pixel ${pixel} has no high voltage, in a camera of ${nPixels} pixels`);
    }
    marks[pixel] = 1;
  }
  return marks;
}

/**
 * Gives every disabled pixel the mean value of those of its neighbours that are not; where there are
 * none, `otherwise`.
 *
 * @param disabled 1 where a pixel is disabled
 * @param pixels their numbers
 */
export function interpolateDisabled(
  values: Float64Array,
  { start, ids }: Neighbours,
  disabled: Uint8Array,
  pixels: Int32Array,
  otherwise: number,
): void {
  for (const pixel of pixels) {
    let [sum, count] = [0, 0];
    for (let at = start[pixel]!; at < start[pixel + 1]!; at++) {
      const neighbour = ids[at]!;
      if (disabled[neighbour] === 1) continue;
      sum += values[neighbour]!;
      count++;
    }
    values[pixel] = count > 0 ? sum / count : otherwise;
  }
}
