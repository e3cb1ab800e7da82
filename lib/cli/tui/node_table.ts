/** The table of all nodes. @module */
import type { NodeSnapshot, NodeState } from "../../telemetry/report.ts";
import { printable } from "../../graph/render/labels.ts";
import { cut, type FitColumn, fitTable } from "../fit_table.ts";
import { formatLatency } from "../format.ts";
import { NODE_COLUMNS, STATE_STYLE } from "../live.ts";
import { paint } from "../output.ts";
import type { NodeHistory } from "../../telemetry/history.ts";
import { sparkline } from "./trends.ts";

/** A node, how it did, and how it is marked. */
export interface NodeRow {
  readonly node: NodeSnapshot;
  readonly rate: number;
  readonly trend: NodeHistory;
  readonly isSelected: boolean;
  /** Whether it holds the others back. */
  readonly isBottleneck: boolean;
}

/** States are told apart by shape, not by colour alone. */
const SHAPES: Readonly<Record<NodeState, string>> = {
  starting: "○",
  running: "▶",
  draining: "◑",
  finished: "✓",
  failed: "✗",
};
const SPARK = 12;
const LONGEST_NAME = 32;

const COLUMNS: readonly FitColumn<NodeRow>[] = [
  {
    name: "mark",
    title: "",
    align: "left",
    cell: ({ isSelected, isBottleneck }, color) =>
      (isSelected ? "❯" : " ") + (isBottleneck ? paint("yellow", "▲", color) : " "),
  },
  {
    name: "node",
    align: "left",
    cell: ({ node, isBottleneck }, color) =>
      paint("bold", cut(printable(node.id), LONGEST_NAME), color && isBottleneck),
  },
  {
    name: "state",
    align: "left",
    cell: ({ node: { state } }, color) =>
      paint(STATE_STYLE[state], `${SHAPES[state]} ${state}`, color),
  },
  NODE_COLUMNS.busy,
  NODE_COLUMNS.queue,
  NODE_COLUMNS.bar,
  NODE_COLUMNS.done,
  {
    name: "failed",
    align: "right",
    cell: ({ node: { failed } }, color) => failed > 0 ? paint("red", `✗ ${failed}`, color) : "0",
  },
  NODE_COLUMNS.rate,
  {
    name: "trend",
    title: "rate, 12 s",
    align: "left",
    cell: ({ trend: { rate } }, color) =>
      paint("cyan", sparkline(rate, SPARK, Math.max(0, ...rate)), color),
  },
  { name: "p50", align: "right", cell: ({ trend }) => latency(trend.p50Ms) },
  { name: "p99", align: "right", cell: ({ trend }) => latency(trend.p99Ms) },
  {
    name: "fills",
    title: "queue, 12 s",
    align: "left",
    cell: ({ node, trend: { queued } }, color) =>
      node.role === "producer"
        ? ""
        : paint("cyan", sparkline(queued, SPARK, node.queueLimit), color),
  },
];

/** What is left out first where the terminal is narrow. */
const DISPENSABLE = [
  "fills",
  "bar",
  "trend",
  "p50",
  "p99",
  "failed",
  "state",
  "busy",
  "rate",
  "queue",
];

/** Its head, and a line per node, none wider than `width`. */
export function nodeTable(rows: readonly NodeRow[], width: number, color: boolean): string[] {
  const isTimed = rows.some(({ trend }) => trend.p50Ms.some((ms) => ms !== null));
  const columns = COLUMNS.filter(({ name }) => isTimed || (name !== "p50" && name !== "p99"));
  return fitTable(rows, columns, DISPENSABLE, width, color);
}

/** Of the last second. */
function latency(values: readonly (number | null)[]): string {
  const ms = values.at(-1) ?? null;
  return ms === null ? "-" : formatLatency(ms);
}
