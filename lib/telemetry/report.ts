/** The shapes in which an execution is reported: while it goes on and after it. @module */
import type { Grants, JsonObject, Role } from "../graph/model.ts";

/** How steps are executed. */
export type Mode = "sequential" | "multiprocess";

/** How an execution ended. */
export type Status = "done" | "failed" | "interrupted";

/** What became of the packets that a node was given, and what it sent on. */
export interface NodeCounts {
  /** Packets that entered the node's inbox. */
  readonly received: number;
  /** Packets processed to the end. */
  readonly done: number;
  /** Values that left the node (one per emission, however many nodes get a copy). */
  readonly emitted: number;
  /** Packets that gave nothing (`undefined` or `null`). */
  readonly filtered: number;
  readonly skipped: number;
  readonly failed: number;
  readonly quarantined: number;
  /** Packets given up because the execution ended before their turn. */
  readonly abandoned: number;
  /** Time inside the step's own code, summed over replicas. */
  readonly busyMs: number;
}

/** Where a node is in its life. */
export type NodeState = "starting" | "running" | "draining" | "finished" | "failed";

/** A node in a snapshot of a live execution. */
export interface NodeSnapshot extends NodeCounts {
  readonly id: string;
  readonly role: Role;
  readonly state: NodeState;
  /** Replicas inside the step's code now. */
  readonly busy: number;
  readonly replicas: number;
  /** Packets waiting in the inbox now, and the most there ever were. */
  readonly queued: number;
  readonly maxQueued: number;
  readonly queueLimit: number;
}

/** A live execution at one moment. */
export interface Snapshot {
  readonly elapsedMs: number;
  readonly nodes: readonly NodeSnapshot[];
}

/** The part of a step's life in which it failed; `send` is a value that could not leave it. */
export type Phase = "import" | "init" | "run" | "send" | "finish" | "host";

/** A permission that a step asked for and was not granted. */
export interface Denial {
  readonly kind: string;
  readonly resource: string | null;
}

/** One failure, said so that the user can act on it. */
export interface Failure {
  readonly code: string;
  readonly node: string;
  readonly replica: number;
  readonly phase: Phase;
  /** Lineage id of the packet being processed, such as `reader#17.2`; null outside `run`. */
  readonly packet: string | null;
  readonly message: string;
  readonly hint: string | null;
  readonly denial: Denial | null;
  readonly stack: string | null;
}

/** A file that took part. */
export interface FileFact {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** A node in the report. */
export interface NodeReport extends NodeCounts {
  readonly role: Role;
  readonly step: string;
  readonly replicas: number;
  /** `done` (+ filtered …) of each replica, in order: how evenly the work was spread. */
  readonly perReplica: readonly number[];
  readonly maxQueued: number;
  readonly queueLimit: number;
  readonly params: JsonObject;
  readonly permissions: Grants | "all";
}

/** An edge in the report. */
export interface EdgeReport {
  readonly from: string;
  readonly port: string;
  readonly to: string;
  readonly sent: number;
  readonly received: number;
}

/** One execution of one flow, whole: what `--report FILE.json` writes. */
export interface Report {
  readonly schema: "ctapipe-flow/report/1";
  readonly flow: string;
  readonly graphHash: string;
  readonly mode: Mode;
  readonly status: Status;
  readonly exitCode: number;
  readonly startedAt: string;
  readonly wallMs: number;
  readonly versions: Readonly<Record<string, string>>;
  readonly nodes: Readonly<Record<string, NodeReport>>;
  readonly edges: readonly EdgeReport[];
  readonly ledger: { readonly balanced: boolean; readonly imbalances: readonly string[] };
  readonly inputs: readonly FileFact[];
  readonly outputs: readonly FileFact[];
  readonly errors: readonly Failure[];
  readonly warnings: readonly string[];
}
