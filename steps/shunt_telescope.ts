import { defineStep } from "ctapipe-flow/step";
import { arrayEvent, telescopeEvent } from "./_messages.ts";

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
  *run({ file, run, event, telescopes }, { to }) {
    for (const [index, data] of event.telescopes.entries()) {
      const telescope = telescopes[index]!;
      const { eventId, type: eventType } = event;
      const kind = "telescope_event" as const;
      const packet = { kind, file, run, eventId, eventType, telescope, data };
      yield telescope.type === "LST" ? to.lst(packet) : to.other(packet);
    }
  },
});
