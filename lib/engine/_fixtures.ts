/** Plans and words for the tests of this folder. @module */
import { type GraphNode, NO_GRANTS } from "../graph/model.ts";
import { makePlan, type Plan } from "./plan.ts";
import { Words } from "./words.ts";

/** a -> b -> c, b with some replicas, inboxes of 10. */
export function chainPlan(replicas: number): Plan {
  const node = (id: string, rest: Partial<GraphNode>): GraphNode => ({
    id,
    role: "stager",
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
  });
  const nodes = [
    node("a", { role: "producer" }),
    node("b", { replicas }),
    node("c", { role: "consumer", ports: [] }),
  ];
  const edges = [{ from: "a", port: "out", to: "b" }, { from: "b", port: "out", to: "c" }];
  return makePlan(
    { schema: "ctapipe-flow/graph/1", name: "chain", nodes, edges },
    "file:///flow.yaml",
  );
}

/** Words for a plan. */
export function wordsOf({ nodes, replicas, graph }: Plan): Words {
  return Words.allocate({ nodes: nodes.length, replicas, edges: graph.edges.length });
}
