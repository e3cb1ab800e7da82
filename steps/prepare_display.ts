import { defineStep, z } from "ctapipe-flow/step";
import { cameraImage } from "./_messages.ts";
import { cameraPictureParams, pictureOf, pictures } from "./_picture.ts";

/** Draws cameras for `camera_display`, which then only writes: the part of the work to replicate. */
export default defineStep({
  name: "prepare_display",
  module: import.meta.url,
  kind: "stager",
  summary: "Make pictures of what cameras saw, for camera_display to write",
  params: z.object(cameraPictureParams),
  input: cameraImage,
  borrows: true,
  outputs: { out: pictures },
  run: (packet, { params }) => pictureOf(packet, params),
});
