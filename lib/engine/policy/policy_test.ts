import assert from "node:assert/strict";
import fc from "fast-check";
import { pauseMs } from "./policy.ts";

const RETRY = { times: 9, backoffMs: 100, maxBackoffMs: 1000, jitter: 0 };

Deno.test("pauses double up to the longest", () => {
  const pauses = [1, 2, 3, 4, 5, 6].map((attempts) => pauseMs(RETRY, attempts, 0.5));
  assert.deepEqual(pauses, [100, 200, 400, 800, 1000, 1000]);
});

Deno.test("a pause differs by the jitter at most, and is never negative", () => {
  fc.assert(fc.property(
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.integer({ min: 1, max: 1000 }),
    (jitter, chance, attempts) => {
      const usual = pauseMs(RETRY, attempts, chance);
      const pause = pauseMs({ ...RETRY, jitter }, attempts, chance);
      assert.ok(pause >= 0 && Math.abs(pause - usual) <= usual * jitter + 1e-9);
    },
  ));
});
