/** Which nodes' steps are executed apart from the engine's own code. @module */
import type { Isolation } from "../../graph/node_options.ts";
import type { Mode } from "../../telemetry/report.ts";
import type { Plan, PlannedNode } from "../plan.ts";

/**
 * A plan whose nodes say where their steps are executed. Where replicas work side by side, a time
 * limit means that a step which computes without end is to be left behind: it has to live in a
 * Worker of its own then.
 *
 * @param others what holds for nodes that do not say
 */
export function isolated(plan: Plan, mode: Mode, others?: Isolation): Plan {
  const isolationOf = ({ isolation, timeoutMs }: PlannedNode): Isolation | undefined =>
    isolation ?? others ??
      (timeoutMs !== undefined && mode !== "sequential" ? "worker" : undefined);
  const nodes = plan.nodes.map((node) => {
    const isolation = isolationOf(node);
    return isolation === undefined ? node : { ...node, isolation };
  });
  return { ...plan, nodes };
}
