/** Messages and snapshots for the tests of what listens. @module */
import { nodeSnapshot, report, snapshotOf } from "../cli/_fixtures.ts";
import {
  type FailureMessage,
  type Goodbye,
  type Hello,
  type LogMessage,
  type Progress,
  type SampleMessage,
  TELEMETRY,
} from "./message.ts";
import type { NodeSnapshot, ReplicaSnapshot, Snapshot } from "./report.ts";

export { failure, nodeSnapshot, report, snapshotOf } from "../cli/_fixtures.ts";

/** One execution. */
export const ONE = "11111111-1111-4111-8111-111111111111";
/** Another. */
export const OTHER = "22222222-2222-4222-8222-222222222222";

const envelope = (seq: number, execution: string) =>
  ({ schema: TELEMETRY, execution, seq, at: 1_750_000_000_000 + seq }) as const;

/** A flow says what it is. */
export const hello = (seq: number, execution: string = ONE): Hello => ({
  ...envelope(seq, execution),
  type: "hello",
  flow: "some_flow",
  graphHash: "abc",
  mode: "sequential",
  host: "localhost",
  pid: 1,
  startedAt: "2026-01-01T00:00:00.000Z",
  versions: { ctapipeFlow: "0.1.0" },
  nodes: [],
  edges: [],
  control: null,
  dropped: 0,
});

/** A flow says how it goes. */
export const progress = (seq: number, part: Partial<Snapshot>, execution = ONE): Progress => ({
  ...envelope(seq, execution),
  type: "progress",
  snapshot: snapshotOf(part),
});

/** Progress of a chain of a producer and a consumer that are through with so many packets. */
export const counted = (seq: number, elapsedMs: number, done: number, execution = ONE): Progress =>
  progress(seq, {
    elapsedMs,
    nodes: [
      nodeSnapshot({ id: "reader", role: "producer", emitted: done }),
      nodeSnapshot({ id: "dump", role: "consumer", done, received: done, busyMs: elapsedMs / 4 }),
    ],
    edges: [{ from: "reader", port: "out", to: "dump", sent: done, received: done }],
  }, execution);

/** A line of a step. */
export const log = (seq: number, message = `line ${seq}`, execution = ONE): LogMessage => ({
  ...envelope(seq, execution),
  type: "log",
  level: "info",
  node: "dump",
  replica: 0,
  message,
});

/** A packet that failed. */
export const failed = (seq: number, node = "dump", execution = ONE): FailureMessage => ({
  ...envelope(seq, execution),
  type: "failure",
  node,
  failure: null,
  aside: null,
});

/** A packet that somebody asked to see. */
export const sample = (seq: number, to = "dump", execution = ONE): SampleMessage => ({
  ...envelope(seq, execution),
  type: "sample",
  from: "reader",
  port: "out",
  to,
  packet: `reader#${seq}`,
  value: { n: seq },
});

/** A flow has ended. */
export const goodbye = (seq: number, execution = ONE): Goodbye => ({
  ...envelope(seq, execution),
  type: "goodbye",
  report: report({}),
});

/** A running replica that waits for nothing, changed by `part`. */
export function replicaSnapshot(part: Partial<ReplicaSnapshot>): ReplicaSnapshot {
  return {
    state: "running",
    busy: false,
    through: 0,
    waiting: 0,
    blockedBy: null,
    restarts: 0,
    ...part,
  };
}

/** A moment in which nobody is stuck. */
export function snapshotAt(elapsedMs: number, nodes: readonly NodeSnapshot[]): Snapshot {
  return { elapsedMs, nodes, edges: [], paused: false, stuck: [] };
}
