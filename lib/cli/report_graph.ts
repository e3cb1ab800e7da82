/** The graph of an execution, as far as its report tells. @module */
import type { FlowGraph, GraphNode } from "../graph/mod.ts";
import { NO_GRANTS } from "../graph/model.ts";
import type { Report } from "../telemetry/report.ts";

/** A graph to be drawn; it cannot be executed, as nothing is known of the code of its steps. */
export function graphOfReport({ flow, nodes, edges }: Report): FlowGraph {
  return {
    schema: "ctapipe-flow/graph/1",
    name: flow,
    nodes: Object.entries(nodes).map(([id, node]): GraphNode => ({
      id,
      role: node.role,
      step: node.step,
      code: { module: node.step, export: "default", builtin: false },
      params: node.params,
      roles: [],
      replicas: node.replicas,
      queueLimit: node.queueLimit,
      permissions: node.permissions === "all" ? NO_GRANTS : node.permissions,
      trusted: node.permissions === "all",
      ports: [...new Set(edges.filter(({ from }) => from === id).map(({ port }) => port))],
      dynamic: false,
    })),
    edges: edges.map(({ from, port, to }) => ({ from, port, to })),
  };
}
