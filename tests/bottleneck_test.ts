/** What is told of the slowest node of flows that are executed. @module */
import assert from "node:assert/strict";
import type { Bottleneck } from "../lib/telemetry/bottleneck.ts";
import { BottleneckFinder } from "../lib/telemetry/bottleneck_finder.ts";
import type { Mode } from "../lib/telemetry/report.ts";
import { graphOf, type TestNode } from "./conformance/_flow.ts";
import { startFlow } from "../lib/engine/mod.ts";

const step = (name: string) => `./../_timed_steps.ts#${name}`;

/** Everything that is told of numbers -> pass -> take, in which each takes so many ms. */
async function told(
  mode: Mode,
  [numbers, pass, take]: readonly [number, number, number],
  rest: Partial<TestNode> = {},
): Promise<(Bottleneck | null)[]> {
  const graph = await graphOf({
    numbers: { step: step("numbers"), params: { n: 1e9, ms: numbers }, next: "pass" },
    pass: { step: step("pass"), params: { ms: pass }, next: "take", ...rest },
    take: { step: step("take"), params: { ms: take } },
  });
  const base = new URL("./conformance/", import.meta.url).href;
  const execution = startFlow(graph, { base, mode });
  const finder = new BottleneckFinder(graph.edges, mode);
  const found: (Bottleneck | null)[] = [];
  const looking = setInterval(() => {
    found.push(finder.update(execution.snapshot()));
    if (found.length === 25) execution.abort();
  }, 100);
  await execution.finished;
  clearInterval(looking);
  return found;
}

/** The one that is told of in the end; nothing else may have been told of before. */
function settled(found: readonly (Bottleneck | null)[]): Bottleneck {
  const nodes = new Set(found.flatMap((one) => one ? [one.node] : []));
  assert.equal(nodes.size, 1, `no flicker: ${[...nodes]}`);
  return found.findLast((one) => one !== null)!;
}

Deno.test("executed: a slow node in the middle", async () => {
  const found = settled(await told("multiprocess", [0, 20, 0], { replicas: 2 }));
  assert.equal(found.node, "pass");
  assert.match(found.reason, /^pass: 2\/2 busy, inbox full; 2 nodes wait for it$/);
  assert.deepEqual(found.hot, [{ from: "numbers", port: "out", to: "pass" }]);
});

Deno.test("executed: a slow consumer", async () => {
  const found = settled(await told("multiprocess", [0, 0, 20]));
  assert.equal(found.reason, "take: 1/1 busy, inbox full; 2 nodes wait for it");
  assert.deepEqual(found.hot.map(({ from, to }) => `${from} ${to}`), ["numbers pass", "pass take"]);
});

Deno.test("executed: a slow producer", async () => {
  const found = settled(await told("multiprocess", [20, 0, 0]));
  assert.equal(found.reason, "numbers: the producer is the slowest; all others wait for it");
});

Deno.test("executed: one call that lasts", async () => {
  const found = settled(await told("multiprocess", [0, 60_000, 0]));
  assert.equal(found.node, "pass");
  assert.ok(found.utilisation > 0.95, String(found.utilisation));
});

Deno.test("executed: where all are alike nobody is named, or not for long", async () => {
  const found = await told("multiprocess", [100, 100, 100]);
  const wrong = found.filter((one) => one !== null).map(({ reason }) => reason);
  // a machine that others use may hold one of them back for a while
  assert.ok(wrong.length < found.length / 2, wrong.join("\n"));
});

Deno.test("executed: the one that takes most of the one Worker's time", async () => {
  const found = settled(await told("sequential", [2, 20, 2]));
  assert.match(found.reason, /^pass: takes [789]\d % of the time; all nodes take turns/);
});
