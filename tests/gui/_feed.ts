/** Tells a collector of a real execution in this process, as flows tell those that listen. @module */
import { type Execution, startFlow } from "../../lib/engine/mod.ts";
import { type FlowGraph, graphHash } from "../../lib/graph/mod.ts";
import type { Collector } from "../../lib/telemetry/collector.ts";
import { TELEMETRY, type TelemetryMessage } from "../../lib/telemetry/message.ts";
import type { Mode, Report } from "../../lib/telemetry/report.ts";

/** An execution of which a collector is told. */
export interface Fed {
  readonly id: string;
  readonly execution: Execution;
  readonly finished: Promise<Report>;
}

type Body<M> = M extends TelemetryMessage ? Omit<M, "schema" | "execution" | "seq" | "at"> : never;

/** Starts a graph; tells of it ten times per second. */
export function feed(collector: Collector, graph: FlowGraph, base: string, mode: Mode): Fed {
  const id = crypto.randomUUID();
  let seq = 0;
  const tell = (body: Body<TelemetryMessage>) => {
    const envelope = { schema: TELEMETRY, execution: id, seq: seq++, at: Date.now() } as const;
    collector.accept({ ...envelope, ...body } as TelemetryMessage);
  };
  const quarantine = Deno.makeTempDirSync();
  const execution = startFlow(graph, {
    mode,
    base,
    quarantine,
    onLog: (line) => tell({ type: "log", ...line }),
  });
  tell({ type: "hello", ...aboutOf(graph), mode });
  const timer = setInterval(() => tell({ type: "progress", snapshot: execution.snapshot() }), 100);
  const finished = execution.finished.then((report) => {
    clearInterval(timer);
    tell({ type: "goodbye", report });
    Deno.removeSync(quarantine, { recursive: true });
    return report;
  });
  return { id, execution, finished };
}

function aboutOf(graph: FlowGraph) {
  return {
    flow: graph.name,
    graphHash: graphHash(graph),
    host: Deno.hostname(),
    pid: Deno.pid,
    startedAt: new Date().toISOString(),
    versions: {},
    nodes: graph.nodes.map(({ id, role, step, replicas, queueLimit, params, permissions }) => ({
      ...{ id, role, step, replicas, maxReplicas: replicas, queueLimit, params, permissions },
    })),
    edges: graph.edges.map(({ from, port, to }) => ({ from, port, to })),
    control: null,
    dropped: 0,
  };
}
