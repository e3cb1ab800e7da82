import assert from "node:assert/strict";
import type { FlowGraph } from "../../graph/model.ts";
import { planOf } from "../_fixtures.ts";
import { difference } from "./difference.ts";

const NODES = { reader: { params: { file: "a", cut: { low: 1 } } }, writer: {} };
const graph = (part: Partial<FlowGraph> = {}): FlowGraph => ({
  ...planGraph(),
  ...part,
});
const planGraph = () => planOf(NODES, ["reader writer"]).graph;
const [reader, writer, more] = planOf({ ...NODES, more: {} }, ["reader writer"]).graph.nodes as [
  FlowGraph["nodes"][0],
  FlowGraph["nodes"][0],
  FlowGraph["nodes"][0],
];

for (
  const [now, told] of [
    [graph(), null],
    [graph({ name: "other" }), 'it was of the flow "test"'],
    [
      graph({ nodes: [reader, { ...writer, replicas: 2 }] }),
      'of node "writer" replicas was 1, now it is 2',
    ],
    [
      graph({ nodes: [{ ...reader, params: { file: "a", cut: { low: 2 } } }, writer] }),
      'of node "reader" params.cut.low was 1, now it is 2',
    ],
    [
      graph({ nodes: [reader, { ...writer, timeoutMs: 5 }] }),
      'of node "writer" timeoutMs was not set, now it is 5',
    ],
    [graph({ nodes: [reader] }), 'there was a node "writer"'],
    [
      graph({ nodes: [reader, writer, more] }),
      'there was no node "more"',
    ],
    [graph({ edges: [] }), "its nodes were connected in another way"],
    [graph({ nodes: [writer, reader] }), "its nodes were connected in another way"],
    [
      graph({ nodes: [{ ...reader, code: { ...reader.code, module: "elsewhere" } }, writer] }),
      null,
    ],
  ] as const
) {
  Deno.test(`the difference is told: ${told}`, () => assert.equal(difference(graph(), now), told));
}
