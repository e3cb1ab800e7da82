/** The lines that lead from node to node in a drawing made of characters. @module */
import type { FlowGraph, GraphEdge } from "../model.ts";

/** What stands to the left of the lines of text about one node. All of one graph are equally wide. */
export interface NodeRails {
  /** Left of the node itself; its column is a space, to be filled with a sign for it. */
  readonly head: string;
  /** Where that column is in `head`. */
  readonly column: number;
  /** Left of further lines about the node. */
  readonly below: string;
  /** The edges that leave the node, each with what is left of its line. */
  readonly edges: readonly { readonly edge: GraphEdge; readonly rail: string }[];
}

/** Characters by the ends that meet in them: up, down, left, right. */
const LINES: Readonly<Record<string, string>> = {
  ud: "│",
  udl: "┤",
  udr: "├",
  udlr: "┼",
  dl: "╮",
  dr: "╭",
  ul: "╯",
  ur: "╰",
  ulr: "┴",
  dlr: "┬",
};

/**
 * Draws a graph from top to bottom, a row per node and per edge. A node that is being waited for
 * has a lane, a column with a vertical line that ends at the node; edges to it join the lane. In
 * the rows below a node all horizontal lines begin in the node's column; where one passes under the
 * lane of another node, the lane's line is whole (`─│─`).
 *
 * @param graph nodes in topological order
 * @returns one entry per node, in order
 */
export function drawRails(graph: FlowGraph): NodeRails[] {
  const lanes: (string | null)[] = [];
  const drawn = graph.nodes.map(({ id }) => {
    const column = laneOf(id, lanes);
    const others = lanes.map((lane, at) => lane !== null && at !== column);
    lanes[column] = null;
    const leaving = graph.edges.filter(({ from }) => from === id);
    const edges = leaving.map((edge, index) => {
      const fork = forkTo(edge.to, column, lanes);
      const goesOn = index < leaving.length - 1 || lanes[column] !== null;
      return { edge, rail: forkRow(lanes, fork, goesOn) };
    });
    const stem = others.map((live, at) => live || at === column && leaving.length > 0);
    return { column: 2 * column, head: verticals(others), below: verticals(stem), edges };
  });
  const width = 2 * lanes.length - 1;
  return drawn.map(({ column, head, below, edges }) => ({
    column,
    head: head.padEnd(width),
    below: below.padEnd(width),
    edges: edges.map(({ edge, rail }) => ({ edge, rail: rail.padEnd(width) })),
  }));
}

/** A horizontal line between two lanes; `opens` if the lane at its end was not there before. */
interface Fork {
  readonly from: number;
  readonly to: number;
  readonly opens: boolean;
}

function laneOf(id: string, lanes: (string | null)[]): number {
  const waiting = lanes.indexOf(id);
  if (waiting >= 0) return waiting;
  const free = lanes.indexOf(null);
  if (free < 0) return lanes.push(id) - 1;
  lanes[free] = id;
  return free;
}

/** The lane of `id`, or for a new one the node's own, or else the nearest to the right. */
function forkTo(id: string, from: number, lanes: (string | null)[]): Fork {
  const waiting = lanes.indexOf(id);
  if (waiting >= 0) return { from, to: waiting, opens: false };
  let to = from;
  while (to < lanes.length && lanes[to] !== null) to++;
  lanes[to] = id;
  return { from, to, opens: true };
}

function forkRow(lanes: readonly (string | null)[], fork: Fork, goesOn: boolean): string {
  const { from, to, opens } = fork;
  const [first, last] = [Math.min(from, to), Math.max(from, to)];
  let row = "";
  for (let at = 0; at < lanes.length; at++) {
    const within = at > first && at < last;
    if (from !== to && at === from) {
      row += LINES[`u${goesOn ? "d" : ""}${to < from ? "l" : "r"}`];
    } else if (from !== to && at === to) {
      row += LINES[`${opens ? "" : "u"}d${to < from ? "r" : "l"}`];
    } else {
      row += lanes[at] !== null ? "│" : within ? "─" : " ";
    }
    row += at >= first && at < last ? "─" : " ";
  }
  return row.trimEnd();
}

function verticals(lanes: readonly boolean[]): string {
  return lanes.map((live) => live ? "│" : " ").join(" ");
}
