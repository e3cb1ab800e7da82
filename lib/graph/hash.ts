/** A name for a graph that is the same wherever the same graph is built. @module */
import { createHash } from "node:crypto";
import type { FlowGraph } from "./model.ts";

/**
 * SHA-256, as 64 hex digits, of a graph's canonical JSON without the places of its steps' code:
 * `step` names them as the flow does, so the hash is the same in every checkout. The order of keys
 * and the notation of the flow do not matter; the order of nodes and edges does.
 */
export function graphHash(graph: FlowGraph): string {
  const nodes = graph.nodes.map(({ code: _place, ...node }) => node);
  return createHash("sha256").update(canonicalJson({ ...graph, nodes })).digest("hex");
}

/** JSON without spaces, the keys of every object sorted by UTF-16 code units (as in RFC 8785). */
export function canonicalJson(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const members = Object.entries(value)
    .filter(([, inside]) => inside !== undefined)
    .sort(([a], [b]) => a < b ? -1 : 1)
    .map(([key, inside]) => `${JSON.stringify(key)}:${canonicalJson(inside)}`);
  return `{${members.join(",")}}`;
}
