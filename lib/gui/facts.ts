/** What does not change while a flow is executed. @module */
import type { ExecutionState } from "../telemetry/execution_state.ts";
import type { NodeFact } from "../telemetry/message.ts";
import type { Report } from "../telemetry/report.ts";
import type { FlowFacts } from "./protocol.ts";

/** From what an execution said of itself, or from its report; null if neither is known. */
export function factsOf({ hello, report, file }: ExecutionState): FlowFacts | null {
  if (hello !== null) {
    const { flow, graphHash, mode, host, pid, startedAt, versions, nodes, edges } = hello;
    return { flow, graphHash, mode, host, pid, startedAt, versions, nodes, edges };
  }
  return report === null ? null : factsOfReport(report, file ?? "report");
}

function factsOfReport(report: Report, file: string): FlowFacts {
  const { flow, graphHash, mode, startedAt, versions, edges } = report;
  return {
    flow,
    graphHash,
    mode,
    host: file.replace(/^.*[/\\]/, ""),
    pid: 0,
    startedAt,
    versions,
    nodes: Object.entries(report.nodes).map(([id, node]): NodeFact => {
      const { role, step, replicas, queueLimit, params, permissions } = node;
      return {
        id,
        role,
        step,
        replicas,
        maxReplicas: node.maxReplicas ?? replicas,
        queueLimit,
        params,
        permissions,
      };
    }),
    edges: edges.map(({ from, port, to }) => ({ from, port, to })),
  };
}
