/** What every engine is: something that executes a graph and says how it went. @module */
import type { FlowGraph, GraphEdge } from "../graph/model.ts";
import type { SampleValue } from "../telemetry/message.ts";
import type { Mode, Report, Snapshot } from "../telemetry/report.ts";
import type { TracingOptions } from "./tracing/plan.ts";
import type { SeatingWishes } from "./seating.ts";

/** Severity of a log line. */
export type LogLevel = "debug" | "info" | "warning" | "error";

/** A line that a step or the engine wrote with `log`. */
export interface LogLine {
  /** Its severity. */
  readonly level: LogLevel;
  /** Id of the node whose step wrote it; null if it cannot be told. */
  readonly node: string | null;
  /** Number of the replica, from 0; null if it cannot be told. */
  readonly replica: number | null;
  /** Lineage id of the packet that the replica has in hand; left out if none. */
  readonly packet?: string;
  /** The text, which may have several lines. */
  readonly message: string;
}

/** How an execution is kept so that it can be resumed. */
export interface ResumeOptions {
  /** Absolute path of the folder of its journal; made if it is not there. */
  readonly folder: string;
  /** Time between two cuts, in ms; more where cuts take long. Default 5000. */
  readonly everyMs?: number | undefined;
}

/** How to execute a graph. */
export interface ExecuteOptions extends SeatingWishes {
  /** All steps in one Worker, or side by side in several. Default `sequential`. */
  readonly mode?: Mode;
  /**
   * Replicas take turns in one Worker, as if each had its own as in mode `multiprocess` (which is
   * then the default): in an order that `seed` decides, the same whenever it is executed. Default
   * false.
   */
  readonly deterministic?: boolean;
  /** Decides the order if `deterministic`; an integer from 0 to 2³² - 1. Default: it is drawn. */
  readonly seed?: number;
  /** URL of the flow file (or folder with a trailing slash): relative paths start there. */
  readonly base: string;
  /** Each producer stops after this many packets; the execution then ends as `done`. */
  readonly maxPackets?: number;
  /** Gets what steps log or print, in the order of arrival. Default: it is dropped. */
  readonly onLog?: (line: LogLine) => void;
  /** What is to be known of the flow although it is sound; goes into the report. */
  readonly warnings?: readonly string[];
  /**
   * Overwrites arrays that were lent to a step as soon as its `run` has ended, so that a step which
   * keeps one although it `borrows` is found out. Default false.
   */
  readonly poison?: boolean;
  /**
   * After so many ms the execution ends orderly, as `failed` with a failure of code `deadline`: as
   * after `stop()`, producers stop and what is in flight is processed. Default: never.
   */
  readonly deadlineMs?: number;
  /**
   * How long that may take, in ms, before all is aborted. Default: a tenth of the deadline, but 10 s
   * at least.
   */
  readonly deadlineGraceMs?: number;
  /**
   * If no replica has moved for so many ms (no packet taken, processed or sent, no `init` through),
   * the execution is aborted, as `failed` with a failure of code `stalled` that says who waits for
   * whom. Default: never.
   */
  readonly stallAfterMs?: number;
  /**
   * Bytes that the engine itself may hold between nodes that live in different Workers: rings, slots
   * for large arrays, and what waits in inboxes, which get a `queueBytes` from it. What steps hold is
   * not counted. Default: what nodes say of themselves.
   */
  readonly maxMemoryBytes?: number;
  /**
   * Absolute path of the folder for packets that are put into quarantine. Default:
   * `<name of the flow>.quarantine/<start>` in the working directory. Made when it is needed.
   */
  readonly quarantine?: string;
  /**
   * Keeps a journal, so that the same execution, started again after whatever has ended it, goes on
   * where the last cut was taken. Default: none is kept.
   */
  readonly resume?: ResumeOptions | undefined;
  /**
   * Leaves spans for OpenTelemetry, where the runtime exports them (`OTEL_DENO`). Default: none, and
   * then it costs nothing.
   */
  readonly tracing?: TracingOptions | undefined;
  /** How long hosts that do not end after `abort()` are waited for, in ms. Default 2000. */
  readonly graceMs?: number;
}

/** What came of a wish. */
export interface ControlOutcome {
  /** Whether it was done. */
  readonly ok: boolean;
  /** Why not, as a clause; null if it was. */
  readonly reason: string | null;
}

/** Which packets somebody wants to see, and for how long. */
export interface SampleOptions {
  /** Packets per second, 10 at most. */
  readonly rate: number;
  /** For so long; ask again for more. */
  readonly seconds: number;
}

/** A packet on an edge. */
export interface PacketSample extends GraphEdge {
  /** Lineage id, such as `reader#17.2`. */
  readonly packet: string;
  /** The value, cut down to what can be looked at. */
  readonly value: SampleValue;
}

/** A flow in execution. */
export interface Execution {
  /** What decides the order, if it is deterministic. */
  readonly seed?: number;
  /** What is going on now; cheap, reads shared counters. */
  snapshot(): Snapshot;
  /**
   * The report of an execution that fails now, all at once: counts as they are, the books not closed,
   * and files not looked at. Cheap, for those who keep it in case that the process ends.
   */
  unfinished(): Report;
  /**
   * Has producers hold before their next packet; what is in flight is processed. Refused where a seed
   * decides the order, and while it ends. A deadline goes on.
   */
  pause(): ControlOutcome;
  /** Lets producers go on. */
  resume(): ControlOutcome;
  /**
   * Sends packets to so many replicas of a node from now on, at most its `maxReplicas`; others finish
   * what they have. Refused for producers and nodes with `key` or `ordered`, and as {@link pause}.
   */
  scale(node: string, replicas: number): ControlOutcome;
  /**
   * Shows some of the packets on an edge, as they are sent; they are copied and cut down. Costs
   * nothing where nobody asks for it. Asked again with the same function, it goes on from then.
   */
  sample(
    edge: GraphEdge,
    options: SampleOptions,
    onSample: (sample: PacketSample) => void,
  ): ControlOutcome;
  /** Ends orderly: producers stop, what is in flight is processed, every step finishes. */
  stop(): void;
  /** Ends now: what is in flight is given up (and counted), every step still finishes. */
  abort(): void;
  /** The report; never rejects for what a step or a file did. */
  readonly finished: Promise<Report>;
}

/** Starts a graph; see `lib/engine/start.ts`. */
export type StartFlow = (graph: FlowGraph, options: ExecuteOptions) => Execution;
