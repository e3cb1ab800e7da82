/**
 * The words of the graph room: what authoring hands over (`FlowSpec`), what a step says of itself
 * (`StepSignature`), and the one hand-off to execution (`FlowGraph`). Plain JSON throughout.
 *
 * @module
 */
import type { FurtherSettings, FurtherSettingsSpec } from "./node_options.ts";
import type { OnError, OnErrorSpec } from "./on_error.ts";

/** Any JSON value. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A JSON object. */
export type JsonObject = { [key: string]: Json };

/** Where a node stands in a flow: no in-edges, both, or no out-edges. */
export type Role = "producer" | "stager" | "consumer";

/** What a parameter gives access to; see `lib/step/params.ts`. */
export type ParamRoleName =
  | "inputFile"
  | "inputFolder"
  | "inputGlob"
  | "outputFile"
  | "outputFolder"
  | "endpoint";

/** A parameter that grants access, found by its keys from the top of `params`. */
export interface ParamRole {
  /** Keys from the top of `params`; `"*"` stands for every item of a list. */
  readonly path: readonly string[];
  /** What the value at `path` gives access to. */
  readonly role: ParamRoleName;
}

/**
 * What a node may touch, as lists of paths, `host:port`s and variable names. Empty lists grant
 * nothing. Paths stay as the flow wrote them until a plan resolves them against the flow's folder.
 */
export interface Grants {
  /** Files, and folders with all below them, that may be read. */
  readonly read: readonly string[];
  /** Files, and folders with all below them, that may be written. */
  readonly write: readonly string[];
  /** Hosts that may be talked to, on one port (`host:port`) or on all (`host`). */
  readonly net: readonly string[];
  /** Names of environment variables that may be read and set. */
  readonly env: readonly string[];
  /** Kinds of system information that may be asked for, such as `hostname` or `cpus`. */
  readonly sys: readonly string[];
}

/** The names of the lists in {@link Grants}, in the order in which they are printed. */
export const GRANT_KINDS = ["read", "write", "net", "env", "sys"] as const;

/** One out-port of a step: the payload's name, and whether a flow may leave it unconnected. */
export interface PortSignature {
  /** Name of the kind of value that leaves it. */
  readonly payload: string;
  /** Whether a flow may leave it unconnected; what is sent to it then is dropped. */
  readonly optional: boolean;
}

/** What the graph must know of a step: JSON, made from the step without running it. */
export interface StepSignature {
  /** What the step calls itself. */
  readonly name: string;
  /** Where it stands in a flow. */
  readonly kind: Role;
  /** What it does, in one line. */
  readonly summary: string;
  /** Draft-7 JSON Schema of the params as a flow writes them. */
  readonly params: JsonObject;
  /** The params that give access to something. */
  readonly roles: readonly ParamRole[];
  /** Names of the payloads it takes; empty for producers; `["any"]` takes everything. */
  readonly input: readonly string[];
  /** Out-ports in declared order; the first is the default. Empty for consumers and dynamic steps. */
  readonly outputs: Readonly<Record<string, PortSignature>>;
  /** For dynamic steps the payload of every port, whose names come from the flow; else null. */
  readonly dynamic: string | null;
  /** False where two running copies would do the same work twice or write one file. */
  readonly replicable: boolean;
  /** True for a step that can be placed in flows and checked, but not be executed; else left out. */
  readonly announced?: true;
  /** True if a Worker of its own would cost more than it gives; else left out. */
  readonly light?: true;
  /** True if it can go on where an earlier execution was cut off; else left out. */
  readonly checkpoints?: true;
  /** True if it gives something when its inputs have closed; else left out. */
  readonly drains?: true;
  /** True if it must get its packets in the order of a sequential execution; else left out. */
  readonly inOrder?: true;
}

/** Where a step's code is: a built-in's name, or the URL of a module and the export in it. */
export interface StepCode {
  /** URL of the module. */
  readonly module: string;
  /** Name of the export that is the step, such as `default`. */
  readonly export: string;
  /** Whether it came with this package; false for a file beside a flow. */
  readonly builtin: boolean;
}

/** What `next` may be in a flow: one node, ports to nodes, or (dynamic steps) a list of nodes. */
export type NextSpec =
  | string
  | readonly string[]
  | Readonly<Record<string, string | readonly string[]>>;

