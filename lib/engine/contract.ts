/** What every engine is: something that executes a graph and says how it went. @module */
import type { FlowGraph } from "../graph/model.ts";
import type { Mode, Report, Snapshot } from "../telemetry/report.ts";

/** Severity of a log line. */
export type LogLevel = "debug" | "info" | "warning" | "error";

/** A line that a step or the engine wrote with `log`. */
export interface LogLine {
  readonly level: LogLevel;
  readonly node: string | null;
  readonly replica: number | null;
  readonly message: string;
}

/** How to execute a graph. */
export interface ExecuteOptions {
  readonly mode?: Mode;
  /** URL of the flow file (or folder with a trailing slash): relative paths start there. */
  readonly base: string;
  /** Each producer stops after this many packets; the execution then ends as `done`. */
  readonly maxPackets?: number;
  readonly onLog?: (line: LogLine) => void;
  /** How long hosts that do not end after `abort()` are waited for, in ms. Default 2000. */
  readonly graceMs?: number;
}

/** A flow in execution. */
export interface Execution {
  /** What is going on now; cheap, reads shared counters. */
  snapshot(): Snapshot;
  /** Ends orderly: producers stop, what is in flight is processed, every step finishes. */
  stop(): void;
  /** Ends now: what is in flight is given up (and counted), every step still finishes. */
  abort(): void;
  /** The report; never rejects for what a step or a file did. */
  readonly finished: Promise<Report>;
}

/** Starts a graph; see `lib/engine/start.ts`. */
export type StartFlow = (graph: FlowGraph, options: ExecuteOptions) => Execution;
