import { defineStep, inputFile, z } from "ctapipe-flow/step";
import { packetsOf, readParams, simtelOutputs } from "./_simtel_packets.ts";

/** Reads one sim_telarray file. */
export default defineStep({
  name: "simtel_reader",
  module: import.meta.url,
  kind: "producer",
  summary: "Read the events of one sim_telarray file (plain, gzip or zstd)",
  params: z.object({
    filename: inputFile().describe("The file to read"),
    ...readParams,
  }),
  outputs: simtelOutputs,
  optional: ["records"],
  run(_, context) {
    return packetsOf(context.params.filename, context);
  },
});
