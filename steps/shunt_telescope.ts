import { defineStep } from "ctapipe-flow/step";
import { arrayEvent, telescopeEvent, telescopeEventsOf } from "./_messages.ts";

/** Splits events by telescope, and telescopes by what the file says they are. */
export default defineStep({
  name: "shunt_telescope",
  module: import.meta.url,
  kind: "stager",
  summary:
    "Send the data of each telescope of an event on: large-sized ones to lst, others to other",
  input: arrayEvent,
  borrows: true,
  outputs: { lst: telescopeEvent, other: telescopeEvent },
  *run(packet, { to }) {
    for (const each of telescopeEventsOf(packet)) {
      yield each.telescope.type === "LST" ? to.lst(each) : to.other(each);
    }
  },
});
