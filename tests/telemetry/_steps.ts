/** Steps with which every count of a node is other than zero. @module */
import { defineStep, number, z } from "ctapipe-flow/step";

/** Counts, with a rest now and then. */
export const beat = defineStep({
  name: "beat",
  kind: "producer",
  summary: "Count from 0",
  params: z.strictObject({ n: z.int(), every: z.int().default(100), restMs: z.int().default(0) }),
  outputs: { out: number },
  async *run(_, { params: { n, every, restMs }, signal, log }) {
    for (let i = 0; i < n && !signal.aborted; i++) {
      yield i;
      if (i % every !== 0) continue;
      log.info(`at ${i}`);
      if (restMs > 0) await new Promise((resolve) => setTimeout(resolve, restMs));
    }
  },
});

/** Filters what is odd, and fails at multiples of 100. */
export const picky = defineStep({
  name: "picky",
  kind: "stager",
  summary: "Pass on what is even and no multiple of 100",
  input: number,
  outputs: { out: number },
  run(n) {
    if (n % 100 === 0) throw new Error(`no hundreds, such as ${n}`);
    return n % 2 === 0 ? n : null;
  },
});

/** Takes everything. */
export const take = defineStep({
  name: "take",
  kind: "consumer",
  summary: "Take numbers",
  input: number,
  run() {},
});
