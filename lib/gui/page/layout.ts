/** Where the nodes of a graph stand: left to right, in ranks. @module */
import dagre from "@dagrejs/dagre";
import type { FlowFacts } from "../protocol.ts";

/** Every card has this size, so that nothing moves when numbers change. */
export const CARD: { readonly width: number; readonly height: number } = {
  width: 196,
  height: 104,
};

/** Where a card's upper left corner is. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Which way packets go: to the right, or down where there is little width. */
export type Direction = "LR" | "TB";

/** Positions of all nodes, in their order. */
export function layOut(
  { nodes, edges }: Pick<FlowFacts, "nodes" | "edges">,
  direction: Direction,
): Spot[] {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({
    rankdir: direction,
    nodesep: 30,
    ranksep: direction === "LR" ? 66 : 52,
    edgesep: 16,
  });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of nodes) graph.setNode(id, { ...CARD });
  for (const { from, port, to } of edges) graph.setEdge(from, to, {}, port);
  dagre.layout(graph);
  return nodes.map(({ id }) => {
    const { x, y } = graph.node(id);
    return { x: x - CARD.width / 2, y: y - CARD.height / 2 };
  });
}

/** How much room all cards need. */
export function sizeOf(spots: readonly Spot[]): { width: number; height: number } {
  return {
    width: Math.max(0, ...spots.map(({ x }) => x)) + CARD.width,
    height: Math.max(0, ...spots.map(({ y }) => y)) + CARD.height,
  };
}

/** Names of the out-ports of a node, in the order in which its edges leave without crossing. */
export function portsOf(
  id: string,
  facts: FlowFacts,
  spots: readonly Spot[],
  direction: Direction,
): string[] {
  const heights = new Map<string, number[]>();
  for (const { from, port, to } of facts.edges) {
    if (from !== id) continue;
    const at = facts.nodes.findIndex((node) => node.id === to);
    heights.set(port, [
      ...heights.get(port) ?? [],
      spots[at]?.[direction === "LR" ? "y" : "x"] ?? 0,
    ]);
  }
  const mean = (values: number[]) => values.reduce((sum, y) => sum + y, 0) / values.length;
  return [...heights].toSorted(([, a], [, b]) => mean(a) - mean(b)).map(([port]) => port);
}
