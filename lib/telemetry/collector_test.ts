import assert from "node:assert/strict";
import fc from "fast-check";
import {
  counted,
  failed,
  goodbye,
  hello,
  log,
  ONE,
  OTHER,
  progress,
  report,
  sample,
} from "./_fixtures.ts";
import { Collector, MOST_EXECUTIONS } from "./collector.ts";
import { DEAD_AFTER_MS, type ExecutionState, KEPT } from "./execution_state.ts";
import type { TelemetryMessage } from "./message.ts";

/** A collector with a clock that is set by hand. */
function collect(...messages: TelemetryMessage[]) {
  const clock = { now: 1000 };
  const collector = new Collector(() => clock.now);
  for (const message of messages) collector.accept(message);
  return { clock, collector, one: collector.get(ONE) as ExecutionState };
}

Deno.test("an execution is what it told: hello, progress, lines, failures, report", () => {
  const { collector, one } = collect(
    hello(0),
    counted(1, 500, 50),
    log(2),
    failed(3),
    sample(4),
    hello(5, OTHER),
  );
  assert.equal(one.hello?.flow, "some_flow");
  assert.equal(one.snapshot?.elapsedMs, 500);
  assert.deepEqual(one.rates, { nodes: [100, 100], edges: [100] });
  assert.deepEqual(one.logs.map(({ message }) => message), ["line 2"]);
  assert.equal(one.failures.length, 1);
  assert.deepEqual(one.sampledEdges, ["reader.out>dump"]);
  assert.equal(one.samples({ from: "reader", port: "out", to: "dump" })[0]?.packet, "reader#4");
  assert.equal(one.liveness, "running");
  collector.accept(goodbye(5));
  assert.equal(one.liveness, "finished");
  assert.equal(one.report?.flow, "some_flow");
  assert.deepEqual(collector.executions.map(({ id }) => id), [ONE, OTHER]);
});

Deno.test("who is not heard of for three seconds is dead, until it is heard of again", () => {
  const { clock, collector, one } = collect(hello(0));
  clock.now += DEAD_AFTER_MS;
  collector.look();
  assert.equal(one.liveness, "running");
  clock.now += 1;
  const { version } = collector;
  collector.look();
  assert.equal(one.liveness, "dead");
  assert.deepEqual(collector.changedSince(version), [one]);
  collector.accept(hello(1));
  assert.equal(one.liveness, "running");
  collector.accept(goodbye(2));
  clock.now += 10 * DEAD_AFTER_MS;
  collector.look();
  assert.equal(one.liveness, "finished", "who has said goodbye is not expected to talk");
});

Deno.test("what is sent again is kept once, and gaps are counted until it came", () => {
  const { collector, one } = collect(hello(0), counted(3, 10, 1), log(5), failed(8));
  assert.equal(one.lost, 3, "from the first snapshot on");
  const { version } = collector;
  for (const message of [log(5), failed(8)]) collector.accept(message);
  assert.equal(collector.version, version, "nothing new");
  collector.accept(log(4));
  collector.accept(log(1));
  assert.deepEqual(one.logs.map(({ seq }) => seq), [1, 4, 5], "in the order of their numbers");
  assert.equal(one.lost, 2, "what came before the first snapshot is no loss");
  collector.accept(counted(2, 100, 1));
  assert.equal(one.snapshot?.elapsedMs, 10, "old progress is of no interest");
});

Deno.test("whatever is told, and in whatever order, no more than the limits is kept", () => {
  const message = fc.tuple(fc.nat(3000), fc.nat(4)).map(([seq, kind]): TelemetryMessage =>
    [log(seq), failed(seq), sample(seq), sample(seq, `n${seq}`), hello(seq)][kind]!
  );
  fc.assert(
    fc.property(fc.array(message, { minLength: 900, maxLength: 2000 }), (messages) => {
      const { one } = collect(...messages);
      const { logs, failures } = one;
      assert.ok(logs.length <= KEPT.logs && failures.length <= KEPT.failures);
      assert.ok(one.sampledEdges.length <= KEPT.sampledEdges);
      assert.ok(one.samples({ from: "reader", port: "out", to: "dump" }).length <= KEPT.samples);
      const numbers = logs.map(({ seq }) => seq);
      assert.deepEqual(numbers, [...new Set(numbers)].sort((a, b) => a - b));
      const told = new Set(messages.filter(({ type }) => type === "log").map(({ seq }) => seq));
      const latest = [...told].sort((a, b) => a - b).slice(-KEPT.logs);
      if (told.size <= KEPT.logs) assert.deepEqual(numbers, latest);
      else assert.equal(numbers.at(-1), latest.at(-1));
    }),
    { numRuns: 20 },
  );
});

