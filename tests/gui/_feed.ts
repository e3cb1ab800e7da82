/** Tells a collector of a real execution in this process, as a flow tells those that listen. @module */
import { startFlow } from "../../lib/engine/mod.ts";
import type { LogLine } from "../../lib/engine/mod.ts";
import { graphHash } from "../../lib/graph/mod.ts";
import type { FlowGraph } from "../../lib/graph/mod.ts";
import type { Collector } from "../../lib/telemetry/collector.ts";
import { TELEMETRY, type TelemetryMessage } from "../../lib/telemetry/message.ts";
import type { Mode } from "../../lib/telemetry/report.ts";

export function feed(
  collector: Collector,
  graph: FlowGraph,
  base: string,
  mode: Mode,
  hold: { dead: boolean } = { dead: false },
) {
  const id = crypto.randomUUID();
  let seq = 0;
  type Body<M> = M extends TelemetryMessage ? Omit<M, "schema" | "execution" | "seq" | "at">
    : never;
  const tell = (body: Body<TelemetryMessage>) =>
    !hold.dead &&
    collector.accept(
      { schema: TELEMETRY, execution: id, seq: seq++, at: Date.now(), ...body } as TelemetryMessage,
    );
  const execution = startFlow(graph, {
    mode,
    base,
    quarantine: Deno.makeTempDirSync(),
    onLog: (line: LogLine) => tell({ type: "log", ...line }),
  });
  const told = () =>
    tell({
      type: "hello",
      flow: graph.name,
      graphHash: graphHash(graph),
      mode,
      host: Deno.hostname(),
      pid: Deno.pid,
      startedAt: new Date().toISOString(),
      versions: {},
      nodes: graph.nodes.map(({ id, role, step, replicas, queueLimit, params, permissions }) => ({
        id,
        role,
        step,
        replicas,
        maxReplicas: replicas,
        queueLimit,
        params,
        permissions,
      })),
      edges: graph.edges.map(({ from, port, to }) => ({ from, port, to })),
      control: null,
      dropped: 0,
    });
  told();
  const timer = setInterval(() => tell({ type: "progress", snapshot: execution.snapshot() }), 100);
  const finished = execution.finished.then((report) => {
    clearInterval(timer);
    tell({ type: "goodbye", report });
    return report;
  });
  return { id, execution, finished };
}
