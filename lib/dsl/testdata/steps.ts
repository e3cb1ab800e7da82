/** Steps for flows in TypeScript. */
import { defineStep, number, text, z } from "ctapipe-flow/step";

export const count = defineStep({
  name: "count",
  module: `${import.meta.url}#count`,
  kind: "producer",
  summary: "Count",
  params: z.object({ to: z.int() }),
  outputs: { out: number },
  *run() {},
});

/** It does not say which module it is of. */
export const lost = defineStep({
  name: "lost",
  kind: "stager",
  summary: "Be lost",
  input: text,
  outputs: { out: text },
  run: (line) => line,
});
