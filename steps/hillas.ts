import { CameraKits, imageParameters } from "ctapipe-flow/image";
import { defineStep } from "ctapipe-flow/step";
import { cameraImage } from "./_messages.ts";

/** Says what an image is like. */
export default defineStep({
  name: "hillas",
  module: import.meta.url,
  kind: "stager",
  summary:
    "Compute the parameters of a cleaned image: Hillas, leakage, concentration, timing, islands",
  input: cameraImage,
  borrows: true,
  outputs: { out: cameraImage },
  init: () => new CameraKits(),
  run(packet, { state: kits }) {
    const parameters = imageParameters(packet.image, kits.of(packet.camera));
    return { ...packet, parameters };
  },
});