/** A node as authored, before anything is known of its step. */
export interface NodeSpec extends FurtherSettingsSpec {
  /** Its name in the flow. */
  readonly id: string;
  /** Name of a built-in step, or `./file.ts[#export]` relative to the flow. */
  readonly step: string;
  /** Params as written, defaults not filled in. */
  readonly params: JsonObject;
  /** Where its values go; null for a consumer. */
  readonly next: NextSpec | null;
  /** Copies that work side by side, 1 to 256. Default 1. */
  readonly replicas: number;
  /** Packets that may wait before the node, for all its replicas together. Default 100. */
  readonly queueLimit: number;
  /** Grants beyond those that the params give. */
  readonly permissions: Partial<Grants>;
  /** Lifts the sandbox of the node's step. */
  readonly trusted: boolean;
  /** What becomes of a packet that the step fails on. Default `fail`. */
  readonly onError?: OnErrorSpec;
  /** After so long, in ms, an attempt to process a packet has failed. Default: never. */
  readonly timeoutMs?: number;
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
  /** One line of text. */
  readonly name: string;
  /** For people; no part of the graph. */
  readonly description?: string;
  /** In the order of the document. */
  readonly nodes: readonly NodeSpec[];
}

/** Keys and indices from the top of a document to one of its values. */
export type Path = readonly (string | number)[];

/** One mistake (or remark), said in terms of the authored document's structure. */
export interface Issue {
  /** Stable, snake_case; listed in `docs/specs/diagnostics.md`. */
  readonly code: string;
  /** An error forbids the graph, a warning does not. */
  readonly severity: "error" | "warning";
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** What to do about it, where that can be told. */
  readonly hint: string | null;
  /** Keys that lead to what is meant; empty for the flow as a whole. */
  readonly path: Path;
  /** Whether the key or the value at `path` is meant. */
  readonly at: "key" | "value";
}

/** A mistake in a node's params; `path` starts inside `params`. */
export interface ParamIssue {
  /** As in {@link Issue}. */
  readonly code: "unknown_param" | "missing_param" | "bad_param";
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** What to do about it, where that can be told. */
  readonly hint: string | null;
  /** Keys from the top of `params`. */
  readonly path: Path;
  /** Whether the key or the value at `path` is meant. */
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
  /** Name of a built-in step, or `./file.ts[#export]`. */
  readonly step: string;
  /** Params as written, defaults not filled in. */
  readonly params: JsonObject;
}

/** A node of the graph: everything that execution needs to know of it. */
export interface GraphNode extends FurtherSettings {
  /** Its name in the flow. */
  readonly id: string;
  /** Where it stands: no in-edges, both, or no out-edges. */
  readonly role: Role;
  /** The step as the flow names it. */
  readonly step: string;
  /** Where the step's code is. */
  readonly code: StepCode;
  /** Params with defaults filled in; paths as the flow wrote them. */
  readonly params: JsonObject;
  /** The params that give access to something. */
  readonly roles: readonly ParamRole[];
  /** Copies that work side by side, at least 1. */
  readonly replicas: number;
  /** Packets that may wait before the node, for all its replicas together. */
  readonly queueLimit: number;
  /** What it may touch: by its params, its step, and what the flow adds. */
  readonly permissions: Grants;
  /** Whether its step works without a sandbox, whatever `permissions` say. */
  readonly trusted: boolean;
  /** Out-ports in order; the first is where a plain value goes. */
  readonly ports: readonly string[];
  /** True when `to(name, value)` picks the port by the next node's name. */
  readonly dynamic: boolean;
  /** True if a Worker of its own would cost more than it gives; else left out. */
  readonly light?: true;
  /** True if its step can go on where an earlier execution was cut off; else left out. */
  readonly checkpoints?: true;
  /** True if its step gives something when its inputs have closed; else left out. */
  readonly drains?: true;
  /** What becomes of a packet that the step fails on; left out where that ends the execution. */
  readonly onError?: OnError;
  /** After so long, in ms, an attempt to process a packet has failed; left out where never. */
  readonly timeoutMs?: number;
}

/** An edge: values on `port` of node `from` go to node `to`. */
export interface GraphEdge {
  /** Id of the node that sends. */
  readonly from: string;
  /** Name of its out-port. */
  readonly port: string;
  /** Id of the node that receives. */
  readonly to: string;
}

/** The compiled flow: frozen plain JSON, the same for every notation. Nodes in topological order. */
export interface FlowGraph {
  /** Name and version of this format. */
  readonly schema: "ctapipe-flow/graph/1";
  /** The flow's name. */
  readonly name: string;
  /** In topological order: no edge leads backwards. */
  readonly nodes: readonly GraphNode[];
  /** By the node they begin at, then by its port, then as authored. */
  readonly edges: readonly GraphEdge[];
}

/**
 * Packets that may wait before a node when its flow does not say. So many tiny ones spare both sides
 * from waking each other all the time; where packets take long, engines let fewer wait.
 */
export const DEFAULT_QUEUE_LIMIT = 1000;

/** Grants of nothing. */
export const NO_GRANTS: Grants = Object.freeze({ read: [], write: [], net: [], env: [], sys: [] });
