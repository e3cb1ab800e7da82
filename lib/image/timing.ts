import type { Positions } from "./derotate.ts";
import type { Hillas, Timing } from "./records.ts";

/**
 * A straight line through the surviving pixels' peak times, over their places along the long axis,
 * by least squares weighted with charge; and the root mean square, not weighted, of what it leaves.
 * After ctapipe's `timing_parameters`.
 *
 * @returns null if the image has no long axis, or a pixel no time
 */
export function timingParameters(
  { x, y }: Positions,
  charge: Float64Array,
  peakTime: Float64Array,
  mask: Uint8Array,
  hillas: Hillas,
): Timing | null {
  if (hillas.psi === null) return null;
  const [cosine, sine] = [Math.cos(hillas.psi), Math.sin(hillas.psi)];
  const along = (i: number) => (x[i]! - hillas.x) * cosine + (y[i]! - hillas.y) * sine;
  let [pixels, w, l, t, ll, lt] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 0) continue;
    const [q, place, time] = [charge[i]!, along(i), peakTime[i]!];
    pixels++;
    w += q;
    l += q * place;
    t += q * time;
    ll += q * place * place;
    lt += q * place * time;
  }
  const slope = (w * lt - l * t) / (w * ll - l * l);
  const intercept = (t - slope * l) / w;
  let squares = 0;
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 1) squares += (peakTime[i]! - intercept - slope * along(i)) ** 2;
  }
  const deviation = Math.sqrt(squares / pixels);
  return Number.isFinite(deviation) ? { slope, intercept, deviation } : null;
}
