import assert from "node:assert/strict";
import { explainPlacement, runFlow } from "../../lib/engine/mod.ts";
import { FLOW_NAMES, graphOf } from "./flows.ts";
import type { Note } from "./steps.ts";
import { expectedSum, type Workload } from "./workloads.ts";

/** Messages: few, as it is the results that are looked at. */
const SIZES: Readonly<Record<string, number>> = { W2: 3, W3: 2, W5: 1, "edge-image": 3 };
/** Without a sum, or only for engines with `ctx.alloc`. */
const APART = new Set(["latency", "W2-alloc"]);

Deno.test("our flows of all workloads are sound and give what the formulas say", async () => {
  for (const name of FLOW_NAMES.filter((name) => !APART.has(name))) {
    const workload = name.replace(/-(names|worker|process)$/, "") as Workload;
    const n = SIZES[workload] ?? 101;
    const notes: Note[] = [];
    const report = await runFlow(await graphOf(name, n), {
      mode: "sequential",
      base: import.meta.url,
      onLog: ({ message }) => notes.push(JSON.parse(message)),
    });
    assert.equal(report.status, "done", `${name}: ${report.errors[0]?.message}`);
    const end = notes.find((note) => "sum" in note);
    assert(end && "sum" in end);
    assert.deepEqual([end.count, end.sum], [n, expectedSum(workload, n)], name);
  }
});

Deno.test("flows of light steps have one Worker, all others one per replica", async () => {
  for (const name of FLOW_NAMES) {
    const graph = await graphOf(name, 1);
    const workers = explainPlacement(graph, { mode: "multiprocess", base: import.meta.url });
    const isLight = /^(W1|W4|W4-names|W5|edge-tiny)$/.test(name);
    const replicas = graph.nodes.reduce((sum, { replicas }) => sum + replicas, 0);
    assert.equal(workers.length, isLight ? 1 : replicas, name);
  }
});
