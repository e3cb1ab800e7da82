import assert from "node:assert/strict";
import { graphHash } from "../hash.ts";
import { renderJson } from "./json.ts";
import { SPLIT, SPLIT_HIGHLIGHT } from "./_fixtures.ts";

Deno.test("the graph itself and its hash, indented", () => {
  const text = renderJson(SPLIT);
  assert.match(text, /^\{\n {2}"schema": "ctapipe-flow\/graph\/1",\n[^]*\n\}\n$/);
  assert.deepEqual(JSON.parse(text), { ...SPLIT, graphHash: graphHash(SPLIT) });
});

Deno.test("a highlight is added to the nodes and edges that it knows", () => {
  const { nodes, edges } = SPLIT_HIGHLIGHT;
  const dump = nodes.get("dump")!;
  const highlight = { nodes: new Map([["dump", dump]]), edges: edges.slice(0, 1) };
  const { graphHash: hash, ...told } = JSON.parse(renderJson(SPLIT, { highlight }));
  assert.equal(hash, graphHash(SPLIT));
  assert.deepEqual(told, {
    ...SPLIT,
    nodes: SPLIT.nodes.map((node) => node.id === "dump" ? { ...node, highlight: dump } : node),
    edges: SPLIT.edges.map((edge, index) => index === 0 ? { ...edge, sent: 12 } : edge),
  });
});
