/** A graph drawn with characters, for terminals. @module */
import type { FlowGraph, GraphNode, Role } from "../model.ts";
import { type NodeHighlight, type PictureOptions, sentOver } from "./highlight.ts";
import { nodeText, nodeTitle, portsToTell, printable } from "./labels.ts";
import { drawRails, type NodeRails } from "./rails.ts";

/** How a piece of text stands out: a node's name, what matters less, share of time, a warning. */
export type TextStyle = "name" | "quiet" | "busy" | "alarm";

/** How {@link renderText} draws. */
export interface TextOptions extends PictureOptions {
  /** Columns that lines should have at most. Default: as many as they need. */
  readonly width?: number;
  /** Colours a text in a style; by default texts stay as they are. */
  readonly paint?: (style: TextStyle, text: string) => string;
}

/** Brackets around names, and signs in the drawing. */
const ROLES: Record<Role, readonly [open: string, close: string, sign: string]> = {
  producer: ["(", ")", "○"],
  stager: ["[", "]", "□"],
  consumer: ["[(", ")]", "■"],
};
const FAILED_SIGN = "✗";

/** A piece of text that is not broken. */
interface Piece {
  readonly text: string;
  readonly style: TextStyle | null;
}

/** A node's name, further pieces about it, and the texts of its edges. */
interface Block {
  readonly sign: Piece;
  readonly name: Piece;
  readonly details: readonly Piece[];
  readonly edges: readonly string[];
}

const GAP = "  ";
const INDENT = "    ";
const DOT = " · ";

/**
 * Draws a graph from top to bottom: the nodes in order, `(producer)`, `[stager]`, `[(consumer)]`,
 * each with its edges `port → node` below it, and lines from node to node at the left. The lines
 * are left out where there is no room for them.
 *
 * @returns lines without spaces at their ends, each with a line break
 */
export function renderText(graph: FlowGraph, options: TextOptions = {}): string {
  const { width = Infinity, paint = (_, text) => text } = options;
  const blocks = blocksOf(graph, options);
  const rails = drawRails(graph);
  const needed = Math.max(
    0,
    ...blocks.flatMap(({ name, edges }) => [name.text, ...edges].map(columns)),
  );
  const railWidth = rails[0]?.head.length ?? 0;
  const withRails = railWidth + GAP.length + needed <= width;
  const painted = ({ text, style }: Piece) => style === null ? text : paint(style, text);
  return blocks.flatMap((block, index) => {
    const draw = withRails ? besideRails(rails[index]!, block, painted) : indented(block, painted);
    const [first = [], ...others] = fill(block, width - draw.indent);
    return [
      draw.head + first.map(painted).join(""),
      ...others.map((line) => draw.below + line.map(painted).join("")),
      ...block.edges.map((edge, at) => draw.edges[at] + paint("quiet", edge)),
    ];
  }).map((line) => `${line.trimEnd()}\n`).join("");
}

/** What stands at the left of a block's lines; `indent` is how wide that is. */
interface Left {
  readonly indent: number;
  readonly head: string;
  readonly below: string;
  readonly edges: readonly string[];
}

function besideRails(rails: NodeRails, { sign }: Block, painted: (piece: Piece) => string): Left {
  const { head, column, below, edges } = rails;
  return {
    indent: head.length + GAP.length,
    head: head.slice(0, column) + painted(sign) + head.slice(column + 1) + GAP,
    below: below + GAP,
    edges: edges.map(({ rail }) => rail + GAP),
  };
}

function indented({ sign, edges }: Block, painted: (piece: Piece) => string): Left {
  const failed = sign.text === FAILED_SIGN ? `${painted(sign)} ` : "";
  return { indent: columns(failed && "✗ "), head: failed, below: "", edges: edges.map(() => GAP) };
}

/** The name and the details in lines of at most `room` columns, further lines indented. */
function fill({ name, details }: Block, room: number): Piece[][] {
  const lines: Piece[][] = [[name]];
  let used = columns(name.text);
  for (const [index, piece] of details.entries()) {
    const before = index === 0 ? GAP : DOT;
    const fits = used + before.length + columns(piece.text) <= room;
    const lead = { text: fits ? before : INDENT, style: null };
    if (fits) lines.at(-1)!.push(lead, piece);
    else lines.push([lead, piece]);
    used = (fits ? used : 0) + lead.text.length + columns(piece.text);
  }
  return lines;
}

function blocksOf(graph: FlowGraph, { highlight }: PictureOptions): Block[] {
  const ports = portsToTell(graph);
  const sent = sentOver(graph, highlight);
  const edges = graph.edges.map(({ from, to }, index) => {
    const port = ports[index] === null ? "" : `${ports[index]} `;
    const count = sent[index] === null ? "" : `${DOT}${sent[index]}`;
    return { from, text: `${port}→ ${printable(to)}${count}` };
  });
  return graph.nodes.map((node) => ({
    ...named(node, highlight?.nodes.get(node.id)),
    edges: edges.filter(({ from }) => from === node.id).map(({ text }) => text),
  }));
}

function named(node: GraphNode, measured: NodeHighlight | undefined): Omit<Block, "edges"> {
  const [open, close, sign] = ROLES[node.role];
  const { step, queue, grants, trusted, busy, done, failure } = nodeText(node, measured);
  const title = nodeTitle(node);
  const id = printable(node.id);
  const piece = (style: TextStyle | null) => (text: string): Piece => ({ text, style });
  return {
    sign: failure === null ? { text: sign, style: null } : { text: FAILED_SIGN, style: "alarm" },
    name: { text: `${open}${id}${close}${title.slice(id.length)}`, style: "name" },
    details: [
      ...[step, queue, ...grants].filter((text) => text !== null).map(piece("quiet")),
      ...[trusted].filter((text) => text !== null).map(piece("alarm")),
      ...[busy, done].filter((text) => text !== null).map(piece("busy")),
      ...[failure].filter((text) => text !== null).map(piece("alarm")),
    ],
  };
}

/** Columns on a terminal; letters of East Asian scripts and pictures take two. */
function columns(text: string): number {
  return [...text].reduce((sum, letter) => sum + (WIDE.test(letter) ? 2 : 1), 0);
}

const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]|\p{Emoji_Presentation}/u;
