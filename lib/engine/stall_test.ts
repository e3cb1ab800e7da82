import assert from "node:assert/strict";
import { chainPlan, wordsOf } from "./_fixtures.ts";
import { Gauge } from "./gauge.ts";
import { explainWaits, seconds } from "./stall.ts";
import { Watch } from "./watch.ts";
import { Counter, State } from "./words.ts";

/** Replicas of a -> b (of several) -> c in Workers of their own, all of them waiting for packets. */
function setUp(replicas: number, placement?: number[][]) {
  const plan = chainPlan(replicas);
  const words = wordsOf(plan);
  const gauges = Array.from({ length: plan.replicas }, (_, row) => new Gauge(words, row));
  for (const gauge of gauges) gauge.state(State.RUNNING);
  const apart = gauges.map((_, row) => [row]);
  const watch = new Watch(plan, placement ?? apart, words, 0);
  const take = (row: number, seq: number) => {
    words.counters(row)[Counter.RECEIVED]!++;
    gauges[row]!.begin({ origin: 0, seq, branch: "" });
  };
  const told = (answers: (host: number) => boolean = () => true) => {
    watch.look(0);
    watch.look(500);
    return explainWaits(watch, answers);
  };
  return { words, gauges, take, told };
}

Deno.test("senders wait for room before who is inside; others are idle", () => {
  const { words, take, told } = setUp(1);
  const room = words.room(1, 10, false);
  room.take(10);
  assert.equal(room.takeOrPrepare(0), 0);
  take(1, 17);
  assert.equal(
    told(),
    "b is inside run with a#17 for 0.5 s; " +
      "a is waiting for room before b (10 of 10 places taken); c is idle",
  );
});

Deno.test("of an inbox that was narrowed the places in use are told", () => {
  const { words, told } = setUp(1);
  const room = words.room(1, 10, true);
  room.narrow(2);
  room.take(10);
  room.takeOrPrepare(0);
  assert.match(told(), /a is waiting for room before b \(2 of 2 places taken\)/);
});

Deno.test("who waits until the next has read is told from who waits for a packet", () => {
  const { words, gauges, take, told } = setUp(1);
  take(1, 3);
  gauges[1]!.busy(0);
  words.bells[1]!.prepare();
  words.bells[2]!.prepare();
  assert.match(told(), /b is waiting until what was sent is taken; c is idle$/);
});

Deno.test("who called another in the same thread waits for it", () => {
  const { gauges, take, told } = setUp(1, [[0, 1, 2]]);
  gauges[0]!.begin({ origin: 0, seq: -1, branch: "" });
  take(1, 5);
  take(2, 5);
  assert.equal(told(), "c is inside run with a#5 for 0.5 s; a and b are waiting for c");
});

Deno.test("replicas are named one by one unless all are meant, and of many a few", () => {
  const { gauges, take, told } = setUp(9);
  gauges[0]!.state(State.FINISHED);
  take(2, 4);
  const idle = "b[0], b[2], b[3], b[4], b[5] and 4 more are idle";
  assert.equal(told(), `b[1] is inside run with a#4 for 0.5 s; ${idle}`);
  const all = setUp(9);
  all.gauges[0]!.state(State.FINISHED);
  assert.equal(all.told(), "b and c are idle");
});

Deno.test("what is still starting, and what does not answer", () => {
  const { gauges, told } = setUp(1);
  gauges[1]!.state(State.STARTING);
  gauges[0]!.state(State.FINISHED);
  const text = told((host) => host !== 2);
  assert.equal(text, "b is still starting; c is idle, and its Worker does not answer");
});

Deno.test("spans are told in seconds", () => {
  assert.deepEqual([440, 9949, 9951, 31_000, 5_400_000].map(seconds), [
    "0.4 s",
    "9.9 s",
    "10 s",
    "31 s",
    "5400 s",
  ]);
});
