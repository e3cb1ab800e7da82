/** Writes canonical flows as programs in the typed notation. @module */
import type { FlowGraph, GraphNode, JsonObject, NextSpec } from "../../graph/model.ts";
import { schemaIn } from "../comments.ts";
import type { Comment } from "../front_end.ts";
import { type Call, call, type Code, codeOf, layOut, stringText, variable } from "./code.ts";
import { isIdentifier, Names } from "./names.ts";

/** Library names in the order in which they are imported. */
const LIBRARY = ["defineFlow", "drop", "edge", "node"];

/**
 * A module whose default export is the flow. Comments of a node, and of all in it, stand before it.
 *
 * @param document canonical
 * @param comments at places that every notation has, in order
 */
export function printTypescript(
  document: JsonObject,
  graph: FlowGraph,
  comments: readonly Comment[],
): string {
  const names = new Names();
  const nodes = Object.entries(document.nodes as Record<string, JsonObject>);
  const variables = new Map(nodes.map(([id]) => [id, names.give(id, "node")]));
  const known = new Map(graph.nodes.map((node) => [node.id, node]));
  const steps = new Steps(names);
  const placed = nodes.map(([id, node]) =>
    [
      ...linesFor(comments, ({ path }) => path[0] === "nodes" && path[1] === id),
      placedNode(variables.get(id)!, steps.of(node.step as string, known.get(id)!), node),
    ].join("\n")
  );
  const edges = nodes.flatMap(([id, { next }]) =>
    edgesOf(known.get(id)!, (next ?? null) as NextSpec | null, variables)
  );
  const flow = flowCode(document, variables, edges);
  const used = new Set(["defineFlow", "node", ...edges.map(({ name }) => name)]);
  const library = LIBRARY.filter((name) => used.has(name)).join(", ");
  const isOfNodes = ({ path }: Comment) => path[0] === "nodes" && path.length > 1;
  const isHead = ({ path, place }: Comment) => place === "before" && path[0] !== "nodes";
  return [
    ...linesFor(comments, isHead),
    `import { ${library} } from "ctapipe-flow";`,
    ...steps.imports(),
    "",
    placed.join("\n"),
    "",
    ...linesFor(comments, (one) => !isOfNodes(one) && !isHead(one)),
    layOut(flow, "export default ", ";"),
    "",
  ].join("\n");
}

/** Comments of some kind as lines; the one that names the schema says nothing here. */
function linesFor(comments: readonly Comment[], isMeant: (comment: Comment) => boolean): string[] {
  return comments.filter(isMeant).flatMap(({ lines }) => lines)
    .filter((line) => schemaIn(line) === null)
    .map((line) => `// ${line}`.trimEnd());
}

function flowCode(
  document: JsonObject,
  variables: ReadonlyMap<string, string>,
  edges: readonly Call[],
): Code {
  const { name, description } = document;
  const nodes = [...variables].map(([id, name]) => [id, variable(name)] as const);
  const entries: [string, Code][] = [
    ["name", codeOf(name!)],
    ...(description === undefined ? [] : [["description", codeOf(description)] as [string, Code]]),
    ["nodes", { kind: "object", entries: nodes }],
    ["edges", { kind: "list", items: edges, open: true }],
  ];
  return { kind: "call", name: "defineFlow", args: [{ kind: "object", entries, open: true }] };
}

function placedNode(name: string, step: string, node: JsonObject): string {
  const { step: _step, next: _next, ...options } = node;
  const settings = Object.keys(options).length > 0 ? [codeOf(options)] : [];
  return layOut(call("node", variable(step), ...settings), `const ${name} = `, ";");
}

function edgesOf(
  { id, ports, dynamic }: GraphNode,
  next: NextSpec | null,
  variables: ReadonlyMap<string, string>,
): Call[] {
  if (next === null) return [];
  const from = variables.get(id)!;
  const isByPort = typeof next !== "string" && !Array.isArray(next);
  const byPort = Object.entries(isByPort ? next as Record<string, NextSpec> : { "": next });
  return byPort.flatMap(([port, names]) => {
    const name = isByPort ? port : ports[0] ?? "";
    const start = variable(dynamic || ports.length === 1 ? from : from + memberText("out", name));
    const targets = [names].flat() as string[];
    if (targets.length === 0) return [call("drop", start)];
    return targets.map((to) => call("edge", start, variable(variables.get(to)!)));
  });
}

const memberText = (object: string, name: string) =>
  `.${object}${isIdentifier(name) ? `.${name}` : `[${stringText(name)}]`}`;

/** The steps that are used, and how the module gets at them. */
class Steps {
  readonly #names: Names;
  readonly #own = new Map<string, { readonly line: string; readonly name: string }>();
  #usesBuiltins = false;

  constructor(names: Names) {
    this.#names = names;
  }

  of(step: string, { code }: GraphNode): string {
    if (code.builtin) {
      this.#usesBuiltins = true;
      return `steps.${step}`;
    }
    const known = this.#own.get(step) ?? this.#import(step);
    this.#own.set(step, known);
    return known.name;
  }

  imports(): string[] {
    const own = [...this.#own.values()].map(({ line }) => line);
    return this.#usesBuiltins ? ['import * as steps from "ctapipe-flow/steps";', ...own] : own;
  }

  #import(step: string): { line: string; name: string } {
    const [file = "", exported = "default"] = step.split("#");
    const isDefault = exported === "default" || exported === "";
    const stem = file.split("/").at(-1)!.replace(/\.[^.]+$/, "");
    const name = this.#names.give(isDefault ? stem : exported, "step");
    const from = stringText(/^(\.{0,2}\/|file:)/.test(file) ? file : `./${file}`);
    const key = isIdentifier(exported) ? exported : stringText(exported);
    const what = isDefault ? name : key === name ? `{ ${name} }` : `{ ${key} as ${name} }`;
    return { line: `import ${what} from ${from};`, name };
  }
}
