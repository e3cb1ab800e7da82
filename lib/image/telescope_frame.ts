import type { Hillas, Timing } from "./records.ts";

/** Shape and place of an image as angles on the sky around where the telescope points; radian. */
export interface AngularHillas extends Omit<Hillas, "x" | "y"> {
  /** Towards higher azimuth. */
  readonly fovLon: number;
  /** Towards higher altitude. */
  readonly fovLat: number;
}

/**
 * Parameters in ctapipe's `TelescopeFrame`, of those in the derotated camera frame: longitude is
 * y / f and latitude x / f (`camera_to_telescope` in `ctapipe.coordinates`). As it is linear, the
 * parameters can be turned over instead of the pixels: axes are exchanged, lengths divided.
 *
 * @param focalLength in metre
 * @returns the slope in nanoseconds per radian, and its sign by the new direction of the long axis
 */
export function inTelescopeFrame(
  hillas: Hillas,
  timing: Timing | null,
  focalLength: number,
): { readonly hillas: AngularHillas; readonly timing: Timing | null } {
  const { x, y, r, length, width, psi, skewness, ...same } = hillas;
  // The axis is directed to positive longitudes, so half of them look the other way now.
  const turned = psi !== null && psi < 0 ? -1 : 1;
  const mirrored = psi === null ? null : turned * Math.PI / 2 - psi;
  return {
    hillas: {
      ...same,
      fovLon: y / focalLength,
      fovLat: x / focalLength,
      r: r / focalLength,
      phi: Math.atan2(x, y),
      length: length / focalLength,
      width: width / focalLength,
      psi: mirrored,
      skewness: skewness === null ? null : turned * skewness,
    },
    timing: timing && { ...timing, slope: turned * timing.slope * focalLength },
  };
}
