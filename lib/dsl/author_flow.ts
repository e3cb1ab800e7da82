/** From the handles of a flow in TypeScript to the document that YAML and JSON would hold. @module */
import type { JsonObject, Path } from "../graph/model.ts";
import { quoted } from "../graph/suggest.ts";
import { BUILTINS } from "../registry/builtins.ts";
import type { AnyStep } from "../step/define_step.ts";
import { frontEndError, type FrontEndIssue } from "./front_end.ts";
import type { Edge, FlowDefinition, FlowNode } from "./handles.ts";
import { plainJson } from "./plain_json.ts";

/** A flow in TypeScript as a document, and what only TypeScript knows of it. */
export interface AuthoredFlow {
  /** Null where edges and nodes do not go together: whatever else is found would follow from that. */
  readonly document: JsonObject | null;
  /** The steps of the nodes. */
  readonly steps: ReadonlyMap<string, AnyStep>;
  /** What the document cannot say. */
  readonly issues: readonly FrontEndIssue[];
  /** The calls that made what stands at a path of the document; the first path is the flow's. */
  readonly calls: readonly { readonly path: Path; readonly calls: string }[];
}

/** Writes a flow down. Mistakes become issues; never throws for one. */
export function authorFlow(flow: FlowDefinition, calls: string): AuthoredFlow {
  return new Author(flow, calls);
}

class Author implements AuthoredFlow {
  readonly document: JsonObject | null;
  readonly steps = new Map<string, AnyStep>();
  readonly issues: FrontEndIssue[] = [];
  readonly calls: { path: Path; calls: string }[];
  readonly #ids = new Map<FlowNode, string>();

  constructor(flow: FlowDefinition, calls: string) {
    this.calls = [{ path: [], calls }];
    const nodes = Object.entries(flow.nodes);
    for (const [id, node] of nodes) this.#name(id, node);
    const edges = this.#edgesByNode(flow.edges);
    if (this.issues.length > 0) {
      this.document = null;
      return;
    }
    const written = nodes.map(([id, node]) => [id, this.#node(id, node, edges.get(id) ?? [])]);
    this.document = {
      name: flow.name,
      ...(flow.description !== undefined && { description: flow.description }),
      nodes: Object.fromEntries(written),
    };
  }

  #name(id: string, node: FlowNode): void {
    this.steps.set(id, node.step);
    this.calls.push({ path: ["nodes", id], calls: node.calls });
    const other = this.#ids.get(node);
    if (other === undefined) this.#ids.set(node, id);
    else {
      this.#error("duplicate_node", `${quoted(id)} and ${quoted(other)} are one node`, {
        path: ["nodes", id],
        hint: "call node() once for each",
      });
    }
  }

  #edgesByNode(edges: readonly Edge[]): Map<string, Edge[]> {
    const byNode = new Map<string, Edge[]>();
    for (const [index, edge] of edges.entries()) {
      const from = this.#ids.get(edge.from.node);
      const isListed = edge.to === null || this.#ids.has(edge.to);
      if (from !== undefined && isListed) {
        byNode.set(from, [...byNode.get(from) ?? [], edge]);
        continue;
      }
      this.calls.push({ path: ["edges", index], calls: edge.calls });
      const which = from === undefined ? "begins" : "ends";
      this.#error("unknown_node", `this edge ${which} at a node that the flow does not name`, {
        path: ["edges", index],
        hint: "list the node in `nodes`, under an id of its own",
      });
    }
    return byNode;
  }

  #node(id: string, { step, options }: FlowNode, edges: readonly Edge[]): JsonObject {
    const { params, ...settings } = options;
    const path = ["nodes", id];
    return {
      step: this.#reference(step, path),
      params: this.#json(params ?? {}, [...path, "params"]),
      ...(edges.length > 0 && { next: this.#next(step, edges, [...path, "next"]) }),
      ...this.#json(settings, path),
    };
  }

  /** The step as a document names it; of files the whole URL, since no folder is known here. */
  #reference({ name, module }: AnyStep, path: Path): string {
    if (module !== undefined) return BUILTINS[name]?.url === module ? name : module;
    this.#error("step_without_module", `step ${quoted(name)} does not say where its code is`, {
      path,
      hint: "add `module: import.meta.url` to its defineStep; a step that is not its module's " +
        'default export adds `+ "#export"`',
    });
    return name;
  }

  #next(step: AnyStep, edges: readonly Edge[], path: Path): JsonObject | string[] | string {
    const [first] = Object.keys(step.outputs ?? {});
    const isPlain = edges.every(({ from, to }) => from.name === null && to !== null);
    if (isPlain && (step.dynamic || edges.length === 1)) {
      const ids = edges.map(({ to }) => this.#ids.get(to!)!);
      for (const [index, edge] of edges.entries()) this.#place([...path, index], edge);
      if (ids.length > 1) return ids;
      this.#place(path, edges[0]!);
      return ids[0]!;
    }
    const ports: Record<string, string[]> = {};
    const dropped = new Set<string>();
    for (const edge of edges) {
      const port = edge.from.name ?? first ?? "out";
      if (ports[port] === undefined) this.#place([...path, port], edge);
      if (ports[port] !== undefined && (edge.to === null || dropped.has(port))) {
        this.#error("duplicate_edge", `port ${quoted(port)} is dropped, and named again`, {
          path: [...path, port, ports[port].length],
          hint: "keep drop() or edge(), and say it once",
        });
      }
      if (edge.to === null) dropped.add(port);
      const targets = ports[port] ??= [];
      this.#place([...path, port, targets.length], edge);
      if (edge.to !== null) targets.push(this.#ids.get(edge.to)!);
    }
    return ports;
  }

  #place(path: Path, { calls }: Edge): void {
    this.calls.push({ path, calls });
  }

  #json(value: unknown, path: Path): JsonObject {
    const { json, breaches } = plainJson(value);
    for (const breach of breaches) {
      const message = `${breach.what} is no JSON value`;
      this.#error("bad_value", message, {
        path: [...path, ...breach.path],
        hint: "use text, numbers, true, false, null, lists and plain objects",
      });
    }
    return json as JsonObject;
  }

  #error(...mistake: Parameters<typeof frontEndError>): void {
    this.issues.push(frontEndError(...mistake));
  }
}
