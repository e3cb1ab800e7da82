/** A step whose schema is code that goes wrong. */
import { defineStep, number, z } from "ctapipe-flow/step";

export default defineStep({
  name: "throwing_schema",
  kind: "producer",
  summary: "Never described",
  params: z.object({
    n: z.number().refine(() => {
      throw new Error("no luck today");
    }),
  }),
  outputs: { out: number },
  *run() {},
});
