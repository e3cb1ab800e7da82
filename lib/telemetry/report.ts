/** The shapes in which an execution is reported: while it goes on and after it. @module */
import type { Grants, JsonObject, Role } from "../graph/model.ts";
import type { Series } from "./series.ts";

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
  /** Packets given up after a failure, as the node was told (`onError: skip`). */
  readonly skipped: number;
  /** Packets in the midst of which the step failed. */
  readonly failed: number;
  /** Packets put aside after a failure, as the node was told (`onError: quarantine`). */
  readonly quarantined: number;
  /** Packets given up because the execution ended before their turn. */
  readonly abandoned: number;
  /** Attempts to process packets after the first of each; left out if there were none. */
  readonly retries?: number;
  /** Times that the step began anew, after a crash; left out if never. */
  readonly restarts?: number;
  /** Time inside the step's own code, in ms, summed over replicas. */
  readonly busyMs: number;
}

/** Where a node is in its life. */
export type NodeState = "starting" | "running" | "draining" | "finished" | "failed";

/** A node in a snapshot of a live execution. */
export interface NodeSnapshot extends NodeCounts {
  /** The node's name in the flow. */
  readonly id: string;
  /** Where the node stands in its flow. */
  readonly role: Role;
  /** Where it is in its life; of several replicas, the one furthest behind, or one that failed. */
  readonly state: NodeState;
  /** Replicas inside the step's code now. */
  readonly busy: number;
  /** Copies that work side by side: that packets go to now. */
  readonly replicas: number;
  /** Copies that there can be; left out if no more. */
  readonly maxReplicas?: number;
  /** Packets waiting in the inbox now. */
  readonly queued: number;
  /** The most packets that ever waited in the inbox at once. */
  readonly maxQueued: number;
  /** Packets that may wait in the inbox, for all replicas together. */
  readonly queueLimit: number;
  /** Bytes waiting in the inbox now; this and the next two are left out where nobody limits them. */
  readonly queuedBytes?: number;
  /** The most bytes that ever waited in the inbox at once; 0 where packets come by call. */
  readonly maxQueuedBytes?: number;
  /** Bytes that may wait in the inbox, for all replicas together. */
  readonly queueBytes?: number;
  /** Each replica that there can be, in order. */
  readonly perReplica: readonly ReplicaSnapshot[];
  /**
   * How many packets took how long in the step's code, so far: a histogram, as
   * `lib/telemetry/durations.ts` reads it. Left out of producers.
   */
  readonly durations?: readonly number[];
}

/** A replica that has been inside its step's code for long, without anything becoming of it. */
export interface Stuck {
  /** Id of the node. */
  readonly node: string;
  /** Number of the replica, from 0. */
  readonly replica: number;
  /** What it is inside of: `init`, `run` or `finish`. */
  readonly phase: Phase;
  /** Lineage id of the packet, such as `reader#17`; null of producers, and outside `run`. */
  readonly packet: string | null;
  /** For how long, in ms: since somebody first looked. */
  readonly ageMs: number;
}

/** A replica in a snapshot. */
export interface ReplicaSnapshot {
  /** Where it is in its life. */
  readonly state: NodeState;
  /** Whether it is inside the step's code. */
  readonly busy: boolean;
  /** Packets of which is known what became of them; of producers, what they emitted. */
  readonly through: number;
  /** Packets that wait for this replica. */
  readonly waiting: number;
  /** Whether it waits for room in the inbox of a next node; the id of that node. */
  readonly blockedBy: string | null;
  /** Times that the step began anew, after a crash. */
  readonly restarts: number;
}

/** An edge in a snapshot. */
export interface EdgeSnapshot {
  /** Id of the node that sends. */
  readonly from: string;
  /** Name of its out-port. */
  readonly port: string;
  /** Id of the node that receives. */
  readonly to: string;
  /** Packets sent along it so far. */
  readonly sent: number;
  /** Packets that arrived so far. */
  readonly received: number;
}

/** A live execution at one moment. */
export interface Snapshot {
  /** Time since the execution was started, in ms. */
  readonly elapsedMs: number;
  /** In the graph's order. */
  readonly nodes: readonly NodeSnapshot[];
  /** In the graph's order. */
  readonly edges: readonly EdgeSnapshot[];
  /** Whether producers were asked to pause. */
  readonly paused: boolean;
  /** Who has been inside the step's code for a second or longer, the longest first. */
  readonly stuck: readonly Stuck[];
}

/** The part of a step's life in which it failed; `send` is a value that could not leave it. */
export type Phase = "import" | "init" | "run" | "send" | "checkpoint" | "drain" | "finish" | "host";

