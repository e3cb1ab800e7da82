/** What a flow in TypeScript is put together from: nodes, their ports, edges. @module */
import type { AnyStep } from "../step/define_step.ts";
import type { ValueOf } from "../step/payload.ts";
import type { NodeSettings, Source } from "./typed.ts";

/** An out-port of a node, for `edge` and `drop`. */
export class Port<out T = unknown> implements Source<T> {
  declare readonly gives: Source<T>["gives"];

  /** Use `node.out.NAME`: it knows the type of what comes out. */
  constructor(
    /** What it belongs to. */
    readonly node: FlowNode,
    /** The port's name; null stands for the first. */
    readonly name: string | null,
  ) {}
}

/** A step in its place in a flow; made by `node`. Its id is the key that `defineFlow` gives it. */
export class FlowNode<out Gives = unknown, out Takes = unknown, out Ports = unknown> {
  /** Carries the type only. */
  declare readonly gives: Gives;
  /** Carries the type only. */
  declare readonly takes: Takes;
  /** The ports by name. */
  readonly out: { readonly [P in keyof Ports]: Port<ValueOf<Ports[P]>> };
  /** The calls that led here, as the runtime writes them. */
  readonly calls: string = callsHere();

  /** Use `node`: it checks the params against the step. */
  constructor(
    /** What it does. */
    readonly step: AnyStep,
    /** What the flow says of it. */
    readonly options: NodeSettings & { readonly params?: unknown },
  ) {
    // A port that does not exist is told when the graph is built, with all other mistakes.
    const get = (_: object, name: string | symbol) => new Port(this, String(name));
    this.out = new Proxy({}, { get }) as FlowNode<Gives, Takes, Ports>["out"];
  }
}

/** A connection of two nodes, or a port whose values are dropped; made by `edge` or `drop`. */
export class Edge {
  /** The calls that led here, as the runtime writes them. */
  readonly calls: string = callsHere();

  /** Use `edge` or `drop`: they check that the types fit. */
  constructor(
    /** Where values come from. */
    readonly from: Port,
    /** The node they go to; null drops them. */
    readonly to: FlowNode | null,
  ) {}
}

/** Some nodes with their edges: what a function that makes a part of a flow gives. */
export interface FlowPart {
  /** The nodes by id. */
  readonly nodes: Readonly<Record<string, FlowNode>>;
  /** In the order in which a port's nodes get their copies. */
  readonly edges: readonly Edge[];
}

/** A whole flow. */
export interface FlowDefinition extends FlowPart {
  /** One line of text. */
  readonly name: string;
  /** For people; no part of the graph. */
  readonly description?: string;
}

/** The calls that lead to the caller of this, the innermost first. */
export function callsHere(): string {
  return new Error().stack ?? "";
}

/** A place in a module. Lines and columns begin at 1. */
export interface Place {
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1, in UTF-16 units. */
  readonly column: number;
}

/** The innermost of some calls that stands in a module. */
export function placeIn(module: string, calls: string): Place | null {
  for (const line of calls.split("\n")) {
    const found = /(?:^|[\s(])([a-z]+:\/\/.*):(\d+):(\d+)\)?$/.exec(line);
    if (found?.[1] === module) return { line: Number(found[2]), column: Number(found[3]) };
  }
  return null;
}
