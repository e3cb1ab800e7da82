import assert from "node:assert/strict";
import { chainPlan, wordsOf } from "./_fixtures.ts";
import { Gauge } from "./gauge.ts";
import { Watch } from "./watch.ts";
import { Counter, ReplicaWord, State } from "./words.ts";

const plan = chainPlan(2);
const words = wordsOf(plan);
const gauges = Array.from({ length: plan.replicas }, (_, row) => new Gauge(words, row));
const packet = (seq: number) => ({ value: null, origin: 0, seq, branch: "" });
const APART = [[0], [1], [2], [3]];
const TOGETHER = [[0, 1, 2, 3]];

/** Looks every 100 ms, from one time to another. */
function lookFor(watch: Watch, from: number, to: number): void {
  for (let now = from; now <= to; now += 100) watch.look(now);
}

Deno.test("whatever a replica writes down is a move", () => {
  const watch = new Watch(plan, APART, words, 0);
  let now = 0;
  const writes = [
    ...Object.values(Counter).map((counter) => () => words.counters(2)[counter]!++),
    () => gauges[3]!.busy(1),
    () => gauges[3]!.busy(0),
    () => gauges[0]!.state(State.RUNNING),
  ];
  for (const write of writes) {
    lookFor(watch, now, now += 500);
    assert.ok(watch.quietMs >= 400);
    write();
    watch.look(now);
    assert.equal(watch.quietMs, 0);
  }
});

Deno.test("the time in which the process was stopped does not count", () => {
  const watch = new Watch(plan, APART, words, 0);
  lookFor(watch, 0, 500);
  watch.look(3_600_000);
  assert.equal(watch.watchedMs, 1500);
});

Deno.test("who is inside is told with packet, phase and age, the longest first", () => {
  for (const gauge of gauges) gauge.state(State.RUNNING);
  const watch = new Watch(plan, APART, words, 0);
  gauges[2]!.begin(packet(17));
  lookFor(watch, 0, 1000);
  gauges[0]!.begin(packet(-1));
  gauges[3]!.state(State.DRAINING);
  gauges[3]!.busy(1);
  lookFor(watch, 1100, 2000);
  const told = watch.inside().map(({ node, replica, phase, packet, ageMs }) =>
    [node, replica, phase, packet, ageMs] as const
  );
  assert.deepEqual(told, [
    ["b", 1, "run", "a#17", 2000],
    ["a", 0, "run", null, 900],
    ["c", 0, "finish", null, 900],
  ]);
  gauges[2]!.begin(packet(18));
  watch.look(2000);
  assert.equal(watch.inside().find(({ node }) => node === "b")!.ageMs, 0, "another packet");
});

Deno.test("of those in one thread the innermost is inside", () => {
  const watch = new Watch(plan, TOGETHER, words, 0);
  watch.look(0);
  assert.deepEqual(watch.inside().map(({ node }) => node), ["c"]);
  words.int[words.replica(3, ReplicaWord.BUSY)] = 0;
  watch.look(0);
  assert.deepEqual(watch.inside().map(({ node, replica }) => [node, replica]), [["b", 1]]);
});
