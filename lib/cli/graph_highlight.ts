/** From the report of an execution to what pictures of its graph show of it. @module */
import { type FlowGraph, graphHash, type Highlight, type NodeHighlight } from "../graph/mod.ts";
import type { Report } from "../telemetry/report.ts";
import { readReport } from "./read_report.ts";
import { UserError } from "./user_error.ts";

/** The part of a report that {@link highlightOf} needs. */
export type ShownReport = Pick<Report, "nodes" | "edges" | "errors" | "wallMs">;

/** What a report says of a graph; `doubt` if it is about a graph that differs, else null. */
export interface ReportHighlight {
  readonly highlight: Highlight;
  readonly doubt: string | null;
}

/**
 * Reads a report that `run --report` has written.
 *
 * @throws {UserError} if there is none, if it is no report, or if none of its nodes is in the graph
 */
export async function readHighlight(path: string, graph: FlowGraph): Promise<ReportHighlight> {
  const report = await readReport(path);
  const known = graph.nodes.filter(({ id }) => Object.hasOwn(report.nodes, id));
  if (known.length === 0) {
    throw new UserError(
      `report "${path}" is about another flow, "${report.flow}": it has none of the nodes of ` +
        `"${graph.name}"`,
      "write one with: ctapipe-flow run FLOW --report FILE.json",
    );
  }
  const differs = report.graphHash !== graphHash(graph);
  return {
    highlight: highlightOf(report),
    doubt: differs ? `report "${path}" is about a graph that differs from this one` : null,
  };
}

/** Shares of time, counts and failures, by node, and packets by edge. */
export function highlightOf({ nodes, edges, errors, wallMs }: ShownReport): Highlight {
  const notes = new Map<string, string>();
  for (const { node, phase, message } of errors) {
    if (!notes.has(node)) notes.set(node, `${phase}: ${message.split("\n")[0]}`);
  }
  const highlights = Object.entries(nodes).map(
    ([id, { busyMs, replicas, done, failed }]): [string, NodeHighlight] => {
      const available = wallMs * replicas;
      const busy = available > 0 ? Math.min(1, busyMs / available) : 0;
      return [id, { busy, done, failed, note: notes.get(id) ?? null }];
    },
  );
  return { nodes: new Map(highlights), edges };
}
