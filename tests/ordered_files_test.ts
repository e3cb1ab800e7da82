import assert from "node:assert/strict";
import { join } from "node:path";
import type { GraphNode } from "../lib/graph/mod.ts";
import type { Mode } from "../lib/telemetry/report.ts";
import { assertDone } from "./_expected.ts";
import { execute, graphOfFile, withFolder } from "./_flows.ts";

const NAMES = [
  "01_hello.yaml",
  "02_routing.yaml",
  "03_broadcast.yaml",
  "04_fan_in.yaml",
  "05_replicas.yaml",
  "06_own_step.yaml",
  "07_many_files.yaml",
  "09_simulate.yaml",
  "example.yaml",
];

/** What is in the files that a flow writes if nothing but its writers are ordered, by node. */
async function filesOf(name: string, mode: Mode): Promise<Record<string, Uint8Array>> {
  const files: Record<string, Uint8Array> = {};
  await withFolder(async (folder) => {
    const writers = (await graphOfFile(name)).nodes.filter(({ role }) => role === "consumer");
    const set = writers.map(({ id }) => `${id}.filename=${join(folder, id)}`);
    const graph = await graphOfFile(name, set);
    const nodes = graph.nodes.map((node): GraphNode =>
      node.role === "consumer" ? { ...node, ordered: true } : node
    );
    const { report } = await execute({ ...graph, nodes }, mode);
    assertDone(report);
    for (const { id } of writers) files[id] = await Deno.readFile(join(folder, id));
  });
  return files;
}

for (const name of NAMES) {
  Deno.test(`${name}, its writers ordered: both engines write the same, byte by byte`, async () => {
    const sequential = await filesOf(name, "sequential");
    const multiprocess = await filesOf(name, "multiprocess");
    for (const [id, bytes] of Object.entries(sequential)) {
      assert.ok(bytes.length > 0);
      assert.deepEqual(multiprocess[id], bytes, `what ${id} writes`);
    }
  });
}
