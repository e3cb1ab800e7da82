import { defineStep, text } from "ctapipe-flow/step";
import { dumpLine } from "./_dump.ts";
import { telescopeEvent } from "./_messages.ts";

/** Describes the raw data of large-sized telescopes. */
export default defineStep({
  name: "lst_dump",
  module: import.meta.url,
  kind: "stager",
  summary: "Make a line of text, tagged LST, of a telescope event",
  input: telescopeEvent,
  borrows: true,
  outputs: { out: text },
  run(packet) {
    return dumpLine("LST", packet);
  },
});
