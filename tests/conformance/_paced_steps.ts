/** A producer that leaves time between packets; in a module of its own, as its errors would be. @module */
import { defineStep, number, z } from "ctapipe-flow/step";

/** Counts, and rests after each number. */
export const paced = defineStep({
  name: "paced",
  kind: "producer",
  summary: "Count slowly",
  params: z.object({ n: z.int() }),
  outputs: { out: number },
  async *run(_, { params }) {
    for (let i = 0; i < params.n; i++) {
      yield i;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  },
});
