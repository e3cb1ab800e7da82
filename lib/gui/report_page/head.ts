/** What a reader wants to know first. @module */
import { formatDuration, formatRate, plural } from "../../telemetry/format.ts";
import type { NodeReport, Report } from "../../telemetry/report.ts";
import { type Html, html } from "./html.ts";

const MARKS = { done: "✓", failed: "✗", interrupted: "‖" } as const;

/** Name, outcome, and a few figures. */
export function headOf(report: Report): Html {
  const { flow, status, mode, seed, startedAt, wallMs } = report;
  const told = seed === undefined ? mode : `${mode}, seed ${seed}`;
  return html`
    <header><h1>${flow}</h1><span class="status ${status}">${MARKS[
      status
    ]} ${status}</span></header>
    <p class="quiet">Started ${startedAt.replace("T", " ").replace(
      "Z",
      " UTC",
    )}, took ${formatDuration(wallMs)} in mode ${told}.</p>
    <div class="tiles">${tilesOf(report).map(([title, value, note]) =>
      html`<div class="tile"><span class="quiet small">${title}</span><b>${value}</b>
<span class="quiet small">${note}</span></div>`
    )}</div>
  `;
}

function tilesOf(
  { nodes, errors, ledger, outputs, wallMs }: Report,
): (readonly [title: string, value: string, note: string])[] {
  const all = Object.values(nodes);
  const of = (role: NodeReport["role"]) => all.filter((node) => node.role === role);
  const came = sum(of("producer"), ({ emitted }) => emitted);
  const ended = sum(of("consumer"), ({ done }) => done);
  const aside = sum(all, ({ skipped, quarantined }) => skipped + quarantined);
  const perSecond = (n: number) => wallMs > 0 ? formatRate(1000 * n / wallMs) : "";
  const consumers = of("consumer").length;
  const taken = consumers === 1 ? "" : `, by ${consumers} consumers`;
  const books = ledger.closed === false
    ? "not closed"
    : ledger.balanced
    ? "balanced"
    : "UNBALANCED";
  const isPartial = ({ path }: { path: string }) => path.endsWith(".partial");
  const partial = outputs.filter(isPartial).length;
  return [
    ["packets came in", grouped(came), perSecond(came)],
    ["taken in the end", grouped(ended), perSecond(ended) + taken],
    [
      "failures",
      grouped(errors.length),
      aside > 0 ? `${plural(aside, "packet")} done without` : "",
    ],
    ["ledger", books, ledger.balanced ? "all packets accounted for" : "see below"],
    [
      "files written",
      grouped(outputs.length - partial),
      partial > 0 ? `and ${partial} not complete` : "",
    ],
  ];
}

const sum = (nodes: readonly NodeReport[], of: (node: NodeReport) => number) =>
  nodes.reduce((total, node) => total + of(node), 0);

/** A count with thin spaces between thousands. */
export const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+(?!\d))/g, "\u202f");
