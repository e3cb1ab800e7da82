import assert from "node:assert/strict";
import { type FlowGraph, type GraphNode, NO_GRANTS } from "../../graph/model.ts";
import { replayGraph } from "./replay_graph.ts";

const node = (id: string, role: GraphNode["role"]): GraphNode => ({
  id,
  role,
  step: "s",
  code: { module: "s", export: "default", builtin: true },
  params: {},
  roles: [],
  replicas: 1,
  queueLimit: 1,
  permissions: NO_GRANTS,
  trusted: false,
  ports: ["out"],
  dynamic: false,
});
const edge = (from: string, to: string) => ({ from, port: "out", to });

const flow: FlowGraph = {
  schema: "ctapipe-flow/graph/1",
  name: "f",
  nodes: [
    node("reader", "producer"),
    node("replay_b", "stager"),
    node("a", "stager"),
    node("b", "stager"),
    node("sink", "consumer"),
    node("other", "consumer"),
  ],
  edges: [
    edge("reader", "replay_b"),
    edge("replay_b", "a"),
    edge("a", "b"),
    edge("a", "other"),
    edge("b", "sink"),
  ],
};

Deno.test("the part of a flow behind where packets failed, with a producer for each node", () => {
  const files = [{ id: "b-000001", path: "/q/b-000001.packet" }];
  const { graph, parts } = replayGraph(flow, [{ node: "b", files }, { node: "other", files: [] }]);
  assert.deepEqual(graph.nodes.map(({ id, role }) => [id, role]), [
    ["replay_b_", "producer"],
    ["replay_other", "producer"],
    ["b", "stager"],
    ["sink", "consumer"],
    ["other", "consumer"],
  ]);
  assert.deepEqual(graph.edges, [
    edge("replay_b_", "b"),
    edge("replay_other", "other"),
    edge("b", "sink"),
  ]);
  assert.deepEqual(graph.nodes[0]!.permissions, { ...NO_GRANTS, read: ["/q/b-000001.packet"] });
  assert.equal(parts.get("replay_b_")!.files, files);
});
