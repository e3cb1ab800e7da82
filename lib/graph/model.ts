/**
 * The words of the graph room: what authoring hands over (`FlowSpec`), what a step says of itself
 * (`StepSignature`), and the one hand-off to execution (`FlowGraph`). Plain JSON throughout.
 *
 * @module
 */

/** Any JSON value. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A JSON object. */
export type JsonObject = { [key: string]: Json };

/** Where a node stands in a flow: no in-edges, both, or no out-edges. */
export type Role = "producer" | "stager" | "consumer";

/** What a parameter gives access to; see `lib/step/params.ts`. */
export type ParamRoleName = "inputFile" | "inputFolder" | "inputGlob" | "outputFile" | "endpoint";

/** A parameter that grants access, found by its keys from the top of `params`. */
export interface ParamRole {
  readonly path: readonly string[];
  readonly role: ParamRoleName;
}

/**
 * What a node may touch, as lists of paths, `host:port`s and variable names. Empty lists grant
 * nothing. Paths stay as the flow wrote them until a plan resolves them against the flow's folder.
 */
export interface Grants {
  readonly read: readonly string[];
  readonly write: readonly string[];
  readonly net: readonly string[];
  readonly env: readonly string[];
  readonly sys: readonly string[];
}

/** The names of the lists in {@link Grants}, in the order in which they are printed. */
export const GRANT_KINDS = ["read", "write", "net", "env", "sys"] as const;

/** One out-port of a step: the payload's name, and whether a flow may leave it unconnected. */
export interface PortSignature {
  readonly payload: string;
  readonly optional: boolean;
}

/** What the graph must know of a step: JSON, made from the step without running it. */
export interface StepSignature {
  readonly name: string;
  readonly kind: Role;
  readonly summary: string;
  /** Draft-7 JSON Schema of the params as a flow writes them. */
  readonly params: JsonObject;
  readonly roles: readonly ParamRole[];
  /** Names of the payloads it takes; empty for producers; `["any"]` takes everything. */
  readonly input: readonly string[];
  /** Out-ports in declared order; the first is the default. Empty for consumers and dynamic steps. */
  readonly outputs: Readonly<Record<string, PortSignature>>;
  /** For dynamic steps the payload of every port, whose names come from the flow; else null. */
  readonly dynamic: string | null;
  /** False where two running copies would do the same work twice or write one file. */
  readonly replicable: boolean;
}

/** Where a step's code is: a built-in's name, or the URL of a module and the export in it. */
export interface StepCode {
  readonly module: string;
  readonly export: string;
  readonly builtin: boolean;
}

/** What `next` may be in a flow: one node, ports to nodes, or (dynamic steps) a list of nodes. */
export type NextSpec =
  | string
  | readonly string[]
  | Readonly<Record<string, string | readonly string[]>>;

/** A node as authored, before anything is known of its step. */
export interface NodeSpec {
  readonly id: string;
  readonly step: string;
  readonly params: JsonObject;
  readonly next: NextSpec | null;
  readonly replicas: number;
  readonly queueLimit: number;
  /** Grants beyond those that the params give. */
  readonly permissions: Partial<Grants>;
  readonly trusted: boolean;
  /** Keys that lead to this node in the authored document, for messages. */
  readonly path: Path;
  /**
   * Keys whose values a front end could not read, has reported, and has replaced by defaults:
   * nothing that only follows from the replacement is reported again.
   */
  readonly flawed?: readonly (keyof NodeSpec)[];
  /** What the step calls itself, where a notation knows that: its module must agree. */
  readonly stepName?: string;
}

/** A flow as authored: the seam at which every notation ends. */
export interface FlowSpec {
  readonly name: string;
  /** For people; no part of the graph. */
  readonly description?: string;
  readonly nodes: readonly NodeSpec[];
}

/** Keys and indices from the top of a document to one of its values. */
export type Path = readonly (string | number)[];

/** One mistake (or remark), said in terms of the authored document's structure. */
export interface Issue {
  /** Stable, snake_case; listed in `docs/specs/diagnostics.md`. */
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly hint: string | null;
  readonly path: Path;
  /** Whether the key or the value at `path` is meant. */
  readonly at: "key" | "value";
}

/** A mistake in a node's params; `path` starts inside `params`. */
export interface ParamIssue {
  readonly code: "unknown_param" | "missing_param" | "bad_param";
  readonly message: string;
  readonly hint: string | null;
  readonly path: Path;
  readonly at: "key" | "value";
}

/** What a catalog says of one node's step: its signature and what became of the params. */
export type DescribedStep =
  | {
    readonly ok: true;
    readonly code: StepCode;
    readonly signature: StepSignature;
    /** The params with defaults filled in; as written where `issues` is not empty. */
    readonly params: JsonObject;
    readonly issues: readonly ParamIssue[];
    /** What the params grant, paths as written. */
    readonly grants: Grants;
  }
  | {
    readonly ok: false;
    readonly code: "unknown_step" | "bad_step_module";
    readonly message: string;
    readonly hint: string | null;
  };

/** A request to a catalog: the step as the flow names it, and the params as written. */
export interface StepRequest {
  readonly step: string;
  readonly params: JsonObject;
}

/** A node of the graph: everything that execution needs to know of it. */
export interface GraphNode {
  readonly id: string;
  readonly role: Role;
  readonly step: string;
  readonly code: StepCode;
  readonly params: JsonObject;
  readonly roles: readonly ParamRole[];
  readonly replicas: number;
  readonly queueLimit: number;
  readonly permissions: Grants;
  readonly trusted: boolean;
  /** Out-ports in order; the first is where a plain value goes. */
  readonly ports: readonly string[];
  /** True when `to(name, value)` picks the port by the next node's name. */
  readonly dynamic: boolean;
}

/** An edge: values on `port` of node `from` go to node `to`. */
export interface GraphEdge {
  readonly from: string;
  readonly port: string;
  readonly to: string;
}

/** The compiled flow: frozen plain JSON, the same for every notation. Nodes in topological order. */
export interface FlowGraph {
  readonly schema: "ctapipe-flow/graph/1";
  readonly name: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** Packets that may wait before a node when its flow does not say. */
export const DEFAULT_QUEUE_LIMIT = 100;

/** Grants of nothing. */
export const NO_GRANTS: Grants = Object.freeze({ read: [], write: [], net: [], env: [], sys: [] });
