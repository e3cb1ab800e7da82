/** A graph as a Mermaid flowchart, for READMEs and pages that draw them. @module */
import type { FlowGraph, GraphNode, Role } from "../model.ts";
import {
  ALARM,
  busyColor,
  hasFailed,
  INK,
  type NodeHighlight,
  type PictureOptions,
} from "./highlight.ts";
import { edgeTexts, nodeText, nodeTitle } from "./labels.ts";

/** Shapes by role: rounded, box, cylinder. */
const SHAPES: Record<Role, readonly [open: string, close: string]> = {
  producer: ["([", "])"],
  stager: ["[", "]"],
  consumer: ["[(", ")]"],
};

/**
 * Draws a graph: a shape per role, and what {@link nodeText} says in lines below a node's name. A
 * highlight colours the nodes by how busy they were. Ends with a line break.
 */
export function renderMermaid(graph: FlowGraph, options: PictureOptions = {}): string {
  const { highlight } = options;
  const name = new Map(graph.nodes.map(({ id }, index) => [id, `n${index}`]));
  const nodes = graph.nodes.map((node) => {
    const [open, close] = SHAPES[node.role];
    const label = labelOf(node, highlight?.nodes.get(node.id));
    return `${name.get(node.id)}${open}"${label}"${close}`;
  });
  const texts = edgeTexts(graph, options);
  const edges = graph.edges.map(({ from, to }, index) => {
    const told = texts[index]!;
    return `${name.get(from)} -->${told === "" ? "" : `|"${escaped(told)}"|`} ${name.get(to)}`;
  });
  const styles = graph.nodes.flatMap((node) => {
    const style = styleOf(node, highlight?.nodes.get(node.id));
    return style === null ? [] : [`style ${name.get(node.id)} ${style}`];
  });
  return ["flowchart LR", ...[...nodes, ...edges, ...styles].map((line) => `  ${line}`), ""]
    .join("\n");
}

function labelOf(node: GraphNode, measured: NodeHighlight | undefined): string {
  const { step, queue, grants, trusted, busy, done, failure } = nodeText(node, measured);
  const counts = [busy, done].filter((part) => part !== null).join(" · ");
  return [
    escaped(nodeTitle(node)),
    ...(step === null ? [] : [`<i>${escaped(step)}</i>`]),
    ...(queue === null ? [] : [escaped(queue)]),
    ...grants.map(escaped),
    ...(trusted === null ? [] : [`<b>${escaped(trusted)}</b>`]),
    ...(counts === "" ? [] : [escaped(counts)]),
    ...(failure === null ? [] : [`<b>${escaped(failure)}</b>`]),
  ].join("<br>");
}

/** Only what stands out has a style of its own: the rest follows the theme of the page. */
function styleOf({ trusted }: GraphNode, measured: NodeHighlight | undefined): string | null {
  const alarming = `stroke:${ALARM},stroke-width:3px`;
  const dashed = trusted ? ",stroke-dasharray:6 3" : "";
  if (measured !== undefined) {
    const stroke = trusted || hasFailed(measured) ? alarming : `stroke:${INK}`;
    return `fill:${busyColor(measured.busy)},color:${INK},${stroke}${dashed}`;
  }
  return trusted ? `fill:#fdecea,color:${ALARM},${alarming}${dashed}` : null;
}

/** What needs no number: letters with their marks, digits, and signs that mean nothing in a label. */
const HARMLESS = String.raw`\p{L}\p{M}\p{N} .,:/×·…✗()_-`;
const NOT_HARMLESS = new RegExp(`[^${HARMLESS}]`, "gu");
/** Underscores at the ends of words begin and end italics. */
const LOOSE_UNDERSCORE = /(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;

/**
 * Whatever Mermaid, Markdown or HTML might read as more than a sign, by its number. Mermaid breaks
 * lines at `\n` also where the backslash came as a number, so nothing, U+2060, stands between.
 */
function escaped(text: string): string {
  const number = (sign: string) => `#${sign.codePointAt(0)};`;
  return text.replace(/\\(?=n)/g, "\\\u2060").replace(NOT_HARMLESS, number)
    .replace(LOOSE_UNDERSCORE, number);
}
