/** The one form in which every notation writes a flow down. @module */
import {
  DEFAULT_QUEUE_LIMIT,
  type FlowGraph,
  type FlowSpec,
  GRANT_KINDS,
  type Grants,
  type GraphNode,
  type JsonObject,
  type NextSpec,
  type NodeSpec,
} from "../../graph/model.ts";
import { NODE_OPTIONS } from "../../graph/node_options.ts";
import { shortOnError } from "../../graph/on_error.ts";

/**
 * A flow as a document: nodes as authored, in that order; keys always in the same order; what would
 * say the same as a default left out. Read back, it gives the same graph.
 */
export function canonicalFlow(spec: FlowSpec, graph: FlowGraph): JsonObject {
  const known = new Map(graph.nodes.map((node) => [node.id, node]));
  return {
    name: spec.name,
    ...(spec.description !== undefined && { description: spec.description }),
    nodes: Object.fromEntries(
      spec.nodes.map((node) => [node.id, canonicalNode(node, known.get(node.id)!)]),
    ),
  };
}

function canonicalNode(spec: NodeSpec, node: GraphNode): JsonObject {
  const { step, params, replicas, queueLimit, trusted } = spec;
  const next = canonicalNext(spec.next, node);
  const permissions = canonicalGrants(spec.permissions);
  return {
    step,
    ...(Object.keys(params).length > 0 && { params }),
    ...(next !== null && { next: next as JsonObject }),
    ...(replicas !== 1 && { replicas }),
    ...(queueLimit !== DEFAULT_QUEUE_LIMIT && { queueLimit }),
    ...(Object.keys(permissions).length > 0 && { permissions }),
    ...(trusted && { trusted }),
    ...(node.onError !== undefined && { onError: shortOnError(node.onError) as JsonObject }),
    ...(node.timeoutMs !== undefined && { timeoutMs: node.timeoutMs }),
    ...asWritten(spec, node),
  };
}

/** What differs from its default, as it was written: `64MB` says more than a number. */
function asWritten(spec: NodeSpec, node: GraphNode): JsonObject {
  const said = NODE_OPTIONS.filter((option) => node[option] !== undefined);
  return Object.fromEntries(said.flatMap((option) => {
    const value = spec[option]; // none where the step has decided
    return value === undefined ? [] : [[option, value]];
  }));
}

/**
 * The shortest `next` that says the same, ports in the order in which the step has them. The order of
 * names on a port stays: copies are sent in it, and a dynamic step's first is its default.
 */
export function canonicalNext(
  next: NextSpec | null,
  { ports, dynamic }: GraphNode,
): NextSpec | null {
  if (next === null) return null;
  if (typeof next === "string") return next;
  if (dynamic) return shortest(Object.values(next) as string[]);
  const [first = "out"] = ports;
  const written = Object.entries(next as Readonly<Record<string, string | readonly string[]>>)
    .map(([port, names]) => [port, typeof names === "string" ? names : shortest(names)] as const)
    .sort(([a], [b]) => ports.indexOf(a) - ports.indexOf(b));
  const [only, ...others] = written;
  if (only === undefined) return { [first]: [] };
  const isPlain = others.length === 0 && only[0] === first && typeof only[1] === "string";
  return isPlain ? only[1] : Object.fromEntries(written);
}

const shortest = (names: readonly string[]) => names.length === 1 ? names[0]! : names;

function canonicalGrants(permissions: Partial<Grants>): JsonObject {
  return Object.fromEntries(GRANT_KINDS.flatMap((kind) => {
    const entries = permissions[kind] ?? [];
    return entries.length > 0 ? [[kind, [...entries]]] : [];
  }));
}
