import { anyValue, defineStep, outputFile, z } from "ctapipe-flow/step";
import { jsonText } from "./_json_text.ts";
import { WholeFile } from "./_whole_file.ts";

/** Writes lines of text. */
export default defineStep({
  name: "string_writer",
  module: import.meta.url,
  kind: "consumer",
  summary: "Write one line per value to a text file",
  params: z.object({
    filename: outputFile().describe("The file to write; it appears when it is complete"),
  }),
  input: anyValue,
  init: ({ params, resume }) => WholeFile.create(params.filename, resume),
  run(value, { state: file }) {
    file.writeText(`${lineOf(value)}\n`);
  },
  checkpoint: ({ state: file }) => file.checkpoint(),
  finish: ({ state: file, outcome }) => file.close(outcome === "done"),
});

/** Strings and numbers as they are (a negative zero as 0), everything else as JSON. */
function lineOf(value: unknown): string {
  if (typeof value === "number") return String(value + 0);
  return typeof value === "string" ? value : jsonText(value);
}
