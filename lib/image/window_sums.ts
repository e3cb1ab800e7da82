import type { Traces } from "./calibrate.ts";
import type { Window } from "./integration_correction.ts";
import { NO_PEAK } from "./peaks.ts";

/**
 * Sums up each pixel's trace around its peak: samples `peak − shift` to, without it,
 * `peak − shift + width`, as far as there are any. The time of the pulse is the mean of those of its
 * samples that are positive, weighted with them; without any, the peak's; in samples. Both are NaN
 * for pixels without a peak.
 *
 * @param peaks sample per pixel
 * @param charge where the sums go
 * @param time where the times go
 */
export function windowSums(
  { nPixels, nSamples, values }: Traces,
  peaks: Int32Array,
  { width, shift }: Window,
  charge: Float64Array,
  time: Float64Array,
): void {
  for (let pixel = 0; pixel < nPixels; pixel++) {
    const peak = peaks[pixel]!;
    if (peak === NO_PEAK) {
      charge[pixel] = time[pixel] = NaN;
      continue;
    }
    const trace = pixel * nSamples;
    const first = peak - shift;
    const end = first + width < nSamples ? first + width : nSamples;
    let [sum, positive, moment] = [0, 0, 0];
    for (let i = first > 0 ? first : 0; i < end; i++) {
      const sample = values[trace + i]!;
      sum += sample;
      if (sample > 0) {
        positive += sample;
        moment += i * sample;
      }
    }
    charge[pixel] = sum;
    time[pixel] = positive > 0 ? moment / positive : peak;
  }
}
