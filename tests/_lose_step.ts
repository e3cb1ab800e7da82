/** A step that loses telescopes of events; for tests of what becomes of the others. @module */
import { defineStep } from "ctapipe-flow/step";
import { arrayEvent } from "../steps/_messages.ts";

export default defineStep({
  name: "lose",
  kind: "stager",
  summary: "Fail on telescope 2, drop the third of each event, pass on the others, some late",
  input: arrayEvent,
  outputs: { out: arrayEvent },
  async run(packet) {
    const { telescopes: [telescope], group } = packet;
    if (telescope!.telId === 2) throw new Error("telescope 2 is out of order");
    if (group!.index === 2) return;
    if (group!.index % 2 === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    return packet;
  },
});
