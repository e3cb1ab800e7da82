/** The live block as text: one line per node, cut to what fits the terminal. @module */
import { progressOf } from "../telemetry/rates.ts";
import type { NodeSnapshot, NodeState, Snapshot } from "../telemetry/report.ts";
import { cut, type FitColumn, fitTable } from "./fit_table.ts";
import { formatDuration, formatRate } from "./format.ts";
import { paint, type Style } from "./output.ts";
import { formatStuck, toldOf } from "./stuck.ts";

/** The terminal that a block must fit. */
export interface LiveStyle {
  readonly columns: number;
  readonly rows: number;
  readonly color: boolean;
}

/** A node, and how fast it is. */
interface LiveRow {
  readonly node: NodeSnapshot;
  readonly rate: number;
}

/** How a node's state looks. */
export const STATE_STYLE: Readonly<Record<NodeState, Style>> = {
  starting: "dim",
  running: "cyan",
  draining: "yellow",
  finished: "green",
  failed: "red",
};

const BAR_WIDTH = 12;
/** Lines about who is stuck. */
const MOST_STUCK = 3;

/** What every table of live nodes says alike. */
export const NODE_COLUMNS = {
  busy: { name: "busy", align: "right", cell: ({ node }) => `${node.busy}/${node.replicas}` },
  queue: {
    name: "queue",
    align: "right",
    cell: ({ node }) => node.role === "producer" ? "-" : `${node.queued}/${node.queueLimit}`,
  },
  bar: { name: "bar", title: "", align: "left", cell: ({ node }, color) => inboxBar(node, color) },
  done: { name: "done", align: "right", cell: ({ node }) => String(progressOf(node)) },
  rate: { name: "rate", align: "right", cell: ({ rate }) => formatRate(rate) },
} satisfies Record<string, FitColumn<LiveRow>>;

/** In order of appearance. */
const COLUMNS: readonly FitColumn<LiveRow>[] = [
  { name: "node", align: "left", cell: ({ node }) => node.id },
  {
    name: "state",
    align: "left",
    cell: ({ node: { state } }, color) => paint(STATE_STYLE[state], state, color),
  },
  NODE_COLUMNS.busy,
  NODE_COLUMNS.queue,
  NODE_COLUMNS.bar,
  NODE_COLUMNS.done,
  {
    name: "failed",
    align: "right",
    cell: ({ node: { failed } }, color) => failed > 0 ? paint("red", String(failed), color) : "0",
  },
  NODE_COLUMNS.rate,
];

/** What is left out first where the terminal is narrow. */
const DISPENSABLE = ["bar", "rate", "busy", "state", "failed", "queue"];

/**
 * Lines of the block for one snapshot. None is wider than the terminal, and there are fewer than
 * it has rows, because a cursor cannot be moved back above the first row.
 *
 * @param rates packets per second of each node, in the order of the snapshot
 */
export function formatLive(
  snapshot: Snapshot,
  rates: readonly number[],
  style: LiveStyle,
): string[] {
  // One column stays free: some terminals wrap a line as soon as it is full.
  const width = Math.max(10, style.columns - 1);
  const rows = Math.max(1, style.rows - 3);
  const stuck = stuckLines(snapshot, Math.min(MOST_STUCK, rows - 1), width, style.color);
  const room = rows - stuck.length;
  const shown = snapshot.nodes.slice(0, snapshot.nodes.length <= room ? room : room - 1);
  const all = shown.map((node, at): LiveRow => ({ node, rate: rates[at] ?? 0 }));
  const lines = fitTable(all, COLUMNS, DISPENSABLE, width, style.color);
  const hidden = snapshot.nodes.length - shown.length;
  if (hidden > 0) lines.push(paint("dim", cut(`… ${hidden} more`, width), style.color));
  lines.push(...stuck, paint("dim", cut(formatDuration(snapshot.elapsedMs), width), style.color));
  return lines;
}

/** Who has been inside a step's code for long, in at most so many lines. */
function stuckLines(snapshot: Snapshot, most: number, width: number, color: boolean): string[] {
  const told = toldOf(snapshot);
  const named = told.length <= most ? told : told.slice(0, Math.max(0, most - 1));
  const lines = named.map((stuck) => formatStuck(stuck, snapshot));
  if (named.length < told.length && most > 0) lines.push(`… ${told.length - named.length} more`);
  return lines.map((line) => paint("yellow", cut(line, width), color));
}

/** How full an inbox is; empty for producers. */
function inboxBar(node: NodeSnapshot, color: boolean): string {
  if (node.role === "producer") return "";
  const filled = Math.min(BAR_WIDTH, Math.round((node.queued / node.queueLimit) * BAR_WIDTH));
  return paint("cyan", "█".repeat(filled), color) +
    paint("dim", "░".repeat(BAR_WIDTH - filled), color);
}