/** A permission that a step asked for and was not granted. */
export interface Denial {
  /** As the runtime names it: `read`, `write`, `net`, `env`, `sys`, `run`, …. */
  readonly kind: string;
  /** The path, host or name that was asked for; null if all of that kind. */
  readonly resource: string | null;
}

/** One failure, said so that the user can act on it. */
export interface Failure {
  /** Stable, snake_case: what kind of failure it is, or the `code` of the error thrown. */
  readonly code: string;
  /** Id of the node; empty if it is not that of one node. */
  readonly node: string;
  /** Number of the replica, from 0. */
  readonly replica: number;
  /** The part of the step's life in which it failed. */
  readonly phase: Phase;
  /** Lineage id of the packet being processed, such as `reader#17.2`; null if there is none. */
  readonly packet: string | null;
  /** What went wrong, in one sentence. */
  readonly message: string;
  /** What to do about it, where that can be told. */
  readonly hint: string | null;
  /** The permission that was missing, if that was the reason. */
  readonly denial: Denial | null;
  /** The calls that led to the error, for authors of steps; null if nothing was thrown. */
  readonly stack: string | null;
  /** Attempts that were made to process the packet; left out if one. */
  readonly attempts?: number;
}

/** A packet that a node failed on and did without, as its `onError` says. */
export interface SetAside {
  /** Lineage id of the packet, such as `reader#17.2`. */
  readonly packet: string;
  /** Number of the replica, from 0. */
  readonly replica: number;
  /** Id of the packet in the quarantine; null if it was skipped. */
  readonly entry: string | null;
  /** Attempts that were made. */
  readonly attempts: number;
  /** As in {@link Failure}, of the last attempt. */
  readonly code: string;
  /** As in {@link Failure}. */
  readonly phase: Phase;
  /** As in {@link Failure}. */
  readonly message: string;
  /** As in {@link Failure}. */
  readonly hint: string | null;
}

/** A file that took part. */
export interface FileFact {
  /** Absolute if a param names it, else as the step noted it. */
  readonly path: string;
  /** How many bytes its content has. */
  readonly bytes: number;
  /** Checksum of its content, in lower-case hexadecimal digits. */
  readonly sha256: string;
}

/** How the large arrays of a node's packets (4 KiB and more) left for other Workers, in bytes. */
export interface ArrayTraffic {
  /** Of arrays made with `alloc` that the receiver looked at in place: nobody copied them. */
  readonly lent: number;
  /** Of arrays that were copied once, or at least once. */
  readonly copied: number;
  /** Of arrays whose memory was handed over. */
  readonly moved: number;
}

/**
 * How long packets of a node took in its step's code, in ms: medians and the like to a fifth (see
 * `lib/telemetry/durations.ts`). Of quick steps some packets are measured and stand for all.
 */
export interface DurationsMs {
  /** Half of the packets took no longer. */
  readonly p50: number;
  /** 99 of 100 packets took no longer. */
  readonly p99: number;
  /** The longest that was measured. */
  readonly max: number;
}

/** A packet that took long. */
export interface SlowPacket {
  /** Lineage id of the packet, such as `reader#17.2`. */
  readonly packet: string;
  /** Number of the replica, from 0. */
  readonly replica: number;
  /** Time in the step's code, in ms. */
  readonly ms: number;
}

/** A node in the report. */
export interface NodeReport extends NodeCounts {
  /** Where the node stands in its flow. */
  readonly role: Role;
  /** The step as the flow names it. */
  readonly step: string;
  /** Copies that worked side by side: as many as packets went to in the end. */
  readonly replicas: number;
  /** Copies that there could be; left out if no more. */
  readonly maxReplicas?: number;
  /** `done` (+ filtered …) of each replica, in order: how evenly the work was spread. */
  readonly perReplica: readonly number[];
  /** The most packets that ever waited in the inbox at once. */
  readonly maxQueued: number;
  /** Packets that could wait in the inbox, for all replicas together. */
  readonly queueLimit: number;
  /**
   * The most bytes that ever waited in the inbox at once, 0 where packets came by call; this and the
   * next are left out where nobody limits them.
   */
  readonly maxQueuedBytes?: number;
  /** Bytes that could wait in the inbox, for all replicas together. */
  readonly queueBytes?: number;
  /** Ids of the other nodes that lived in its Worker; of several replicas, each with one of theirs. */
  readonly sharesWorkerWith: readonly string[];
  /**
   * What it cost to take a packet from another Worker and to hand on to others what became of it,
   * in µs per packet received (of producers: emitted), waits left out; from a sample of the packets.
   * Null where nothing crosses, or too little for a sample.
   */
  readonly crossingUs: number | null;
  /** How its large arrays crossed. */
  readonly arrayBytes: ArrayTraffic;
  /** Params with defaults filled in, paths absolute. */
  readonly params: JsonObject;
  /** What it was granted; `"all"` if it was trusted. */
  readonly permissions: Grants | "all";
  /** What the step counted by name, summed over replicas; left out if it counts nothing. */
  readonly figures?: Readonly<Record<string, number>>;
  /** How long packets took; null if there were none. Left out of producers. */
  readonly durationsMs?: DurationsMs | null;
  /** The five slowest packets that were measured, the slowest first; left out if there are none. */
  readonly slowest?: readonly SlowPacket[];
  /** The first 100 packets that were skipped or quarantined; left out if there were none. */
  readonly setAside?: readonly SetAside[];
}

