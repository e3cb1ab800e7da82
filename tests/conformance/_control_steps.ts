/** Steps of flows that are paused, and that get more and fewer replicas. @module */
import { defineStep, number, z } from "ctapipe-flow/step";

/** Now and then waits, now and then does not. */
export const breathing = defineStep({
  name: "breathing",
  kind: "producer",
  summary: "Count, with pauses",
  params: z.object({ n: z.int() }),
  outputs: { out: number },
  async *run(_, { params }) {
    for (let i = 0; i < params.n; i++) {
      if (i % 7 === 0) await new Promise((resolve) => setImmediate(resolve));
      yield i;
    }
  },
});

/** Takes a little of its thread's time. */
export const work = defineStep({
  name: "work",
  kind: "stager",
  summary: "Compute for a while",
  replicable: true,
  input: number,
  outputs: { out: number },
  run(value) {
    for (const end = performance.now() + 0.3; performance.now() < end;);
    return value;
  },
});
