/** The end of an execution as text: nodes, outcome, outputs, failures. @module */
import type { Failure, FileFact, NodeReport, Report, Status } from "../telemetry/report.ts";
import { printable } from "../graph/render/labels.ts";
import { formatFigures } from "./figures_text.ts";
import { formatBytes, formatDuration, plural } from "./format.ts";
import { paint, type Style } from "./output.ts";
import { type Column, drawTable } from "./table.ts";
import { userFrame } from "./user_frame.ts";

/** Advice that is told; the report has all of it. */
const MAX_ADVICE = 2;
/** Failures told in full; the report has all of them. */
const MAX_FAILURES = 20;

const STATUS_STYLE: Readonly<Record<Status, Style>> = {
  done: ["bold", "green"],
  failed: ["bold", "red"],
  interrupted: ["bold", "yellow"],
};

/** Counts that most flows do not have: their columns are there only if one of them is not zero. */
const RARE = ["filtered", "skipped", "quarantined", "abandoned", "retries", "restarts"] as const;

/** All of it: the table, what steps counted, the outcome, the failures. Ends with a line feed. */
export function formatSummary(report: Report, color: boolean): string {
  return formatNodes(report.nodes, color) + formatFigures(report.nodes, color) +
    formatOutcome(report, color) +
    formatFailures(report.errors, color) + formatAdvice(report.advice, color);
}

/** What would probably have been faster. */
function formatAdvice(advice: Report["advice"], color: boolean): string {
  return advice.slice(0, MAX_ADVICE).map((text) =>
    `${paint("dim", printable(`advice: ${text}`), color)}\n`
  )
    .join("");
}

