import { defineStep } from "ctapipe-flow/step";
import { announced } from "./_announced.ts";
import { cameraImage } from "./_messages.ts";

/** Makes of an event what there is to be drawn. */
export default defineStep({
  name: "prepare_display",
  module: import.meta.url,
  kind: "stager",
  summary: "Make a picture to draw of each telescope of an event (announced)",
  input: cameraImage,
  outputs: { out: cameraImage },
  ...announced("prepare_display"),
});
