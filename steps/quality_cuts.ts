import { anyValue, defineStep, z } from "ctapipe-flow/step";
import { compileCondition } from "./_expression/compile.ts";
import { ExpressionError } from "./_expression/error.ts";
import { condition } from "./_expression/param.ts";

/** Tells values that pass all cuts from those that do not, and counts. */
export default defineStep({
  name: "quality_cuts",
  module: import.meta.url,
  kind: "stager",
  summary: "Send on what passes all cuts, the rest to `rejected`; the report has counts per cut",
  params: z.object({
    cuts: z.record(z.string().min(1), condition())
      .refine((cuts) => Object.keys(cuts).length > 0, "at least one cut is expected")
      .describe(
        "Conditions by name, such as `bright: parameters.hillas.intensity > 50`. With numbers, " +
          "texts, + - * / % **, comparisons, and, or, not, abs, sqrt, log10, hypot, deg and others; " +
          "what is not known (a missing field, null, NaN) passes no cut",
      ),
  }),
  input: anyValue,
  outputs: { passed: anyValue, rejected: anyValue },
  optional: ["rejected"],
  borrows: true,
  light: true,
  init({ params, count }) {
    const cuts = Object.entries(params.cuts).map(([name, source]) => ({
      name,
      alone: `${name}: passed`,
      left: `${name}: left`,
      holds: compileCondition(source),
    }));
    for (const { alone, left } of cuts) { // in this order, and there even if it stays at zero
      count(alone, 0);
      count(left, 0);
    }
    return { cuts };
  },
  run(value: unknown, { state, to, count }) {
    let isLeft = true;
    for (const { name, alone, left, holds } of state.cuts) {
      const passes = tried(name, () => holds(value));
      if (passes) count(alone);
      isLeft &&= passes;
      if (isLeft) count(left);
    }
    return isLeft ? to.passed(value) : to.rejected(value);
  },
});

function tried(name: string, holds: () => boolean): boolean {
  try {
    return holds();
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw new Error(`cut "${name}", ${error.message}`);
  }
}
