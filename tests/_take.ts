/** A program whose replica takes a packet; for `inlining_test.ts`. @module */
import { anyValue, defineStep } from "../lib/step/mod.ts";
import { testStep } from "../lib/testing/step_context.ts";

const step = defineStep({
  name: "taker",
  kind: "consumer",
  summary: "Take it",
  input: anyValue,
  run() {},
});

await testStep(step, {}, [1]);
