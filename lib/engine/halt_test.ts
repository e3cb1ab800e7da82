import assert from "node:assert/strict";
import { Halt, HALTED } from "./halt.ts";

Deno.test("a race gives the promise's outcome", async () => {
  const halt = new Halt();
  assert.equal(await halt.race(Promise.resolve(7)), 7);
  await assert.rejects(halt.race(Promise.reject(new Error("no"))), /no/);
  assert.equal(halt.fired, false);
});

Deno.test("firing ends present and future races, and aborts the signal", async () => {
  const halt = new Halt();
  const waiting = halt.race(new Promise(() => {}));
  halt.fire();
  halt.fire();
  assert.equal(await waiting, HALTED);
  assert.equal(await halt.race(Promise.reject(new Error("late"))), HALTED);
  assert.equal(halt.signal.aborted, true);
});
