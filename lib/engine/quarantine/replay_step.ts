/** The producer of a replay. @module */
import { anyValue, defineStep, z } from "../../step/mod.ts";
import { readPacket } from "./folder.ts";

/** Sends the values of packets in quarantine, in order. */
export default defineStep({
  name: "quarantine_replay",
  module: import.meta.url,
  kind: "producer",
  summary: "Send packets out of a quarantine",
  params: z.strictObject({ files: z.array(z.string()) }),
  outputs: { out: anyValue },
  async *run(_, { params }) {
    for (const file of params.files) yield (await readPacket(file)).value;
  },
});
