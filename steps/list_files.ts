import { glob } from "node:fs/promises";
import { defineStep, filePath, inputGlob, z } from "ctapipe-flow/step";

/** Lists files. */
export default defineStep({
  name: "list_files",
  kind: "producer",
  summary: "Send the paths of all files that match a pattern, in alphabetical order",
  params: z.object({
    pattern: inputGlob().describe("Such as data/*.simtel.zst; ** stands for any folders"),
  }),
  outputs: { files: filePath },
  async *run(_, { params, to }) {
    const found: string[] = [];
    for await (const path of glob(params.pattern)) found.push(path);
    if (found.length === 0) throw new Error(`no file matches ${params.pattern}`);
    for (const path of found.sort()) yield to.files(path);
  },
});
