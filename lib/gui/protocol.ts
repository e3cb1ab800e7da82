/** What the server tells the page, and what the page asks: plain JSON, versioned by the page itself. @module */
import type { Outcome, Wish } from "../telemetry/control.ts";
import type { Hello, LogMessage, SampleMessage } from "../telemetry/message.ts";
import type { Failure, NodeSnapshot, ReplicaSnapshot, Stuck } from "../telemetry/report.ts";

/** How an execution is, in a word. `lost`: it fell silent without saying goodbye. */
export type FlowState =
  | "starting"
  | "running"
  | "paused"
  | "draining"
  | "done"
  | "failed"
  | "interrupted"
  | "lost";

/** A line in the list of flows. */
export interface FlowRow {
  /** UUID of the execution. */
  readonly id: string;
  /** Name of the flow. */
  readonly flow: string;
  readonly host: string;
  readonly pid: number;
  readonly mode: string;
  readonly state: FlowState;
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number;
  readonly elapsedMs: number;
  /** Milliseconds since the last word of it; null of one that has ended. */
  readonly silentMs: number | null;
  /** Packets per second that consumers are through with. */
  readonly rate: number;
  /** Packets on which a step failed, skipped and quarantined ones included. */
  readonly failed: number;
  readonly nodes: number;
  /** Whether it takes requests. */
  readonly control: boolean;
}

/** What does not change while a flow is executed. */
export type FlowFacts = Pick<
  Hello,
  "flow" | "graphHash" | "mode" | "host" | "pid" | "startedAt" | "versions" | "nodes" | "edges"
>;

/** A node at a moment. */
export type NodeTick =
  & Omit<NodeSnapshot, "perReplica" | "durations" | "role">
  & {
    /** Packets through per second; of producers, emissions. */
    readonly rate: number;
    /** Time in the step's code per packet, in ms, over the last seconds; null if none came. */
    readonly p50: number | null;
    readonly p99: number | null;
  };

/** An edge at a moment, in the order of the facts' edges. */
export interface EdgeTick {
  /** Packets per second. */
  readonly rate: number;
  readonly sent: number;
  /** Whether who sends along it is held back by who receives. */
  readonly hot: boolean;
}

/** A flow at a moment. */
export interface FlowTick {
  readonly state: FlowState;
  readonly elapsedMs: number;
  /** In the order of the facts' nodes. */
  readonly nodes: readonly NodeTick[];
  readonly edges: readonly EdgeTick[];
  /** Which node holds the others up, and why, in words. */
  readonly bottleneck: { readonly node: string; readonly reason: string } | null;
  /** Telemetry messages of it that never came, or were not sent. */
  readonly lost: number;
}

/** What comes by the stream of events. */
export type PageMessage =
  | { readonly type: "flows"; readonly flows: readonly FlowRow[] }
  | { readonly type: "facts"; readonly id: string; readonly facts: FlowFacts }
  | { readonly type: "tick"; readonly id: string; readonly tick: FlowTick };

/** How a node was over time: arrays of one length. */
export interface NodeHistory {
  /** Seconds since the execution was started. */
  readonly t: readonly number[];
  readonly rate: readonly number[];
  readonly p50: readonly (number | null)[];
  readonly p99: readonly (number | null)[];
  readonly queued: readonly number[];
}

/** All that the node panel shows beyond facts and tick. */
export interface NodeDetail {
  readonly history: NodeHistory;
  readonly replicas: readonly ReplicaSnapshot[];
  /** Replicas that have been inside the step's code for a second or longer. */
  readonly stuck: readonly Stuck[];
  /** The last first. */
  readonly failures: readonly Trouble[];
  /** The last first. */
  readonly logs: readonly LogEntry[];
}

/** A failure, or a packet that was done without. */
export interface Trouble extends Pick<Failure, "code" | "message" | "hint" | "packet" | "phase"> {
  readonly at: number | null;
  readonly replica: number;
  /** What the node did about it; null if the execution failed by it. */
  readonly aside: "skipped" | "quarantined" | null;
}

/** A line of the log. */
export type LogEntry = Pick<
  LogMessage,
  "at" | "level" | "node" | "replica" | "packet" | "message"
>;

/** Packets of an edge that were asked for, the last first. */
export type Samples = readonly Pick<SampleMessage, "seq" | "at" | "packet" | "value">[];

/** What a page may ask of an execution; the server adds whom it is for. */
export type PageRequest = Wish;

/** What came of a request. */
export type PageAnswer = Outcome;
