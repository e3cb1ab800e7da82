/** Which nodes' steps are executed apart from the engine's own code. @module */
import type { Mode } from "../../telemetry/report.ts";
import type { Plan, PlannedNode } from "../plan.ts";

/**
 * A plan whose nodes say where their steps are executed. Where replicas work side by side, a time
 * limit means that a step which computes without end is to be left behind: it has to live in a
 * Worker of its own then.
 */
export function isolated(plan: Plan, mode: Mode): Plan {
  if (mode === "sequential") return plan;
  return { ...plan, nodes: plan.nodes.map(withWorker) };
}

function withWorker(node: PlannedNode): PlannedNode {
  const isApart = node.isolation !== undefined || node.timeoutMs === undefined;
  return isApart ? node : { ...node, isolation: "worker" };
}