/** An edge in the report. */
export interface EdgeReport {
  /** Id of the node that sent. */
  readonly from: string;
  /** Name of its out-port. */
  readonly port: string;
  /** Id of the node that received. */
  readonly to: string;
  /** Packets that were sent along it. */
  readonly sent: number;
  /** Packets that arrived: as many as were sent, or the ledger does not balance. */
  readonly received: number;
}

/** What came of the account of all packets. */
export interface LedgerReport {
  /** Whether every packet is accounted for. */
  readonly balanced: boolean;
  /** A sentence for each account that is off. */
  readonly imbalances: readonly string[];
  /**
   * `false` if the process ended before the books were closed: counts are then the last that were
   * known, and packets in flight are accounted for nowhere. Else left out.
   */
  readonly closed?: false;
}

/** Something that was asked of an execution while it went on. */
export interface ControlLine {
  /** When, in ms since the start. */
  readonly at: number;
  /** What: `pause`, `resume`, `drain`, `abort`, or `replicas of hillas: 3`. */
  readonly action: string;
  /** Whether it was done. */
  readonly ok: boolean;
  /** Why not; null if it was. */
  readonly reason: string | null;
}

/** One execution of one flow, whole: what `--report FILE.json` writes. */
export interface Report {
  /** Name and version of this format. */
  readonly schema: "ctapipe-flow/report/1";
  /** The flow's name. */
  readonly flow: string;
  /** Checksum of the graph: the same for the same flow, whatever its notation. */
  readonly graphHash: string;
  /** How the steps were executed. */
  readonly mode: Mode;
  /**
   * What decided the order of all that happened, if that was to be so (`--deterministic`): with it
   * the execution can be repeated. Times inside are then played.
   */
  readonly seed?: number;
  /** How it ended; `failed` also if the ledger does not balance. */
  readonly status: Status;
  /** What a program that executes just this flow exits with: 0, 1, or 130 if interrupted. */
  readonly exitCode: number;
  /** Date and time in UTC, as ISO 8601 writes it. */
  readonly startedAt: string;
  /** Time from start to end, in ms. */
  readonly wallMs: number;
  /** Of this package (`ctapipeFlow`) and of the runtime, by name. */
  readonly versions: Readonly<Record<string, string>>;
  /** By id, in the graph's order. */
  readonly nodes: Readonly<Record<string, NodeReport>>;
  /** In the graph's order. */
  readonly edges: readonly EdgeReport[];
  /** Whether every packet is accounted for. */
  readonly ledger: LedgerReport;
  /** Files that were read, as far as params name them or steps noted them. */
  readonly inputs: readonly FileFact[];
  /** Files that params name for writing, as they were left: whole, or `.partial`. */
  readonly outputs: readonly FileFact[];
  /** Everything that failed, in the order in which it became known. */
  readonly errors: readonly Failure[];
  /** Remarks on the execution that are no failures; so far always empty. */
  readonly warnings: readonly string[];
  /** What would probably have been faster, a sentence each, what saves most first. */
  readonly advice: readonly string[];
  /** What was asked of it while it went on, the first 1000; left out if nothing was. */
  readonly controls?: readonly ControlLine[];
  /** Folder of the packets that were quarantined; left out if there were none. */
  readonly quarantine?: string;
  /**
   * In an execution that went on where an earlier one was cut off: emissions of each producer that
   * were dealt with by then. The counts of this report do not include them. Else left out.
   */
  readonly resumed?: { readonly emissions: Readonly<Record<string, number>> };
  /** How it went over time; left out unless it is for a file (`--report`). */
  readonly series?: Series;
}
