/** Two steps of one module, and things that are none. */
import { defineStep, number, z } from "ctapipe-flow/step";

export default defineStep({
  name: "count",
  kind: "producer",
  summary: "Count",
  params: z.object({ to: z.int().default(3) }),
  outputs: { out: number },
  *run() {},
});

export const double = defineStep({
  name: "double",
  kind: "stager",
  summary: "Double",
  input: number,
  outputs: { out: number },
  run: (value) => value * 2,
});

export const unfinished = { name: "unfinished", kind: "stager" };
