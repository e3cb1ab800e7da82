import { defineStep, oneOf, z } from "ctapipe-flow/step";
import { calibrationParams, Calibrator } from "./_calibration.ts";
import { arrayEvent, cameraImage, telescopeEvent } from "./_messages.ts";

/** Turns ADC counts into charges: everything between the traces and an image. */
export default defineStep({
  name: "calibrate",
  module: import.meta.url,
  kind: "stager",
  summary:
    "Make an image of the ADC counts of each telescope: charges in photo-electrons, and peak times",
  params: z.object(calibrationParams),
  input: oneOf(arrayEvent, telescopeEvent),
  borrows: true,
  outputs: { out: cameraImage },
  init: ({ params, log }) => new Calibrator(params, log),
  run: (packet, { state, alloc }) => state.imagesOf(packet, alloc),
});
