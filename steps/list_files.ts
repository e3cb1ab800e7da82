import { defineStep, filePath, inputGlob, z } from "ctapipe-flow/step";
import { filesMatching } from "./_glob.ts";

/** Lists files. */
export default defineStep({
  name: "list_files",
  module: import.meta.url,
  kind: "producer",
  summary: "Send the paths of all files that match a pattern, in alphabetical order",
  params: z.object({
    pattern: inputGlob().describe("Such as data/*.simtel.zst; ** stands for any folders"),
  }),
  outputs: { files: filePath },
  async *run(_, { params, to }) {
    const found = await filesMatching(params.pattern);
    if (found.length === 0) throw new Error(`no file matches ${params.pattern}`);
    for (const path of found) yield to.files(path);
  },
});
