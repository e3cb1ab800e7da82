/** A graph in the language of Graphviz. @module */
import type { FlowGraph, GraphNode, Role } from "../model.ts";
import {
  ALARM,
  busyColor,
  hasFailed,
  INK,
  type NodeHighlight,
  type PictureOptions,
  QUIET_INK,
} from "./highlight.ts";
import { edgeTexts, nodeText, nodeTitle, printable } from "./labels.ts";

/** Rounded, box, cylinder; and a tint each, for pictures without a highlight. */
const ROLES: Record<Role, { shape: string; style: string; fill: string }> = {
  producer: { shape: "box", style: "filled,rounded", fill: "#e3f2e6" },
  stager: { shape: "box", style: "filled", fill: "#e6eefb" },
  consumer: { shape: "cylinder", style: "filled", fill: "#f3e8f9" },
};

/**
 * A font whose widths Graphviz knows without having it. It is a wide one, and DejaVu Sans is as wide:
 * what is drawn with another in its place fits all the more.
 */
export const FONT = "Verdana";
const LINE = "#5f6368";
/** Shares of time in the legend. */
const LEGEND = [0, 0.2, 0.4, 0.6, 0.8, 1];

/**
 * Draws a graph from left to right, on white: a shape per role, and what {@link nodeText} says below
 * a node's name. A highlight colours the nodes by how busy they were, with a legend.
 *
 * @returns a text that Graphviz reads; the same graph gives the same text
 */
export function renderDot(graph: FlowGraph, options: PictureOptions = {}): string {
  const { highlight } = options;
  const texts = edgeTexts(graph, options);
  const title = `<b>${escaped(graph.name)}</b>`;
  return [
    `digraph ${quotedId(graph.name)} {`,
    `  graph [rankdir=LR, bgcolor="white", pad=0.25, nodesep=0.35, ranksep=0.6, labelloc=t,`,
    `    fontname="${FONT}", fontsize=13, fontcolor="${INK}",`,
    `    label=<${highlight === undefined ? title : withLegend(title)}>]`,
    `  node [fontname="${FONT}", fontsize=11, fontcolor="${INK}", color="${LINE}", margin="0.2,0.08"]`,
    `  edge [fontname="${FONT}", fontsize=9, fontcolor="${QUIET_INK}", color="${LINE}", arrowsize=0.7]`,
    ...graph.nodes.map((node) => `  ${nodeLine(node, highlight?.nodes.get(node.id))}`),
    ...graph.edges.map(({ from, to }, index) => {
      const told = texts[index]!;
      const label = told === "" ? "" : ` [label=<${table([cell(escaped(told))], 4)}>]`;
      return `  ${quotedId(from)} -> ${quotedId(to)}${label}`;
    }),
    "}",
    "",
  ].join("\n");
}

function nodeLine(node: GraphNode, measured: NodeHighlight | undefined): string {
  const { shape, style, fill } = ROLES[node.role];
  const alarming = node.trusted || measured !== undefined && hasFailed(measured);
  const attributes = [
    `shape=${shape}`,
    `style="${style}${node.trusted ? ",dashed" : ""}"`,
    `fillcolor="${measured === undefined ? fill : busyColor(measured.busy)}"`,
    ...(alarming ? [`color="${ALARM}"`, "penwidth=2.5"] : []),
    `label=<${labelOf(node, measured)}>`,
  ];
  return `${quotedId(node.id)} [${attributes.join(", ")}]`;
}

function labelOf(node: GraphNode, measured: NodeHighlight | undefined): string {
  const { step, queue, grants, trusted, busy, done, failure } = nodeText(node, measured);
  const counts = [busy, done].filter((part) => part !== null).join(" · ");
  const rows = [
    cell(`<b>${escaped(nodeTitle(node))}</b>`),
    ...(step === null ? [] : [cell(`<i>${escaped(step)}</i>`)]),
    ...[...(queue === null ? [] : [queue]), ...grants].map((line) => cell(quiet(line))),
    ...(trusted === null ? [] : [badge(trusted)]),
    ...(counts === "" ? [] : [cell(escaped(counts))]),
    ...(failure === null ? [] : [badge(failure)]),
  ];
  return table(rows, 2);
}

const table = (cells: readonly string[], padding: number) =>
  `<table border="0" cellborder="0" cellspacing="0" cellpadding="${padding}">` +
  `${cells.map((each) => `<tr>${each}</tr>`).join("")}</table>`;

const cell = (html: string) => `<td>${html}</td>`;

const quiet = (text: string) => `<font point-size="9" color="${QUIET_INK}">${escaped(text)}</font>`;

/** White on red can be read on every fill. */
const badge = (text: string) =>
  `<td bgcolor="${ALARM}"><font point-size="9" color="white"><b>${escaped(text)}</b></font></td>`;

function withLegend(title: string): string {
  const shares = LEGEND.map((share) =>
    `<td bgcolor="${busyColor(share)}" width="34">` +
    `<font point-size="9">${Math.round(share * 100)}</font></td>`
  );
  const legend = `<table border="0" cellborder="0" cellspacing="0" cellpadding="3"><tr>` +
    `<td>${quiet("busy, % of the time")}</td>${shares.join("")}</tr></table>`;
  return table([cell(title), cell(legend)], 3);
}

/**
 * A quoted id, in which only `"` and `\` are special. Ids that begin with `%` are Graphviz's own: it
 * would make a new node wherever it reads one.
 */
function quotedId(id: string): string {
  return `"${printable(id).replace(/["\\]|^%/g, (sign) => `\\${sign}`)}"`;
}

/** Text in a label, which is read as XML. */
function escaped(text: string): string {
  return printable(text).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
