/** All that is known of one node, in lines. @module */
import { printable } from "../../graph/render/labels.ts";
import type { NodeReport, NodeSnapshot, ReplicaSnapshot, Report } from "../../telemetry/report.ts";
import { formatLatency, plural } from "../format.ts";
import { paint } from "../output.ts";
import type { NodeHistory } from "../../telemetry/history.ts";
import { sparkline } from "./trends.ts";

const MOST_ERRORS = 3;
const MOST_REPLICAS = 8;

/** What a panel shows. */
export interface Detail {
  readonly node: NodeSnapshot;
  readonly trend: NodeHistory;
  /** What is known of the execution so far. */
  readonly report: Report;
}

/** The panel's lines; they may be wider than the terminal. */
export function detailLines({ node, trend, report }: Detail, color: boolean): string[] {
  const declared = report.nodes[node.id];
  const head = (text: string) => paint("dim", text.padEnd(10), color);
  const fact = (title: string, text: string) => `${head(title)}${text}`;
  const span = trend.rate.length;
  const [p50, p99] = [trend.p50Ms.at(-1) ?? null, trend.p99Ms.at(-1) ?? null];
  return [
    paint("bold", `── ${printable(node.id)} `, color) +
    paint("dim", `${node.role}, step ${printable(declared?.step ?? "?")}`, color),
    ...(span > 0
      ? [fact("rate", `${sparkline(trend.rate, span, Math.max(...trend.rate))} last ${span} s`)]
      : []),
    ...(span > 0 && node.role !== "producer"
      ? [fact("queue", `${sparkline(trend.queued, span, node.queueLimit)} of ${node.queueLimit}`)]
      : []),
    ...(p50 !== null && p99 !== null
      ? [fact(
        "latency",
        `half within ${formatLatency(p50)}, 99 % within ${formatLatency(p99)}`,
      )]
      : []),
    fact("packets", countsText(node)),
    ...replicaLines(node).map((text, at) => fact(at === 0 ? "replicas" : "", text)),
    ...errorLines(node.id, report).map((text, at) =>
      fact(at === 0 ? "errors" : "", paint("red", printable(text), color))
    ),
    ...(declared
      ? [fact("params", printable(paramsText(declared))), fact("may touch", grantsText(declared))]
      : []),
  ];
}

function countsText(node: NodeSnapshot): string {
  const rare = ["filtered", "skipped", "failed", "quarantined", "abandoned", "retries", "restarts"];
  const counts = node as unknown as Readonly<Record<string, number | undefined>>;
  return ["received", "done", "emitted", ...rare]
    .filter((name, at) => at < 3 || (counts[name] ?? 0) > 0)
    .map((name) => `${counts[name]} ${name}`).join(", ");
}

function replicaLines({ perReplica, replicas }: NodeSnapshot): string[] {
  const lines = perReplica.slice(0, Math.min(replicas, MOST_REPLICAS)).map((replica, at) =>
    `${at}  ${replicaText(replica)}`
  );
  const more = replicas - lines.length;
  return more > 0 && lines.length > 0 ? [...lines, `… ${more} more`] : lines;
}

function replicaText({ state, busy, through, waiting, blockedBy, restarts }: ReplicaSnapshot) {
  const doing = blockedBy !== null
    ? `◼ waits for room before ${printable(blockedBy)}`
    : busy
    ? "▶ busy"
    : `· ${state === "running" ? "idle" : state}`;
  const again = restarts > 0 ? `, began anew ${plural(restarts, "time")}` : "";
  return `${doing}, ${through} through, ${waiting} waiting${again}`;
}

/** The last ones, the newest first. */
function errorLines(id: string, { errors, nodes }: Report): string[] {
  const failures = errors.filter(({ node }) => node === id);
  const aside = nodes[id]?.setAside ?? [];
  return [...aside, ...failures].reverse().slice(0, MOST_ERRORS).map(({ packet, phase, message }) =>
    `${packet ?? phase}: ${message.split("\n")[0]}`
  );
}

function paramsText({ params }: NodeReport): string {
  const told = Object.entries(params).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return told.length > 0 ? told.join(", ") : "none";
}

function grantsText({ permissions }: NodeReport): string {
  if (permissions === "all") return "everything (trusted)";
  const told = Object.entries(permissions).flatMap(([kind, list]) =>
    (list as readonly string[]).map((what) => `${kind} ${printable(what)}`)
  );
  return told.length > 0 ? told.join(", ") : "nothing";
}
