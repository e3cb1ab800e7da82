/** Steps that take as long as they are told, whatever else the machine does. @module */
import { defineStep, number, z } from "ctapipe-flow/step";

const params = z.object({ ms: z.number().default(0).describe("Time per packet") });
const rest = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Counts. */
export const numbers = defineStep({
  name: "numbers",
  kind: "producer",
  summary: "Count, at some pace",
  params: params.extend({ n: z.int() }),
  outputs: { out: number },
  async *run(_, { params: { n, ms } }) {
    for (let i = 0; i < n; i++) {
      if (ms > 0) await rest(ms);
      yield i;
    }
  },
});

/** Passes numbers on. */
export const pass = defineStep({
  name: "pass",
  kind: "stager",
  summary: "Pass numbers on, at some pace",
  params,
  input: number,
  outputs: { out: number },
  run: (n, { params: { ms } }) => ms > 0 ? rest(ms).then(() => n) : n,
});

/** Takes numbers. */
export const take = defineStep({
  name: "take",
  kind: "consumer",
  summary: "Take numbers, at some pace",
  params,
  input: number,
  run: (_, { params: { ms } }) => ms > 0 ? rest(ms).then(() => {}) : undefined,
});
