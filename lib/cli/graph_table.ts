/** A compiled flow as a table, with what each node may touch. @module */
import { type FlowGraph, GRANT_KINDS, type GraphNode } from "../graph/model.ts";
import { DEFAULT_RETRY, type Verdict } from "../graph/on_error.ts";
import { plural } from "./format.ts";
import { printable } from "../graph/render/labels.ts";
import { paint } from "./output.ts";
import { drawTable } from "./table.ts";

/** A row per node: role, step, replicas, queue limit, grants, where its values go. */
export function formatGraph(graph: FlowGraph, color: boolean): string {
  const columns = [
    { title: "node" },
    { title: "role" },
    { title: "step" },
    { title: "replicas", align: "right" },
    { title: "queue", align: "right" },
    { title: "may touch" },
    { title: "next" },
  ] as const;
  const rows = graph.nodes.map((node) => [
    printable(node.id),
    node.role,
    printable(node.step),
    node.maxReplicas === undefined
      ? String(node.replicas)
      : `${node.replicas} to ${node.maxReplicas}`,
    node.role === "producer" ? "-" : String(node.queueLimit),
    formatGrants(node, color),
    formatNext(node, graph),
  ]);
  return drawTable(columns, rows, { color });
}

/** A line for each node with an error policy, in words; empty if there are none. */
export function formatPolicies(graph: FlowGraph): string {
  return graph.nodes.flatMap((node) => {
    const words = policyWords(node);
    return words === null ? [] : [`${printable(node.id)}: ${words}\n`];
  }).join("");
}

const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  fail: "ends the execution",
  skip: "is skipped",
  quarantine: "is put into quarantine",
};

function policyWords({ onError, timeoutMs, isolation }: GraphNode): string | null {
  if (onError === undefined && timeoutMs === undefined) return null;
  const { retry, then } = onError ?? { then: "fail" as const };
  const { times, backoffMs, maxBackoffMs } = retry ?? DEFAULT_RETRY;
  const pauses = `after ${backoffMs} ms, doubling up to ${maxBackoffMs} ms`;
  const tries = retry === undefined
    ? "fails"
    : `fails is tried again up to ${plural(times, "time")} (${pauses}), then`;
  const loops = isolation === undefined
    ? "; in mode sequential one that computes without ever waiting is not stopped"
    : "";
  const late = timeoutMs === undefined ? "" : `. An attempt fails after ${timeoutMs} ms${loops}`;
  return `a packet that ${tries} ${VERDICT_WORDS[then]}${late}`;
}

/** What a node may touch, a line per kind of permission; a trusted node may touch everything. */
export function formatGrants(
  node: Pick<GraphNode, "trusted" | "permissions">,
  color: boolean,
): string {
  if (node.trusted) return paint(["bold", "red"], "ALL (trusted)", color);
  const lines = GRANT_KINDS.flatMap((kind) => {
    const list = node.permissions[kind];
    return list.length === 0 ? [] : [printable(`${kind} ${list.join(", ")}`)];
  });
  return lines.length === 0 ? "nothing" : lines.join("\n");
}

/** Where a node's values go, a line per port; the name of an only port goes without saying. */
export function formatNext(node: GraphNode, graph: FlowGraph): string {
  const edges = graph.edges.filter((edge) => edge.from === node.id);
  return node.ports.map((port) => {
    const to = edges.filter((edge) => edge.port === port).map((edge) => edge.to);
    const arrow = `-> ${to.length === 0 ? "(dropped)" : to.join(", ")}`;
    return printable(node.ports.length === 1 || node.dynamic ? arrow : `${port} ${arrow}`);
  }).join("\n");
}
