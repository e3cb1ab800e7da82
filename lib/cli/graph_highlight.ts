/** From the report of an execution to what pictures of its graph show of it. @module */
import { z } from "zod";
import { type FlowGraph, graphHash, type Highlight, type NodeHighlight } from "../graph/mod.ts";
import type { Report } from "../telemetry/report.ts";
import { explainUnreadable } from "./paths.ts";
import { UserError } from "./user_error.ts";

const count = z.int().min(0);

/** The parts of a {@link Report} that are shown; what else is in it may change. */
const shown = z.object({
  schema: z.literal("ctapipe-flow/report/1" satisfies Report["schema"]),
  flow: z.string(),
  graphHash: z.string(),
  wallMs: z.number().min(0),
  nodes: z.record(
    z.string(),
    z.object({
      replicas: z.int().min(1),
      busyMs: z.number().min(0),
      done: count,
      failed: count,
    }),
  ),
  edges: z.array(
    z.object({ from: z.string(), port: z.string(), to: z.string(), sent: count }),
  ).readonly(),
  errors: z.array(z.object({ node: z.string(), phase: z.string(), message: z.string() }))
    .readonly(),
});

/** The part of a report that {@link highlightOf} needs. */
export type ShownReport = z.infer<typeof shown>;

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
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    throw explainUnreadable("report", path, error);
  }
  const report = parseReport(path, text);
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

function parseReport(path: string, text: string): ShownReport {
  const wrong = (why: string) =>
    new UserError(
      `"${path}" is not a report: ${why}`,
      "write one with: ctapipe-flow run FLOW --report FILE.json",
    );
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
  const { success, data, error } = shown.safeParse(value);
  if (success) return data;
  const [issue] = error.issues;
  const at = issue === undefined || issue.path.length === 0 ? "" : `${issue.path.join(".")}: `;
  throw wrong(`${at}${issue?.message ?? "unknown shape"}`);
}
