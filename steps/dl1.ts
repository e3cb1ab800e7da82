import { imageParameters } from "ctapipe-flow/image";
import { defineStep, oneOf, z } from "ctapipe-flow/step";
import { calibrationParams, Calibrator } from "./_calibration.ts";
import { cleaned, cleaningParams } from "./_cleaning.ts";
import { arrayEvent, cameraImage, telescopeEvent } from "./_messages.ts";

/** All between the traces of a camera and its image's parameters, for flows that need no more. */
export default defineStep({
  name: "dl1",
  module: import.meta.url,
  kind: "stager",
  summary: "Do what calibrate, clean_image and hillas do, one after the other, in one go",
  params: z.object({ ...calibrationParams, ...cleaningParams }),
  input: oneOf(arrayEvent, telescopeEvent),
  borrows: true,
  outputs: { out: cameraImage },
  init: ({ params, log }) => new Calibrator(params, log),
  *run(packet, { params, state, alloc }) {
    for (const raw of state.imagesOf(packet, alloc)) {
      const image = cleaned(raw, state.kits, params);
      yield { ...image, parameters: imageParameters(image.image, state.kits.of(image.camera)) };
    }
  },
});
