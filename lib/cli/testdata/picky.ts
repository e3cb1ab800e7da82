/** A step that cannot process some numbers, unless it is mended. @module */
import { type AnyStep, defineStep, number, z } from "ctapipe-flow/step";

/** Fails on numbers that `every` divides, and gives the others twice. */
export const picky: AnyStep = defineStep({
  name: "picky",
  kind: "stager",
  summary: "Fail on some numbers",
  params: z.strictObject({ every: z.int().default(1000).describe("Divides what it fails on") }),
  input: number,
  outputs: { out: number },
  *run(n, { params }) {
    yield n;
    if (n % params.every === 0) throw new Error(`cannot process ${n}`);
    yield n;
  },
});
