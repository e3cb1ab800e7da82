import assert from "node:assert/strict";
import { Gauge } from "./gauge.ts";
import { Counter, ReplicaWord, Words } from "./words.ts";

const makeWords = () => Words.allocate({ nodes: 1, replicas: 1, edges: 1 });

function call(gauge: Gauge, ms: number): void {
  gauge.enter();
  for (const end = performance.now() + ms; ms > 0 && performance.now() < end;);
  gauge.leave();
}

Deno.test("a slow call after many quick ones is soon noticed", () => {
  const gauge = new Gauge(makeWords(), 0);
  for (let i = 0; i < 10_000; i++) call(gauge, 0);
  let calls = 0;
  while (gauge.lastMs < 0.5 || calls === 0) {
    call(gauge, 1);
    assert.ok(++calls <= 64, "none of 64 slow calls was measured");
  }
});

Deno.test("calls that stand for others never add up to more than the time that went by", () => {
  const words = makeWords();
  const gauge = new Gauge(words, 0);
  const start = performance.now();
  for (let i = 0; i < 2_000; i++) call(gauge, i % 50 === 0 ? 0.2 : 0);
  const elapsed = performance.now() - start;
  const busyMs = words.counters(0)[Counter.BUSY_MS]!;
  assert.ok(busyMs > 0 && busyMs <= elapsed, `busy for ${busyMs} of ${elapsed} ms`);
});

Deno.test("a call that is left twice is measured once", () => {
  const gauge = new Gauge(makeWords(), 0);
  gauge.enter();
  gauge.leave();
  const { lastMs } = gauge;
  assert.ok(Number.isFinite(lastMs));
  gauge.leave();
  assert.equal(gauge.lastMs, lastMs);
});

Deno.test("what is in hand and whether it is inside the step can be seen from outside", () => {
  const words = makeWords();
  const gauge = new Gauge(words, 0);
  const seen = () => {
    const counters = words.counters(0);
    const busy = words.int[words.replica(0, ReplicaWord.BUSY)];
    return [counters[Counter.ORIGIN], counters[Counter.SEQ], busy];
  };
  gauge.begin({ origin: 3, seq: 7, branch: "" });
  assert.deepEqual(seen(), [3, 7, 1]);
  gauge.busy(0);
  gauge.idle();
  assert.deepEqual(seen(), [0, -1, 0]);
});