/** The final table, a row per node. */
export function formatNodes(nodes: Readonly<Record<string, NodeReport>>, color: boolean): string {
  const rare = RARE.filter((name) => Object.values(nodes).some((node) => (node[name] ?? 0) > 0));
  const number = (title: string): Column => ({ title, align: "right" });
  const columns: Column[] = [
    { title: "node" },
    { title: "step" },
    ...["replicas", "received", "done", "emitted", ...rare, "failed", "queue max", "busy"]
      .map(number),
  ];
  const rows = Object.entries(nodes).map(([id, node]) => [
    id,
    // Of a step in a file, the file and what it exports; `check` shows the folders.
    node.step.replace(/^.*\//, ""),
    String(node.replicas),
    String(node.received),
    String(node.done),
    String(node.emitted),
    ...rare.map((name) => String(node[name] ?? 0)),
    node.failed > 0 ? paint("red", String(node.failed), color) : "0",
    node.role === "producer" ? "-" : queueText(node),
    formatDuration(node.busyMs),
  ]);
  return drawTable(columns, rows, { color });
}

/** Packets, and bytes where they are limited. */
function queueText({ maxQueued, queueLimit, maxQueuedBytes, queueBytes }: NodeReport): string {
  const packets = `${maxQueued}/${queueLimit}`;
  if (maxQueuedBytes === undefined || queueBytes === undefined) return packets;
  return `${packets}, ${formatBytes(maxQueuedBytes)}/${formatBytes(queueBytes)}`;
}

const isWhole = ({ path }: FileFact) => !path.endsWith(".partial");

/** How it ended, in one line, and a line for each output, warning and imbalance. */
export function formatOutcome(report: Report, color: boolean): string {
  const { ledger, mode, seed } = report;
  const told = seed === undefined ? mode : `${mode}, seed ${seed}`;
  const bad = (text: string) => paint(["bold", "red"], text, color);
  const lines = [
    [
      paint(STATUS_STYLE[report.status], report.status, color) +
      ` in ${formatDuration(report.wallMs)} (${told})`,
      ...(ledger.closed === false ? [bad("LEDGER NOT CLOSED")] : [
        ledger.balanced ? "ledger balanced" : bad("LEDGER UNBALANCED"),
        `${plural(report.outputs.filter(isWhole).length, "file")} written`,
      ]),
      ...formatSetAside(report, color),
      ...formatResumed(report),
      ...(report.errors.length > 0 ? [plural(report.errors.length, "failure")] : []),
    ].join(", "),
    ...report.outputs.map((file) => {
      const what = `${file.path} (${formatBytes(file.bytes)})`;
      return isWhole(file) ? `  wrote ${what}` : `  left ${what}, which is not complete`;
    }),
    ...report.warnings.map((warning) => `${paint("yellow", "warning", color)}: ${warning}`),
    ...ledger.imbalances.map((text) => `${paint("red", "unbalanced", color)}: ${text}`),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** What was done before. */
function formatResumed({ resumed }: Report): string[] {
  if (resumed === undefined) return [];
  const each = Object.entries(resumed.emissions).map(([id, n]) => `${n} of ${id}`);
  return [`resumed after ${each.join(", ")}`];
}

/** What nodes did without. */
function formatSetAside({ nodes, quarantine }: Report, color: boolean): string[] {
  const total = (name: "skipped" | "quarantined") =>
    Object.values(nodes).reduce((sum, node) => sum + node[name], 0);
  const told = (text: string) => paint("yellow", text, color);
  const [skipped, quarantined] = [total("skipped"), total("quarantined")];
  return [
    ...(skipped > 0 ? [told(`${skipped} skipped`)] : []),
    ...(quarantined > 0 ? [told(`${quarantined} quarantined in ${quarantine ?? "?"}`)] : []),
  ];
}

/** Failures: where, what, and what to do; what all replicas of a node failed in is told once. */
export function formatFailures(failures: readonly Failure[], color: boolean): string {
  const folded = foldReplicas(failures);
  const told = folded.slice(0, MAX_FAILURES);
  const more = failures.length - told.reduce((sum, { replicas }) => sum + replicas.length, 0);
  const texts = told.map((failure) => formatFailure(failure, color));
  if (more > 0) texts.push(`and ${plural(more, "more failure")}; --report FILE.json has all\n`);
  return texts.join("");
}

/** The failure of one replica, and the numbers of all replicas that failed alike. */
interface Folded extends Failure {
  readonly replicas: number[];
}

function foldReplicas(failures: readonly Failure[]): Folded[] {
  const folded: Folded[] = [];
  const latest = new Map<string, Folded>();
  for (const failure of failures) {
    const { node, code, phase, packet, message, hint, stack, replica } = failure;
    const key = JSON.stringify([node, code, phase, packet, message, hint, userFrame(stack)]);
    const alike = latest.get(key);
    if (alike && !alike.replicas.includes(replica)) {
      alike.replicas.push(replica);
    } else {
      const first = { ...failure, replicas: [replica] };
      latest.set(key, first);
      folded.push(first);
    }
  }
  return folded;
}

/** One failure, in lines that name node, phase, packet and the place in the user's code. */
function formatFailure(failure: Folded, color: boolean): string {
  const where = failure.node === "" ? "the flow" : [
    `node ${failure.node}`,
    failure.phase,
    ...(failure.packet === null ? [] : [`packet ${failure.packet}`]),
    ...(failure.attempts === undefined ? [] : [`${failure.attempts} attempts`]),
    replicasText(failure.replicas),
  ].join(", ");
  const place = userFrame(failure.stack);
  const lines = [
    `${paint(["bold", "red"], `error[${failure.code}]`, color)}: ${where}`,
    ...failure.message.split("\n").map((line) => `  ${line}`),
    ...(place === null ? [] : [`  ${paint("dim", `at ${place}`, color)}`]),
  ];
  if (failure.hint !== null) lines.push(`  ${paint("cyan", "hint", color)}: ${failure.hint}`);
  return lines.map((line) => `${line}\n`).join("");
}

/** Such as `replica 3`, or `replicas 0-4, 6`. */
function replicasText(replicas: readonly number[]): string {
  const spans: [first: number, last: number][] = [];
  for (const replica of replicas.toSorted((a, b) => a - b)) {
    const span = spans.at(-1);
    if (span && span[1] + 1 === replica) span[1] = replica;
    else spans.push([replica, replica]);
  }
  const text = spans.map(([first, last]) => first === last ? `${first}` : `${first}-${last}`);
  return `replica${replicas.length > 1 ? "s" : ""} ${text.join(", ")}`;
}
