/** A producer of paths that needs to read nothing, for tests of what a reader may read. @module */
import { defineStep, filePath, z } from "ctapipe-flow/step";

export default defineStep({
  name: "paths",
  kind: "producer",
  summary: "Send the paths it is given",
  params: z.object({ paths: z.array(z.string()) }),
  outputs: { files: filePath },
  *run(_, { params }) {
    yield* params.paths;
  },
});
