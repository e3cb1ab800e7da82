/**
 * Flows in TypeScript: `node()` places a step, `edge()` connects, `defineFlow()` names the nodes and
 * gives the graph.
 *
 * @module
 */
import type { FlowGraph } from "../graph/model.ts";
import type { AnyStep } from "../step/define_step.ts";
import { authorFlow } from "./author_flow.ts";
import { compileFlow } from "./compile_flow.ts";
import { callsHere, Edge, type FlowDefinition, FlowNode, Port } from "./handles.ts";
import type { GivesOf, NodeArguments, PortsOf, Source, TakesOf, Target } from "./typed.ts";

/**
 * Places a step in a flow.
 *
 * @param step what `defineStep` gave; it must say where its code is: `module: import.meta.url`
 * @param options its params, and how it is to be executed
 * @throws {TypeError} if there is no step
 */
export function node<S extends AnyStep>(
  step: S,
  ...[options]: NodeArguments<S>
): FlowNode<GivesOf<S>, TakesOf<S>, PortsOf<S>> {
  if (typeof step !== "object" || step === null) {
    throw new TypeError(
      `node() was given ${step} for a step: is its name written as it is exported?`,
    );
  }
  return new FlowNode(step, options ?? {});
}

/**
 * Connects a node, or one of its ports (`node.out.NAME`), with another node. The edges of a dynamic
 * step are its connections, in order.
 *
 * @throws {TypeError} if there is nothing at one of its ends
 */
// With nothing known of `from`, the mistake is there: nothing more is to be said of `to`.
// deno-lint-ignore no-explicit-any
export function edge<T = any>(from: Source<T>, to: Target<NoInfer<T>>): Edge {
  if (!(to instanceof FlowNode)) throw new TypeError("an edge ends at a node");
  return new Edge(portOf(from), to);
}

/**
 * Drops what comes out of a port, where a flow has no use for it.
 *
 * @throws {TypeError} if it is no port
 */
export function drop<T>(port: Source<T>): Edge {
  return new Edge(portOf(port), null);
}

/**
 * Makes the graph of a flow: frozen plain JSON, the same that YAML and JSON give. A file with a flow
 * has it as its default export.
 *
 * @throws {FlowError} with all mistakes that the compiler could not see
 * @throws {TypeError} if it holds something else than nodes and edges
 */
export function defineFlow(flow: FlowDefinition): FlowGraph {
  const { nodes, edges } = flow;
  if (typeof nodes !== "object" || nodes === null) throw new TypeError("the flow has no `nodes`");
  if (!Array.isArray(edges)) throw new TypeError("the flow has no `edges`: a list of edge()s");
  for (const [id, each] of Object.entries(nodes)) {
    if (each instanceof FlowNode) continue;
    throw new TypeError(`nodes.${id} is no node: write node(step, { params })`);
  }
  const stranger = edges.findIndex((each) => !(each instanceof Edge));
  if (stranger >= 0) throw new TypeError(`edges[${stranger}] is no edge: write edge(from, to)`);
  return compileFlow(authorFlow(flow, callsHere()));
}

function portOf(from: unknown): Port {
  if (from instanceof Port) return from;
  if (from instanceof FlowNode) return new Port(from, null);
  throw new TypeError("an edge begins at a node, or at one of its ports: node.out.NAME");
}