Deno.test("of many executions those that are over leave first", () => {
  const { clock, collector } = collect(hello(0), hello(0, OTHER));
  collector.accept(goodbye(1, OTHER));
  for (let n = 2; n < MOST_EXECUTIONS + 1; n++) {
    clock.now++;
    collector.accept(hello(0, `execution-${n}`));
  }
  assert.equal(collector.executions.length, MOST_EXECUTIONS);
  assert.equal(collector.get(OTHER), undefined);
  assert.ok(collector.get(ONE));
  collector.accept(hello(0, "one-more"));
  assert.equal(collector.get(ONE), undefined, "all go on: the one heard of first");
});

Deno.test("a report file is an execution that is over", () => {
  const { collector } = collect();
  const opened = collector.open(report({ flow: "old" }), "/data/old.json");
  assert.equal(opened.liveness, "finished");
  assert.equal(opened.file, "/data/old.json");
  assert.equal(collector.open(report({}), "/data/old.json"), opened);
});

Deno.test("listeners get what has changed at once, each execution once", async () => {
  const { collector } = collect(hello(0));
  const { promise, resolve } = Promise.withResolvers<readonly ExecutionState[]>();
  const end = collector.subscribe(resolve, 5);
  for (let seq = 1; seq < 100; seq++) collector.accept(log(seq));
  collector.accept(hello(0, OTHER));
  collector.accept(log(100));
  assert.deepEqual((await promise).map(({ id }) => id), [OTHER, ONE]);
  end();
});

Deno.test("there is a row per second, of ten minutes", () => {
  const { one, collector } = collect();
  const tell = (seq: number, ms: number) => collector.accept(counted(seq, ms, ms / 10));
  for (let n = 0; n <= 7000; n++) tell(n, 100 * n);
  const { atS, nodes, edges } = collector.get(ONE)!.history.table();
  assert.equal(one, undefined);
  assert.equal(atS.length, 600);
  assert.deepEqual([atS[0], atS.at(-1)], [101, 700]);
  assert.deepEqual(new Set(nodes.dump!.rate.map(Math.round)), new Set([100]));
  assert.deepEqual(new Set(nodes.dump!.busy), new Set([0.25]));
  assert.deepEqual(new Set(edges["reader.out>dump"]!.rate), new Set([100]));
  const late = collector.get(ONE)!.history.table(698);
  assert.deepEqual(late.atS, [699, 700]);
  assert.equal(late.nodes.reader!.rate.length, 2);
  assert.deepEqual(collector.get(ONE)!.history.table(700).nodes.reader!.rate, []);
});

Deno.test("latencies are those of a second, not of all", () => {
  const durations = (counts: Record<number, number>) =>
    Array.from({ length: 64 }, (_, bucket) => counts[bucket] ?? 0);
  const { collector } = collect();
  const tell = (seq: number, counts: Record<number, number>) =>
    collector.accept(progress(seq, {
      elapsedMs: 1000 * seq,
      nodes: [{ ...counted(0, 0, 0).snapshot.nodes[1]!, durations: durations(counts) }],
    }));
  tell(1, { 20: 100 });
  tell(2, { 20: 100, 40: 50, 50: 50 });
  tell(3, { 20: 100, 40: 50, 50: 50 });
  const { p50Ms, p99Ms } = collector.get(ONE)!.history.table().nodes.dump!;
  assert.ok(p50Ms[1]! > 30 * p50Ms[0]!, `${p50Ms}`);
  assert.ok(p99Ms[1]! > 30 * p50Ms[1]!, `${p99Ms}`);
  assert.deepEqual([p50Ms[2], p99Ms[2]], [null, null]);
});
