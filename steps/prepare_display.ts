import { defineStep, z } from "ctapipe-flow/step";
import { cameraImage } from "./_messages.ts";
import { cameraDrawer, cameraPictureParams, pictures } from "./_picture.ts";

/** Draws cameras for `camera_display`, which then only writes: the part of the work to replicate. */
export default defineStep({
  name: "prepare_display",
  module: import.meta.url,
  kind: "stager",
  summary: "Draw what cameras saw, for camera_display to write",
  params: z.object({
    format: z.enum(["pdf", "svg", "png"]).default("pdf").describe("What camera_display writes"),
    ...cameraPictureParams,
  }),
  input: cameraImage,
  borrows: true,
  outputs: { out: pictures },
  init: ({ params }) => cameraDrawer(params.format, params),
  run: (packet, { state: draw }) => draw(packet),
});
