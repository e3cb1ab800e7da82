/** Graphs for the tests of this folder. @module */
import fc from "fast-check";
import { type FlowGraph, type GraphEdge, type GraphNode, NO_GRANTS, type Role } from "../model.ts";
import type { Highlight } from "./highlight.ts";
import { printable } from "./labels.ts";

/** A node with everything left out that can be. */
export function graphNode(id: string, role: Role, rest: Partial<GraphNode> = {}): GraphNode {
  return {
    id,
    role,
    step: id,
    code: { module: id, export: "default", builtin: true },
    params: {},
    roles: [],
    replicas: 1,
    queueLimit: 1000,
    permissions: NO_GRANTS,
    trusted: false,
    ports: role === "consumer" ? [] : ["out"],
    dynamic: false,
    ...rest,
  };
}

/** An edge from the port `out`, if no other is given. */
export const edge = (from: string, to: string, port = "out"): GraphEdge => ({ from, port, to });

/** A graph of nodes in topological order. */
export function graphOf(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): FlowGraph {
  return { schema: "ctapipe-flow/graph/1", name: "demo", nodes, edges };
}

/** Two telescopes apart: two ports, replicas, a limit, grants, a trusted node. */
export const SPLIT: FlowGraph = graphOf([
  graphNode("read", "producer", {
    step: "simtel_reader",
    permissions: { ...NO_GRANTS, read: ["data/a.simtel"] },
  }),
  graphNode("split", "stager", { ports: ["lst", "other"], queueLimit: 10 }),
  graphNode("dump", "stager", { replicas: 2, trusted: true }),
  graphNode("end", "consumer", {
    permissions: {
      ...NO_GRANTS,
      read: ["out/a.txt", "out/a.txt.partial"],
      write: ["out/a.txt", "out/a.txt.partial"],
    },
  }),
], [
  edge("read", "split"),
  edge("split", "dump", "lst"),
  edge("split", "end", "other"),
  edge("dump", "end"),
]);

/** What became of {@link SPLIT}: one packet failed in `split`, and `end` could not finish. */
export const SPLIT_HIGHLIGHT: Highlight = {
  nodes: new Map([
    ["read", { busy: 0.444, done: 0, failed: 0, note: null }],
    ["split", { busy: 0.003, done: 11, failed: 1, note: "run: no <pixels>" }],
    ["dump", { busy: 1, done: 7, failed: 0, note: null }],
    ["end", { busy: 0, done: 11, failed: 0, note: "finish: disk full" }],
  ]),
  edges: SPLIT.edges.map((each, index) => ({ ...each, sent: [12, 7, 4, 7][index]! })),
};

/** What breaks notations: quotes, brackets, comments, entities, Markdown, other alphabets. */
const NASTY = [
  '"',
  "'",
  "\\",
  "<b>",
  "</td>",
  "&",
  "&amp;",
  "#35;",
  "%%{init: {}}%%",
  "`",
  "]",
  "(",
  "{",
  "|",
  "--> ",
  "→ ",
  "·",
  ":",
  ";",
  "1. ",
  "- ",
  "_",
  "\\N",
  "\\n",
  "end",
  "\x1b[31m",
  "\n",
  "\0",
  "\ud800",
  "\u202e",
  "größe",
  "望遠鏡",
  "🔭",
] as const;

/** Texts that are neither empty nor begin or end with a space. */
const nasty: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 }),
  fc.array(fc.constantFrom(...NASTY, "a", "b"), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join("")),
).filter((text) => text === text.trim() && text !== "");

/** Graphs of up to twelve nodes, with nasty names everywhere and an execution to highlight. */
export const anyGraph: fc.Arbitrary<{ graph: FlowGraph; highlight: Highlight }> = fc.record({
  name: nasty,
  ids: fc.uniqueArray(nasty, { minLength: 2, maxLength: 12, selector: printable }),
  ports: fc.uniqueArray(nasty, { minLength: 2, maxLength: 2 }),
  path: nasty,
  links: fc.array(fc.record({ from: fc.nat(11), ahead: fc.nat(10), port: fc.nat(1) }), {
    maxLength: 20,
  }),
  busy: fc.double({ min: 0, max: 1, noNaN: true }),
}).map(({ name, ids, ports, path, links, busy }) => {
  const edges = new Map<string, GraphEdge>();
  const add = (from: number, to: number, port: number) =>
    edges.set(`${from} ${to} ${port}`, edge(ids[from]!, ids[to]!, ports[port]!));
  for (const { from, ahead, port } of links) {
    const to = from + 1 + ahead;
    if (to < ids.length) add(from, to, port);
  }
  const all = [...edges.values()];
  const nodes = ids.map((id, index) => {
    const fed = all.some(({ to }) => to === id);
    const feeds = all.some(({ from }) => from === id);
    return graphNode(id, !fed ? "producer" : feeds ? "stager" : "consumer", {
      step: path,
      ports: feeds ? ports : [],
      replicas: 1 + index % 3,
      queueLimit: 99 + index % 2,
      trusted: index % 4 === 3,
      permissions: { ...NO_GRANTS, read: [path], env: [path, `${path}2`] },
    });
  });
  return {
    graph: { ...graphOf(nodes, all), name },
    highlight: {
      nodes: new Map(
        ids.map((
          id,
          index,
        ) => [id, { busy, done: index, failed: index % 3, note: index % 5 === 0 ? path : null }]),
      ),
      edges: all.map((each, index) => ({ ...each, sent: index })),
    },
  };
});
