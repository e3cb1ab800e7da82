/** The screen of a flow in execution, as lines: a pure function of what is known. @module */
import { printable } from "../../graph/render/labels.ts";
import type { Bottleneck } from "../../telemetry/bottleneck.ts";
import type { Report, Snapshot } from "../../telemetry/report.ts";
import { formatDuration, formatRate, plural } from "../format.ts";
import { paint } from "../output.ts";
import { formatStuck, toldOf } from "../stuck.ts";
import { padText, textWidth } from "../table.ts";
import { cutStyled } from "./cut_styled.ts";
import { detailLines } from "./detail.ts";
import { type NodeRow, nodeTable } from "./node_table.ts";

/** All that is shown. */
export interface View {
  readonly snapshot: Snapshot;
  /** What is known of the execution so far. */
  readonly report: Report;
  readonly rows: readonly NodeRow[];
  readonly bottleneck: Bottleneck | null;
  /** The last log lines, the newest last, styled. */
  readonly log: readonly string[];
  /** Whether the panel of the selected node is open. */
  readonly isOpen: boolean;
  /** Such as that it was interrupted; null if there is nothing to say. */
  readonly notice: string | null;
  /** Keys and what they do. */
  readonly keys: readonly (readonly [key: string, does: string])[];
}

/** The terminal. */
export interface ViewStyle {
  readonly columns: number;
  readonly rows: number;
  readonly color: boolean;
}

/** Rows of the screen that are neither table nor log: title, bottleneck, failures, keys. */
const FRAME = 4;
const LEAST_PANEL = 4;

/** Exactly as many lines as there are rows, none wider than the terminal. */
export function formatView(view: View, style: ViewStyle): string[] {
  const { columns, rows, color } = style;
  const room = Math.max(0, rows - FRAME);
  const panel = panelLines(view, color);
  const atLeast = Math.min(panel.length, room >= 10 ? Math.max(LEAST_PANEL, room >> 1) : 0);
  const table = tableLines(view, Math.max(2, room - atLeast), columns, color);
  const below = view.isOpen
    ? panel.slice(0, Math.max(0, room - table.length))
    : panel.slice(-Math.max(0, room - table.length) || panel.length);
  const body = [...table, ...below].slice(0, room);
  return [
    titleLine(view, columns, color),
    bottleneckLine(view, color),
    ...body,
    ...Array<string>(room - body.length).fill(""),
    troubleLine(view, color),
    keysLine(view, color),
  ].slice(0, rows).map((line) => cutStyled(line, columns));
}

function titleLine({ report, snapshot }: View, columns: number, color: boolean): string {
  const state = snapshot.paused ? "‖ paused" : "▶ running";
  const left = ` ${printable(report.flow)}   ${state}   ${report.mode}`;
  const right = `${formatDuration(snapshot.elapsedMs)} `;
  const gap = Math.max(1, columns - textWidth(left) - right.length);
  return paint(["inverse", "bold"], left + " ".repeat(gap) + right, color);
}

function bottleneckLine({ bottleneck, rows, snapshot }: View, color: boolean): string {
  if (bottleneck !== null) {
    return paint("yellow", `▲ bottleneck: ${printable(bottleneck.reason)}`, color);
  }
  const all = snapshot.nodes.map(({ state }) => state);
  if (snapshot.paused) return paint("yellow", "‖ producers pause, the rest is processed", color);
  if (all.includes("starting")) return paint("dim", "○ steps get ready", color);
  const rate = rows.reduce((sum, { node, rate }) => node.role === "producer" ? sum + rate : sum, 0);
  return paint("dim", `· no node holds the others back, ${formatRate(rate)} come in`, color);
}

/** The head, and as many nodes as fit, the selected one among them. */
function tableLines({ rows }: View, room: number, columns: number, color: boolean): string[] {
  const [head = "", ...lines] = nodeTable(rows, columns, color);
  if (lines.length + 1 <= room) return [head, ...lines];
  const fits = Math.max(1, room - 2);
  const selected = rows.findIndex(({ isSelected }) => isSelected);
  const first = Math.max(0, Math.min(selected - (fits >> 1), lines.length - fits));
  const hidden = lines.length - fits;
  return [head, ...lines.slice(first, first + fits), paint("dim", `… ${hidden} more`, color)];
}

/** The selected node, or the log. */
function panelLines(view: View, color: boolean): string[] {
  const { isOpen, rows, report, log } = view;
  const selected = rows.find(({ isSelected }) => isSelected);
  if (isOpen && selected) return detailLines({ ...selected, report }, color);
  return log.length === 0 ? [] : [...log];
}

/** What needs attention. */
function troubleLine({ report, snapshot, notice }: View, color: boolean): string {
  if (notice !== null) return paint(["bold", "yellow"], notice, color);
  const { errors } = report;
  const last = errors.at(-1);
  if (last) {
    const where = [last.node, last.packet].filter(Boolean).join(" ");
    const told = `✗ ${plural(errors.length, "failure")}, the last: ${where}: ${last.message}`;
    return paint("red", printable(told.split("\n")[0]!), color);
  }
  const [stuck] = toldOf(snapshot);
  if (stuck) return paint("yellow", printable(formatStuck(stuck, snapshot)), color);
  const aside = snapshot.nodes.reduce((sum, node) => sum + node.skipped + node.quarantined, 0);
  return aside === 0
    ? ""
    : paint("yellow", `${plural(aside, "packet")} skipped or in quarantine`, color);
}

function keysLine({ keys }: View, color: boolean): string {
  return keys.map(([key, does]) => `${paint("inverse", ` ${key} `, color)} ${does}`)
    .map((text) => padText(text, 0)).join("   ");
}
