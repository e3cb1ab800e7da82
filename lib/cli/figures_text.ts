/** What steps counted, as text. @module */
import { printable } from "../graph/render/labels.ts";
import type { Report } from "../telemetry/report.ts";
import { paint } from "./output.ts";

/** Figures of a node that are told; the report has all of them. */
const MOST = 20;

/** A line for each node whose step counted something. */
export function formatFigures(nodes: Report["nodes"], color: boolean): string {
  return Object.entries(nodes).map(([id, { figures = {} }]) => {
    const all = Object.entries(figures).map(([name, value]) => `${printable(name)} ${value}`);
    if (all.length === 0) return "";
    const rest = all.length > MOST ? [`… (${all.length - MOST} more)`] : [];
    return `${paint("bold", `${id} counted`, color)}: ${
      [...all.slice(0, MOST), ...rest].join(", ")
    }\n`;
  }).join("");
}
