import { defineStep, number, z } from "ctapipe-flow/step";

/** Counts. */
export default defineStep({
  name: "int_generator",
  module: import.meta.url,
  kind: "producer",
  summary: "Count from 0: even numbers go to even, odd ones to odd",
  params: z.object({
    count: z.number().int().min(0).default(15).describe("How many numbers, the first being 0"),
  }),
  light: true,
  outputs: { even: number, odd: number },
  *run(_, { params, to }) {
    for (let n = 0; n < params.count; n++) yield n % 2 === 0 ? to.even(n) : to.odd(n);
  },
});
