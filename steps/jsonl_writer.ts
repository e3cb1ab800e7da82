import { anyValue, defineStep, outputFile, z } from "ctapipe-flow/step";
import { jsonText } from "./_json_text.ts";
import { WholeFile } from "./_whole_file.ts";

/** Writes JSON lines. */
export default defineStep({
  name: "jsonl_writer",
  module: import.meta.url,
  kind: "consumer",
  summary: "Write one line of JSON per value; typed arrays become lists",
  params: z.object({
    filename: outputFile().describe("The file to write; it appears when it is complete"),
  }),
  input: anyValue,
  borrows: true,
  init: ({ params, resume }) => WholeFile.create(params.filename, resume),
  run(value, { state: file }) {
    file.writeText(`${jsonText(value)}\n`);
  },
  checkpoint: ({ state: file }) => file.checkpoint(),
  finish: ({ state: file, outcome }) => file.close(outcome === "done"),
});
