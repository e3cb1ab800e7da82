/** A graph as a Mermaid flowchart, for READMEs and pages that draw them. @module */
import type { FlowGraph, GraphNode, Role } from "./model.ts";

/** Shapes by role: rounded, box, cylinder. */
const SHAPES: Record<Role, readonly [open: string, close: string]> = {
  producer: ["([", "])"],
  stager: ["[", "]"],
  consumer: ["[(", ")]"],
};

/**
 * Draws a graph: a shape per role, the step below a node's name where it differs, the number of
 * replicas, and the port on every edge whose step has several. Ends with a line break.
 */
export function renderMermaid(graph: FlowGraph): string {
  const name = new Map(graph.nodes.map(({ id }, index) => [id, `n${index}`]));
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const nodes = graph.nodes.map((node) => {
    const [open, close] = SHAPES[node.role];
    return `${name.get(node.id)}${open}"${label(node)}"${close}`;
  });
  const edges = graph.edges.map(({ from, port, to }) => {
    const node = byId.get(from);
    const told = node !== undefined && !node.dynamic && node.ports.length > 1;
    return `${name.get(from)} -->${told ? `|"${escaped(port)}"|` : ""} ${name.get(to)}`;
  });
  return ["flowchart LR", ...[...nodes, ...edges].map((line) => `  ${line}`), ""].join("\n");
}

function label({ id, step, replicas }: GraphNode): string {
  const times = replicas > 1 ? ` × ${replicas}` : "";
  return escaped(`${id}${times}`) + (step === id ? "" : `<br><i>${escaped(step)}</i>`);
}

const escaped = (text: string) => text.replace(/[&"<>#]/g, (sign) => `#${sign.charCodeAt(0)};`);
