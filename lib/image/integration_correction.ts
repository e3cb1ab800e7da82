import type { CameraReadout } from "./records.ts";

/** Which samples a charge is summed up from: `width` of them, from `shift` before the peak on. */
export interface Window {
  readonly width: number;
  readonly shift: number;
}

/** No pulse is that long: a time slice that makes more bins is a mistake of the file. */
const MOST_BINS = 1_000_000;

/**
 * What the charge in a window is to be multiplied with, per reference pulse, so that it is that of
 * the whole pulse: one over the fraction of the reference pulse, binned in samples, that lies in the
 * window around its own peak. After ctapipe's `integration_correction`.
 *
 * @throws {Error} if the camera has no reference pulse that could be summed up
 */
export function integrationCorrections(
  { refPulses, refLength, refStep, timeSlice }: CameraReadout,
  window: Window,
): Float64Array {
  if (refPulses === null || refLength === 0) {
    throw new Error(
      "the camera has no reference pulse, without which charges cannot be corrected for what is " +
        "outside of the window: set `correction: false`",
    );
  }
  const corrections = new Float64Array(refPulses.length / refLength);
  for (let pulse = 0; pulse < corrections.length; pulse++) {
    const points = refPulses.subarray(pulse * refLength, (pulse + 1) * refLength);
    corrections[pulse] = correctionOf(binned(points, refStep, timeSlice), timeSlice, window);
  }
  if (corrections.every((correction) => Number.isFinite(correction))) return corrections;
  throw new Error(
    `the camera's reference pulses give integration corrections of ${corrections.join(" and ")}: ` +
      "set `correction: false`",
  );
}

/**
 * The points of a pulse summed up per sample. Bins begin at every multiple of `timeSlice` below the
 * end of the pulse; the last one, which nothing begins, ends the one before it, and belongs to that.
 */
function binned(points: Float32Array, step: number, timeSlice: number): Float64Array {
  const edges = Math.ceil(points.length * step / timeSlice);
  if (!(edges >= 2 && edges <= MOST_BINS)) return new Float64Array();
  const bins = new Float64Array(edges - 1);
  for (const [k, weight] of points.entries()) {
    const x = k * step;
    let bin = Math.floor(x / timeSlice);
    if (x < bin * timeSlice) bin--; // the quotient was rounded up
    else if (x >= (bin + 1) * timeSlice) bin++;
    if (bin === bins.length && x === bin * timeSlice) bin--;
    if (bin < bins.length) bins[bin]! += weight;
  }
  return bins;
}

function correctionOf(bins: Float64Array, timeSlice: number, { width, shift }: Window): number {
  const area = bins.reduce((sum, weight) => sum + weight * timeSlice, 0);
  let peak = 0;
  for (let i = 1; i < bins.length; i++) if (bins[i]! > bins[peak]!) peak = i;
  const start = Math.max(0, peak - shift);
  let inside = 0;
  for (let i = start; i < Math.min(start + width, bins.length); i++) {
    inside += bins[i]! / area * timeSlice;
  }
  return 1 / inside;
}
