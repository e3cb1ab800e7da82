import { isAbsolute, resolve } from "node:path";
import { defineStep, filePath, inputFolder, z } from "ctapipe-flow/step";
import { packetsOf, readParams, simtelOutputs } from "./_simtel_packets.ts";

/** Reads the sim_telarray files whose names it is sent. With replicas, several at a time. */
export default defineStep({
  name: "read_simtel",
  module: import.meta.url,
  kind: "stager",
  summary: "Read the events of each sim_telarray file whose path comes in",
  params: z.object({
    root: inputFolder().describe("Folder that all the files are below"),
    ...readParams,
  }),
  input: filePath,
  outputs: simtelOutputs,
  optional: ["records"],
  run(file, context) {
    const path = isAbsolute(file) ? file : resolve(context.params.root, file);
    context.input(path);
    return packetsOf(path, context);
  },
});
