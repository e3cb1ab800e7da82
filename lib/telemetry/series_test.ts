import assert from "node:assert/strict";
import fc from "fast-check";
import { nodeSnapshot, snapshotAt } from "./_fixtures.ts";
import type { NodeCounts } from "./report.ts";
import { FIRST_STEP_MS, MOST_POINTS, SeriesRecorder } from "./series.ts";

const final = (node: NodeCounts) => ({ a: { ...node, role: "stager" as const } });

Deno.test("however long it goes on there are few points, evenly spread, the last at the end", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), (n) => {
      const recorder = new SeriesRecorder();
      for (let i = 0; i < n; i++) {
        recorder.note(
          snapshotAt(FIRST_STEP_MS * i, [nodeSnapshot({ id: "a", done: i, queued: 3 })]),
        );
      }
      const { atMs, nodes } = recorder.end(
        FIRST_STEP_MS * n,
        final(nodeSnapshot({ id: "a", done: n })),
      );
      const { done, queued, busyMs } = nodes.a!;
      assert.ok(atMs.length <= MOST_POINTS + 1);
      assert.ok(n < MOST_POINTS || atMs.length > MOST_POINTS / 2);
      assert.equal(atMs[0], 0);
      assert.equal(atMs.at(-1), FIRST_STEP_MS * n);
      assert.deepEqual(done, atMs.map((ms) => ms / FIRST_STEP_MS));
      assert.deepEqual([queued.length, busyMs.length], [atMs.length, atMs.length]);
      const steps = new Set(atMs.slice(1, -1).map((ms, at) => ms - atMs[at]!));
      assert.ok(steps.size <= 1, [...steps].join());
    }),
    { numRuns: 50 },
  );
});

Deno.test("when a node began and ended is as exact as it was seen", () => {
  const recorder = new SeriesRecorder();
  const states = ["starting", "starting", "running", "draining", "finished", "finished"] as const;
  for (const [at, state] of states.entries()) {
    recorder.note(snapshotAt(8 * at, [nodeSnapshot({ id: "a", state })]));
  }
  const { nodes, atMs } = recorder.end(48, final(nodeSnapshot({ id: "a" })));
  assert.deepEqual(atMs, [0, 48], "what came too early made no point");
  assert.deepEqual(nodes.a?.beganMs, 16);
  assert.deepEqual(nodes.a?.endedMs, 32);
});

Deno.test("an execution that nobody saw has its end", () => {
  const { atMs, nodes } = new SeriesRecorder().end(5, final(nodeSnapshot({ id: "a", done: 2 })));
  assert.deepEqual(atMs, [5]);
  assert.deepEqual(nodes.a, { done: [2], queued: [0], busyMs: [0], beganMs: null, endedMs: null });
});
