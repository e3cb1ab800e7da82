import assert from "node:assert/strict";
import { testStep } from "../lib/testing/step_context.ts";
import add from "./add.ts";
import inverse from "./inverse.ts";

const NUMBERS = [0, 7, -3, 0.5];
const values = ({ emitted }: Awaited<ReturnType<typeof testStep>>) =>
  emitted.map(({ port, value }) => [port, value]);

Deno.test("add passes numbers on, 0 too", async () => {
  assert.deepEqual(values(await testStep(add, {}, NUMBERS)), NUMBERS.map((n) => ["out", n]));
});

Deno.test("inverse negates numbers", async () => {
  assert.deepEqual(values(await testStep(inverse, {}, NUMBERS)), NUMBERS.map((n) => ["out", -n]));
});
