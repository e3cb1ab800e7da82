/** In what a graph is another. @module */
import { canonicalJson } from "../../graph/hash.ts";
import type { FlowGraph, GraphNode, Json } from "../../graph/model.ts";

/** The first difference between two graphs, as a clause; null if there is none. */
export function difference(before: FlowGraph, now: FlowGraph): string | null {
  if (before.name !== now.name) return `it was of the flow "${before.name}"`;
  const known = new Map(before.nodes.map((node) => [node.id, node]));
  for (const node of now.nodes) {
    const old = known.get(node.id);
    if (old === undefined) return `there was no node "${node.id}"`;
    const inNode = differenceOfNodes(old, node);
    if (inNode !== null) return `of node "${node.id}" ${inNode}`;
    known.delete(node.id);
  }
  for (const id of known.keys()) return `there was a node "${id}"`;
  const isSame = canonicalJson(before.edges) === canonicalJson(now.edges) &&
    canonicalJson(before.nodes.map(({ id }) => id)) ===
      canonicalJson(now.nodes.map(({ id }) => id));
  return isSame ? null : "its nodes were connected in another way";
}

function differenceOfNodes(before: GraphNode, now: GraphNode): string | null {
  // where the code lies differs from checkout to checkout
  const { code: _old, ...old } = before;
  const { code: _new, ...new_ } = now;
  return firstIn(old as unknown as Json, new_ as unknown as Json, "");
}

/** The first value that differs, with the keys that lead to it. */
function firstIn(before: Json | undefined, now: Json | undefined, path: string): string | null {
  if (canonicalJson(before) === canonicalJson(now)) return null;
  if (isObject(before) && isObject(now)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(now)])) {
      const found = firstIn(before[key], now[key], path === "" ? key : `${path}.${key}`);
      if (found !== null) return found;
    }
  }
  return `${path} was ${textOf(before)}, now it is ${textOf(now)}`;
}

const isObject = (value: Json | undefined): value is { [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const textOf = (value: Json | undefined) => value === undefined ? "not set" : canonicalJson(value);
