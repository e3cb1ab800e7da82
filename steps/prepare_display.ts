import { defineStep } from "ctapipe-flow/step";
import { announced } from "./_announced.ts";
import { arrayEvent, telescopeEvent } from "./_messages.ts";

/** Makes of an event what there is to be drawn. */
export default defineStep({
  name: "prepare_display",
  module: import.meta.url,
  kind: "stager",
  summary: "Make a picture to draw of each telescope of an event (announced)",
  input: arrayEvent,
  outputs: { out: telescopeEvent },
  ...announced("prepare_display"),
});
