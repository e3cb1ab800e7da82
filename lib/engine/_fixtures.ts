/** Plans and words for the tests of this folder. @module */
import { type FlowGraph, type GraphNode, NO_GRANTS } from "../graph/model.ts";
import { makePlan, type Plan } from "./plan.ts";
import { Words } from "./words.ts";

/** A plan of nodes in topological order, and edges such as `a b`; inboxes of 10. */
export function planOf(
  nodes: Readonly<Record<string, Partial<GraphNode>>>,
  edges: readonly string[],
): Plan {
  const pairs = edges.map((edge) => edge.split(" ") as [string, string]);
  const graph: FlowGraph = {
    schema: "ctapipe-flow/graph/1",
    name: "test",
    nodes: Object.entries(nodes).map(([id, rest]) => ({
      id,
      role: pairs.every(([, to]) => to !== id) ? "producer" : "stager",
      step: id,
      code: { module: `file:///${id}.ts`, export: "default", builtin: false },
      params: {},
      roles: [],
      replicas: 1,
      queueLimit: 10,
      permissions: NO_GRANTS,
      trusted: false,
      ports: ["out"],
      dynamic: false,
      ...rest,
    })),
    edges: pairs.map(([from, to]) => ({ from, port: "out", to })),
  };
  return makePlan(graph, "file:///flow.yaml");
}

/** a -> b -> c, b with some replicas. */
export function chainPlan(replicas: number): Plan {
  const nodes = { a: {}, b: { replicas }, c: { role: "consumer", ports: [] } } as const;
  return planOf(nodes, ["a b", "b c"]);
}

/** Words for a plan. */
export function wordsOf({ nodes, replicas, graph }: Plan): Words {
  return Words.allocate({ nodes: nodes.length, replicas, edges: graph.edges.length });
}
