/**
 * From the counts of a Cherenkov camera to image parameters: pure functions on typed arrays.
 *
 * @example
 * ```ts
 * const extractor = new ImageExtractor({ extractor: "neighbor_peak" });
 * const kit = extractor.kits.of(camera);
 * const image = extractor.extract(adc, camera);
 * const mask = tailCuts(image.charge, kit.neighbours);
 * const { hillas } = imageParameters({ ...image, mask }, kit);
 * ```
 *
 * @module
 */
export type * from "./records.ts";
export { makeCamera } from "./camera.ts";
export { CameraKit, CameraKits } from "./camera_kit.ts";
export { derotate, type Positions } from "./derotate.ts";
export { findNeighbours, type Neighbours } from "./neighbours.ts";
export { borderPixels, widerBorder } from "./border.ts";
export { calibrateTraces, checkSizes, type Traces } from "./calibrate.ts";
export { GAIN_THRESHOLD, selectGains } from "./gains.ts";
export { integrationCorrections, type Window } from "./integration_correction.ts";
export { globalPeak, localPeaks, neighbourPeaks, NO_PEAK } from "./peaks.ts";
export { windowSums } from "./window_sums.ts";
export {
  type ExtractOptions,
  type Extractor,
  ImageExtractor,
  type MakeArray,
  WINDOW,
} from "./extract.ts";
export { interpolateDisabled, marked } from "./disabled.ts";
export { TAIL_CUTS, type TailCuts, tailCuts } from "./tail_cuts.ts";
export { countIslands } from "./islands.ts";
export { hillasParameters } from "./hillas.ts";
export { leakageParameters } from "./leakage.ts";
export { concentrationParameters } from "./concentration.ts";
export { timingParameters } from "./timing.ts";
export { imageParameters } from "./image_parameters.ts";
export { directionOf, placeOf, seenAt, separation, vectorOf } from "./sky.ts";
export type { Optics, SkyDirection } from "./sky.ts";
export { type AngularHillas, inTelescopeFrame } from "./telescope_frame.ts";
export { reconstructStereo } from "./stereo.ts";
export type { ShowerGeometry, StereoImage } from "./stereo.ts";
export type { Vector } from "./vector.ts";
