/** A graph as JSON, for other programs. @module */
import { graphHash } from "../hash.ts";
import type { FlowGraph } from "../model.ts";
import { type PictureOptions, sentOver } from "./highlight.ts";

/**
 * The graph itself, with its hash as `graphHash`, indented. With a highlight, nodes it knows have it
 * as `highlight`, and edges the packets `sent`. Ends with a line break.
 */
export function renderJson(graph: FlowGraph, { highlight }: PictureOptions = {}): string {
  const sent = sentOver(graph, highlight);
  const told = {
    ...graph,
    graphHash: graphHash(graph),
    nodes: graph.nodes.map((node) => {
      const measured = highlight?.nodes.get(node.id);
      return measured === undefined ? node : { ...node, highlight: measured };
    }),
    edges: graph.edges.map((edge, index) =>
      sent[index] === null ? edge : { ...edge, sent: sent[index] }
    ),
  };
  return `${JSON.stringify(told, null, 2)}\n`;
}
