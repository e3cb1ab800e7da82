/**
 * From the counts of a Cherenkov camera to image parameters: pure functions on typed arrays.
 *
 * @module
 */
export type * from "./records.ts";
export { makeCamera } from "./camera.ts";
