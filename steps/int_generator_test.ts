import assert from "node:assert/strict";
import { testStep } from "../lib/testing/step_context.ts";
import intGenerator from "./int_generator.ts";

Deno.test("int_generator counts from 0 to 14 unless told otherwise, by parity", async () => {
  const { emitted } = await testStep(intGenerator);
  assert.equal(emitted.length, 15);
  assert.deepEqual(emitted.slice(0, 3), [
    { port: "even", value: 0 },
    { port: "odd", value: 1 },
    { port: "even", value: 2 },
  ]);
  const some = await testStep(intGenerator, { params: { count: 2 } });
  assert.deepEqual(some.emitted.map(({ value }) => value), [0, 1]);
  assert.deepEqual((await testStep(intGenerator, { params: { count: 0 } })).emitted, []);
});
