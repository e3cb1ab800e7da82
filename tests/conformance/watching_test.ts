import assert from "node:assert/strict";
import type { NodeCounts, Snapshot } from "../../lib/telemetry/report.ts";
import { balanced, MODES, start, type TestNode } from "./_flow.ts";

const sum = (list: readonly number[]) => list.reduce((all, one) => all + one, 0);
const dealt = ({ done, filtered, skipped, failed, quarantined }: NodeCounts) =>
  done + filtered + skipped + failed + quarantined;
const turn = () => new Promise((resolve) => setImmediate(resolve));

const HANGING = "./_hanging_steps.ts#hanging";

const TREE: Record<string, TestNode> = {
  numbers: { step: "numbers", params: { n: 600 }, next: { out: ["evens", "stamp"] } },
  evens: { step: "evens", next: "sink" },
  stamp: { step: "./_chance_steps.ts#stamp", replicas: 3, next: "slow" },
  slow: { step: "slow", replicas: 2 },
  sink: { step: "collect" },
};

for (const mode of MODES) {
  const test = (name: string, body: () => Promise<void>) => Deno.test(`${mode}: ${name}`, body);

  test("snapshots: they add up at any time, and in the end to the report", async () => {
    const { execution } = await start(mode, TREE);
    const seen: Snapshot[] = [];
    const timer = setInterval(() => seen.push(execution.snapshot()), 5);
    const report = await execution.finished;
    clearInterval(timer);
    balanced(report);
    for (const { nodes, edges } of seen) {
      for (const { sent, received } of edges) assert.ok(received <= sent, `${received} of ${sent}`);
      for (const node of nodes) {
        assert.equal(node.perReplica.length, node.replicas);
        assert.ok(node.perReplica.every(({ waiting }) => waiting >= 0));
      }
    }
    const last = execution.snapshot();
    assert.deepEqual(last.edges, report.edges);
    assert.equal(last.paused, false);
    for (const node of last.nodes) {
      const { perReplica, durationsMs, slowest } = report.nodes[node.id]!;
      if (node.role === "producer") {
        assert.equal(node.durations, undefined);
        assert.equal(durationsMs, undefined);
        assert.equal(node.perReplica[0]!.through, node.emitted);
        continue;
      }
      assert.equal(sum(node.durations!), dealt(node), node.id);
      assert.deepEqual(node.perReplica.map(({ through }) => through), perReplica);
      assert.ok(
        node.perReplica.every(({ state, busy, waiting }) =>
          state === "finished" && !busy && waiting === 0
        ),
      );
      const { p50, p99, max } = durationsMs!;
      assert.ok(p50 <= p99 && p99 <= max, `${node.id}: ${p50} ${p99} ${max}`);
      if (mode !== "deterministic") assert.equal(slowest!.length, 5);
    }
    if (mode === "deterministic") return; // time is played
    const { slowest, durationsMs } = report.nodes.slow!;
    assert.ok(durationsMs!.p50 > 0.9, "a timer of 1 ms is waited for");
    assert.ok(slowest!.every(({ packet }) => /^numbers#\d+$/.test(packet)), slowest![0]!.packet);
    assert.ok(slowest!.every(({ ms }, at) => at === 0 || ms <= slowest![at - 1]!.ms));
  });

  test("snapshots: who waits for whom", async () => {
    const { execution } = await start(mode, {
      numbers: { step: "numbers", params: { n: 100 }, next: "hanging" },
      hanging: {
        step: HANGING,
        params: { how: "wait", at: 0 },
        queueLimit: 2,
        next: "sink",
      },
      sink: { step: "collect" },
    });
    const isCalled = mode === "sequential";
    const blocked = isCalled ? null : "hanging";
    for (;;) {
      const { nodes: [numbers, hanging] } = execution.snapshot();
      const [replica] = hanging!.perReplica;
      const there = replica!.busy && replica!.waiting === (isCalled ? 0 : 2);
      if (there && numbers!.perReplica[0]!.blockedBy === blocked) break;
      await turn();
    }
    execution.abort();
    balanced(await execution.finished);
  });
}

Deno.test("multiprocess: snapshots: who waits for whom, where the order counts", async () => {
  const { execution } = await start("multiprocess", {
    numbers: { step: "numbers", params: { n: 100 }, next: { out: ["hanging", "sink"] } },
    hanging: { step: HANGING, params: { how: "wait", at: 3 }, next: "sink" },
    sink: { step: "collect", ordered: true, queueLimit: 4 },
  });
  for (;;) {
    const { nodes: [numbers, hanging] } = execution.snapshot();
    const isInside = hanging!.perReplica[0]!.busy;
    if (isInside && numbers!.perReplica[0]!.blockedBy === "sink") break;
    await turn();
  }
  execution.abort();
  balanced(await execution.finished);
});
