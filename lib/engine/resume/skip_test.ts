import assert from "node:assert/strict";
import { Gauge } from "../gauge.ts";
import { chainPlan, wordsOf } from "../_fixtures.ts";
import type { Packet } from "../packet.ts";
import { Router } from "../router.ts";
import { Counter } from "../words.ts";
import { Skip } from "./skip.ts";

const packet = (seq: number): Packet => ({ value: seq, origin: 0, seq, branch: "" });

Deno.test("the first emissions go to nobody, what was lent for them comes free; others count", () => {
  const gauge = new Gauge(wordsOf(chainPlan(1)), 0);
  const got: number[] = [];
  let ended = 0;
  const outlet = {
    copies: true,
    send: (_: number, { seq }: Packet) => (got.push(seq), true as const),
    flush() {},
    close() {},
  };
  const lent = {
    beforeFirst: (call: () => void) => call(),
    end: () => (ended++, true),
    wait: () => Promise.resolve(true as const),
  };
  const router = new Router([{ name: "out", legs: [{ outlet, edge: 0 }], moves: null, lent }], []);
  const skip = new Skip(router, gauge, 2);
  for (const seq of [0, 1, 2, 3]) assert.equal(skip.route(0, packet(seq)), true);
  assert.deepEqual([got, gauge.counters[Counter.EMITTED], ended], [[2, 3], 2, 4]);
});

Deno.test("a producer waits where there is no memory left for what it prepares next", async () => {
  const gauge = new Gauge(wordsOf(chainPlan(1)), 0);
  const free = Promise.withResolvers<true>();
  const lent = {
    beforeFirst: (call: () => void) => call(),
    end: () => false,
    wait: () => free.promise,
  };
  const router = new Router([{ name: "out", legs: [], moves: null, lent }], []);
  const sent = new Skip(router, gauge, 1).route(0, packet(0));
  assert.ok(sent instanceof Promise);
  free.resolve(true);
  assert.equal(await sent, true);
});
