import assert from "node:assert/strict";
import { testStep } from "../lib/testing/step_context.ts";
import odd from "./odd.ts";
import pair from "./pair.ts";

for (const step of [pair, odd]) {
  Deno.test(`${step.name} sends multiples of 5 to fives, 0 among them`, async () => {
    const { emitted } = await testStep(step, {}, [0, 4, 5, 9, 10, 13]);
    assert.deepEqual(emitted.map(({ port }) => port), [
      "fives",
      "others",
      "fives",
      "others",
      "fives",
      "others",
    ]);
    assert.deepEqual(emitted.map(({ value }) => value), [0, 4, 5, 9, 10, 13]);
  });
}
