/** Values for the tests of this folder. @module */
import { type GraphNode, NO_GRANTS } from "../graph/model.ts";
import type { Failure, NodeReport, NodeSnapshot, Report, Snapshot } from "../telemetry/report.ts";

const COUNTS = {
  received: 0,
  done: 0,
  emitted: 0,
  filtered: 0,
  skipped: 0,
  failed: 0,
  quarantined: 0,
  abandoned: 0,
  busyMs: 0,
};

/** A snapshot of a node that has done nothing yet, changed by `part`. */
export function nodeSnapshot(part: Partial<NodeSnapshot> & { id: string }): NodeSnapshot {
  return {
    ...COUNTS,
    role: "stager",
    state: "running",
    busy: 0,
    replicas: 1,
    queued: 0,
    maxQueued: 0,
    queueLimit: 100,
    perReplica: [],
    ...part,
  };
}

/** A snapshot in which nobody is stuck, changed by `part`. */
export function snapshotOf(part: Partial<Snapshot>): Snapshot {
  return { elapsedMs: 0, nodes: [], edges: [], paused: false, stuck: [], ...part };
}

/** A report of a node that has done nothing, changed by `part`. */
export function nodeReport(part: Partial<NodeReport>): NodeReport {
  return {
    ...COUNTS,
    role: "stager",
    step: "some_step",
    replicas: 1,
    perReplica: [0],
    sharesWorkerWith: [],
    crossingUs: null,
    arrayBytes: { lent: 0, copied: 0, moved: 0 },
    maxQueued: 0,
    queueLimit: 100,
    params: {},
    permissions: NO_GRANTS,
    ...part,
  };
}

/** A report of an execution that went well, changed by `part`. */
export function report(part: Partial<Report>): Report {
  return {
    schema: "ctapipe-flow/report/1",
    flow: "some_flow",
    graphHash: "0",
    mode: "sequential",
    status: "done",
    exitCode: 0,
    startedAt: "2026-01-01T00:00:00Z",
    wallMs: 1234,
    versions: {},
    nodes: {},
    edges: [],
    ledger: { balanced: true, imbalances: [] },
    inputs: [],
    outputs: [],
    errors: [],
    warnings: [],
    advice: [],
    ...part,
  };
}

/** A failure of a node while it processed a packet, changed by `part`. */
export function failure(part: Partial<Failure>): Failure {
  return {
    code: "step_failed",
    node: "dump",
    replica: 0,
    phase: "run",
    packet: "reader#17.2",
    message: "no pixels",
    hint: null,
    denial: null,
    stack: null,
    ...part,
  };
}

/** A node of a graph, changed by `part`. */
export function graphNode(part: Partial<GraphNode> & { id: string }): GraphNode {
  return {
    role: "stager",
    step: "some_step",
    code: { module: "some_step", export: "default", builtin: true },
    params: {},
    roles: [],
    replicas: 1,
    queueLimit: 100,
    permissions: NO_GRANTS,
    trusted: false,
    ports: ["out"],
    dynamic: false,
    ...part,
  };
}
