import { CameraKits } from "ctapipe-flow/image";
import { defineStep, z } from "ctapipe-flow/step";
import { cleaned, cleaningParams } from "./_cleaning.ts";
import { cameraImage } from "./_messages.ts";

/** Tells the light of the shower from the rest. */
export default defineStep({
  name: "clean_image",
  module: import.meta.url,
  kind: "stager",
  summary: "Mark the pixels of an image that survive tail-cuts cleaning",
  params: z.object(cleaningParams),
  input: cameraImage,
  borrows: true,
  outputs: { out: cameraImage },
  init: () => new CameraKits(),
  run: (packet, { params, state: kits }) => cleaned(packet, kits, params),
});
