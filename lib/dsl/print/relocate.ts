/** Moves a flow to another folder: what it names stays where it is. @module */
import { posix } from "node:path";
import type { GraphNode, Json, JsonObject } from "../../graph/model.ts";
import { roleValues } from "../../graph/role_values.ts";
import { schemaIn, schemaLine } from "../comments.ts";
import { pathOf, stepReference } from "../step_reference.ts";
import type { PrintableFlow } from "./mod.ts";

/**
 * A flow as it must be written in another folder to name the same files: in the params whose role is
 * a path (also where a default names one), in permissions, as steps, and as schema. Only what is
 * authored is rewritten; the graph stays the one of the first folder.
 *
 * @param from URL of the flow
 * @param to URL of the file it is written to
 */
export function relocate(flow: PrintableFlow, from: string, to: string): PrintableFlow {
  const { spec, graph, comments } = flow;
  const [oldFolder, newFolder] = [from, to].map((url) => pathOf(new URL(".", url)));
  if (oldFolder === newFolder) return flow;
  const move = (path: string) => movedPath(path, oldFolder!, newFolder!);
  const known = new Map(graph.nodes.map((node) => [node.id, node]));
  const nodes = spec.nodes.map((node) => {
    const { read, write } = node.permissions;
    return {
      ...node,
      step: known.get(node.id)!.code.builtin ? node.step : movedModule(node.step, from, newFolder!),
      params: movedParams(node.params, known.get(node.id)!, move),
      permissions: {
        ...node.permissions,
        ...(read && { read: read.map(move) }),
        ...(write && { write: write.map(move) }),
      },
    };
  });
  const movedComments = comments.map((comment) => ({
    ...comment,
    lines: comment.lines.map((line) => movedSchema(line, move)),
  }));
  return { spec: { ...spec, nodes }, graph, comments: movedComments };
}

/** A flow whose steps are named by the URLs of their modules, wherever it lies. */
export function withModuleUrls(flow: PrintableFlow): PrintableFlow {
  const codes = new Map(flow.graph.nodes.map(({ id, code }) => [id, code]));
  const nodes = flow.spec.nodes.map((node) => {
    const { builtin, module, export: name } = codes.get(node.id)!;
    return builtin ? node : { ...node, step: `${module}#${name}` };
  });
  return { ...flow, spec: { ...flow.spec, nodes } };
}

function movedPath(path: string, from: string, to: string): string {
  if (posix.isAbsolute(path)) return path;
  const moved = posix.relative(to, posix.resolve(from, path)) || ".";
  return path.endsWith("/") ? `${moved}/` : moved;
}

/** A reference is a URL, not a path; one that holds wherever the flow lies stays as it is. */
function movedModule(step: string, from: string, to: string): string {
  const [file = "", ...rest] = step.split("#");
  if (/^(\/|file:)/.test(file)) return step;
  return [stepReference(pathOf(new URL(file, from)), to), ...rest].join("#");
}

function movedSchema(line: string, move: (path: string) => string): string {
  const address = schemaIn(line);
  if (address === null || /^[a-z][a-z0-9+.-]*:/i.test(address)) return line;
  const moved = move(address);
  return schemaLine(/^[./]/.test(moved) ? moved : `./${moved}`);
}

function movedParams(
  params: JsonObject,
  { params: filled, roles }: GraphNode,
  move: (path: string) => string,
): JsonObject {
  const copy = structuredClone(params);
  for (const { path: rolePath, role } of roles) {
    if (role === "endpoint") continue;
    for (const { path, value } of roleValues(filled, rolePath)) {
      const moved = move(value);
      if (moved !== value) place(copy, path, moved, filled);
    }
  }
  return copy;
}

/** Puts a value at its place; what it stands in comes from the defaults if it is not authored. */
function place(
  params: JsonObject,
  path: readonly (string | number)[],
  value: string,
  filled: JsonObject,
): void {
  let [here, there]: Json[] = [params, filled];
  for (const [depth, key] of path.entries()) {
    there = (there as JsonObject)[key]!;
    const isLast = depth === path.length - 1;
    const inside: Json = isLast
      ? value
      : Object.hasOwn(here as JsonObject, key)
      ? (here as JsonObject)[key]!
      : structuredClone(there);
    define(here as JsonObject, key, inside);
    here = inside;
  }
}

/** Defines, lest a key like `__proto__` do something else. */
function define(holder: JsonObject, key: string | number, value: Json): void {
  const member = { value, writable: true, enumerable: true, configurable: true };
  Object.defineProperty(holder, key, member);
}
