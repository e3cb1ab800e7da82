import assert from "node:assert/strict";
import { loadFlow } from "../../lib/dsl/mod.ts";
import { stepCatalog } from "../../lib/registry/mod.ts";
import { medians, typedChain } from "./waits.ts";

Deno.test("rounds are interleaved, after one to warm up", async () => {
  const order: string[] = [];
  const task = (name: string) => ({ name, act: () => Promise.resolve(order.push(name)) });
  const times = await medians([task("a"), task("b")], 2);
  assert.equal(order.join(""), "ababab");
  assert.deepEqual([...times.keys()], ["a", "b"]);
});

Deno.test("the typed flow whose type-check is measured has as many nodes as it says", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const text = typedChain(100);
    await Deno.writeTextFile(`${folder}/flow.ts`, text);
    const base = `file://${folder}/flow.ts`;
    const { graph, diagnostics } = await loadFlow(text, { file: "flow.ts" }, stepCatalog(), base);
    assert.deepEqual(diagnostics, []);
    assert.equal(graph!.nodes.length, 100);
    assert.equal(graph!.edges.length, 99);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
