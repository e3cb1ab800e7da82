import type { Traces } from "./calibrate.ts";
import type { Neighbours } from "./neighbours.ts";

/** Sample of a pixel whose peak cannot be known: what it was to be found in is not a number. */
export const NO_PEAK = -1;

/** The largest sample of each pixel's own trace, the first one on ties. */
export function localPeaks({ nPixels, nSamples, values }: Traces, out: Int32Array): Int32Array {
  for (let pixel = 0, at = 0; pixel < nPixels; pixel++, at += nSamples) {
    out[pixel] = peakOf(values, at, nSamples);
  }
  return out;
}

/**
 * The largest sample of the sum of each pixel's neighbours' traces; its own does not count, nor do
 * those that are disabled. If nobody is left the sum is 0 everywhere, and the peak the first sample.
 *
 * @param disabled 1 for pixels that do not count; null if there are none
 * @param sum room for a trace
 */
export function neighbourPeaks(
  { nPixels, nSamples, values }: Traces,
  { start, ids }: Neighbours,
  disabled: Uint8Array | null,
  sum: Float64Array,
  out: Int32Array,
): Int32Array {
  for (let pixel = 0; pixel < nPixels; pixel++) {
    const [first, end] = [start[pixel]!, start[pixel + 1]!];
    if (end - first === 6 && disabled === null) {
      out[pixel] = peakOfSix(values, ids, first, nSamples);
      continue;
    }
    sum.fill(0, 0, nSamples);
    for (let at = first; at < end; at++) {
      const neighbour = ids[at]!;
      if (disabled !== null && disabled[neighbour] === 1) continue;
      const from = neighbour * nSamples;
      for (let i = 0; i < nSamples; i++) sum[i]! += values[from + i]!;
    }
    out[pixel] = peakOf(sum, 0, nSamples);
  }
  return out;
}

/** Most pixels have six neighbours: their sum is compared as it comes, and never stored. */
function peakOfSix(values: Float64Array, ids: Int32Array, at: number, nSamples: number): number {
  const [a, b, c] = [ids[at]! * nSamples, ids[at + 1]! * nSamples, ids[at + 2]! * nSamples];
  const [d, e, f] = [ids[at + 3]! * nSamples, ids[at + 4]! * nSamples, ids[at + 5]! * nSamples];
  let peak = NO_PEAK;
  let most = -Infinity;
  for (let i = 0; i < nSamples; i++) {
    const sum = values[a + i]! + values[b + i]! + values[c + i]! + values[d + i]! +
      values[e + i]! + values[f + i]!;
    if (sum > most) {
      most = sum;
      peak = i;
    }
  }
  return most === Infinity ? NO_PEAK : peak;
}

/** The largest sample of the sum of all traces but those that are disabled, for all pixels. */
export function globalPeak(
  { nPixels, nSamples, values }: Traces,
  disabled: Uint8Array | null,
  sum: Float64Array,
  out: Int32Array,
): Int32Array {
  sum.fill(0, 0, nSamples);
  for (let pixel = 0; pixel < nPixels; pixel++) {
    if (disabled !== null && disabled[pixel] === 1) continue;
    for (let i = 0, from = pixel * nSamples; i < nSamples; i++) sum[i]! += values[from + i]!;
  }
  return out.fill(peakOf(sum, 0, nSamples));
}

/** An infinite sample is no number, either. */
function peakOf(values: Float64Array, from: number, nSamples: number): number {
  let peak = NO_PEAK;
  let most = -Infinity;
  for (let i = 0; i < nSamples; i++) {
    const value = values[from + i]!;
    if (value > most) {
      most = value;
      peak = i;
    }
  }
  return most === Infinity ? NO_PEAK : peak;
}
