import type { CameraKit } from "./camera_kit.ts";
import { concentrationParameters } from "./concentration.ts";
import { hillasParameters } from "./hillas.ts";
import { countIslands } from "./islands.ts";
import { leakageParameters } from "./leakage.ts";
import type { CameraImage, ImageParameters } from "./records.ts";
import { timingParameters } from "./timing.ts";

/**
 * All parameters of a cleaned image.
 *
 * @throws {Error} if it was not cleaned, or is not of that camera
 */
export function imageParameters(image: CameraImage, kit: CameraKit): ImageParameters {
  const { charge, peakTime, mask } = image;
  if (mask === null) throw new Error("the image was not cleaned: nothing says which pixels count");
  for (const values of [charge, peakTime, mask]) {
    if (values.length !== kit.nPixels) {
      throw new Error(`an image of ${values.length} pixels, but a camera of ${kit.nPixels}`);
    }
  }
  const { positions, neighbours, borders, pixelWidth } = kit;
  let nPixels = 0;
  for (let i = 0; i < mask.length; i++) nPixels += mask[i]!;
  const nIslands = countIslands(mask, neighbours);
  const hillas = hillasParameters(positions, charge, mask);
  if (hillas === null) {
    return { nPixels, nIslands, hillas, leakage: null, concentration: null, timing: null };
  }
  return {
    nPixels,
    nIslands,
    hillas,
    leakage: leakageParameters(charge, mask, borders),
    concentration: concentrationParameters(positions, charge, mask, hillas, pixelWidth),
    timing: timingParameters(positions, charge, peakTime, mask, hillas),
  };
}
