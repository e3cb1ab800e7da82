/** The pulse that one photo-electron makes in a trace. */

import { exp } from "./portable_math.ts";

/** Distance of two points of the reference pulse, ns. */
export const REF_STEP = 0.125;
const POINTS = 160;
const PEAK_TIME = 5;
const RISE = 1;
const FALL = 1.6;

/**
 * The reference pulse, one gain: a peak of height 1 at 5 ns, half a Gaussian of 1 ns before it and
 * of 1.6 ns after it, rounded to half floats as a file stores it.
 */
export const REFERENCE_PULSE: Float32Array = Float32Array.from({ length: POINTS }, (_, k) => {
  const t = k * REF_STEP - PEAK_TIME;
  const width = t < 0 ? RISE : FALL;
  return Math.f16round(exp(-t * t / (2 * width * width)));
});

/** Integral of the pulse over time, ns. */
export const PULSE_AREA: number = REFERENCE_PULSE.reduce((sum, y) => sum + y, 0) * REF_STEP;

/** Integral of the squared pulse over time, ns: sets how noisy a rate of pulses is. */
export const PULSE_SQUARE: number = REFERENCE_PULSE.reduce((sum, y) => sum + y * y, 0) * REF_STEP;

/** How long before its peak a pulse starts, ns. */
export const PULSE_BEFORE: number = PEAK_TIME;

/** How long after its peak a pulse ends, ns. */
export const PULSE_AFTER: number = (POINTS - 1) * REF_STEP - PEAK_TIME;

/**
 * Adds a pulse of height 1 that peaks `peak` ns after the first sample to
 * `trace[start … start + nSamples)`, one sample per ns, linear between the reference points.
 */
export function addPulse(
  trace: Float64Array,
  start: number,
  nSamples: number,
  peak: number,
): void {
  const first = Math.max(0, Math.ceil(peak - PULSE_BEFORE));
  const last = Math.min(nSamples - 1, Math.floor(peak + PULSE_AFTER));
  for (let sample = first; sample <= last; sample++) {
    const place = (sample - peak + PULSE_BEFORE) / REF_STEP;
    const point = Math.floor(place);
    const [here, next] = [REFERENCE_PULSE[point]!, REFERENCE_PULSE[point + 1] ?? 0];
    trace[start + sample]! += here + (place - point) * (next - here);
  }
}
