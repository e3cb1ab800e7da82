import type { Leakage } from "./records.ts";

/**
 * How much of the surviving pixels, and of their charge, lies at the camera's border.
 *
 * @param borders 1 for border pixels, of width 1 and of width 2
 * @returns null if nothing survived, or the charges do not sum up to more than nothing
 */
export function leakageParameters(
  charge: Float64Array,
  mask: Uint8Array,
  [border, wider]: readonly [Uint8Array, Uint8Array],
): Leakage | null {
  let [pixels, pixels1, pixels2] = [0, 0, 0];
  let [intensity, intensity1, intensity2] = [0, 0, 0];
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 0) continue;
    const q = charge[i]!;
    pixels++;
    intensity += q;
    if (border[i] === 1) {
      pixels1++;
      intensity1 += q;
    }
    if (wider[i] === 1) {
      pixels2++;
      intensity2 += q;
    }
  }
  if (!(intensity > 0)) return null;
  return {
    pixelsWidth1: pixels1 / pixels,
    pixelsWidth2: pixels2 / pixels,
    intensityWidth1: intensity1 / intensity,
    intensityWidth2: intensity2 / intensity,
  };
}
