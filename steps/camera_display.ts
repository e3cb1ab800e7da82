import { defineStep, outputFile, z } from "ctapipe-flow/step";
import { announced } from "./_announced.ts";
import { cameraImage } from "./_messages.ts";

/** Draws cameras. */
export default defineStep({
  name: "camera_display",
  module: import.meta.url,
  kind: "consumer",
  summary: "Draw a page per telescope event into a PDF file (announced)",
  params: z.object({
    filename: outputFile().describe("The PDF file to write"),
  }),
  input: cameraImage,
  ...announced("camera_display"),
});
