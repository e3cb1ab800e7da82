/** The live block as text: one line per node, cut to what fits the terminal. @module */
import { progressOf } from "../telemetry/rates.ts";
import type { NodeSnapshot, NodeState, Snapshot } from "../telemetry/report.ts";
import { formatDuration, formatRate } from "./format.ts";
import { paint, type Style } from "./output.ts";
import { formatStuck, toldOf } from "./stuck.ts";
import { padText, textWidth } from "./table.ts";

/** The terminal that a block must fit. */
export interface LiveStyle {
  readonly columns: number;
  readonly rows: number;
  readonly color: boolean;
}

interface LiveColumn {
  readonly title: string;
  readonly align: "left" | "right";
  readonly cell: (node: NodeSnapshot, rate: number, color: boolean) => string;
}

const STATE_STYLE: Readonly<Record<NodeState, Style>> = {
  starting: "dim",
  running: "cyan",
  draining: "yellow",
  finished: "green",
  failed: "red",
};

const BAR_WIDTH = 12;
/** Lines about who is stuck. */
const MOST_STUCK = 3;

/** In order of appearance. */
const COLUMNS = {
  node: { title: "node", align: "left", cell: (node) => node.id },
  state: {
    title: "state",
    align: "left",
    cell: (node, _rate, color) => paint(STATE_STYLE[node.state], node.state, color),
  },
  busy: { title: "busy", align: "right", cell: (node) => `${node.busy}/${node.replicas}` },
  queue: {
    title: "queue",
    align: "right",
    cell: (node) => node.role === "producer" ? "-" : `${node.queued}/${node.queueLimit}`,
  },
  bar: { title: "", align: "left", cell: (node, _rate, color) => bar(node, color) },
  done: { title: "done", align: "right", cell: (node) => String(progressOf(node)) },
  failed: {
    title: "failed",
    align: "right",
    cell: (node, _rate, color) => node.failed > 0 ? paint("red", String(node.failed), color) : "0",
  },
  rate: { title: "rate", align: "right", cell: (_node, rate) => formatRate(rate) },
} satisfies Record<string, LiveColumn>;

type ColumnName = keyof typeof COLUMNS;

/** What is left out first where the terminal is narrow. */
const DISPENSABLE: readonly ColumnName[] = ["bar", "rate", "busy", "state", "failed", "queue"];

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
  const lines = layOut(shown, rates, width, style.color);
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

function layOut(
  nodes: readonly NodeSnapshot[],
  rates: readonly number[],
  width: number,
  color: boolean,
): string[] {
  let names = Object.keys(COLUMNS) as ColumnName[];
  const grid = (color: boolean) =>
    names.map((name) => {
      const column: LiveColumn = COLUMNS[name];
      const cells = nodes.map((node, i) => column.cell(node, rates[i] ?? 0, color));
      const all = [paint("dim", column.title, color), ...cells];
      const size = Math.max(...all.map(textWidth));
      return all.map((cell) => padText(cell, size, column.align));
    });
  const rows = (color: boolean) => {
    const columns = grid(color);
    return Array.from(
      { length: nodes.length + 1 },
      (_, row) => columns.map((cells) => cells[row]).join("  ").trimEnd(),
    );
  };
  const fits = () => rows(false).every((line) => line.length <= width);
  for (const name of DISPENSABLE) {
    if (fits()) break;
    names = names.filter((other) => other !== name);
  }
  return fits() ? rows(color) : rows(false).map((line) => cut(line, width));
}

function bar(node: NodeSnapshot, color: boolean): string {
  if (node.role === "producer") return "";
  const filled = Math.min(BAR_WIDTH, Math.round((node.queued / node.queueLimit) * BAR_WIDTH));
  return paint("cyan", "█".repeat(filled), color) +
    paint("dim", "░".repeat(BAR_WIDTH - filled), color);
}

function cut(line: string, width: number): string {
  return line.length <= width ? line : `${line.slice(0, width - 1)}…`;
}
