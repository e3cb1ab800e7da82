/** Tells a collector of a real execution in this process, as flows tell those that listen. @module */
import { type Execution, startFlow } from "../../lib/engine/mod.ts";
import type { FlowGraph } from "../../lib/graph/mod.ts";
import type { Collector } from "../../lib/telemetry/collector.ts";
import type { Mode, Report } from "../../lib/telemetry/report.ts";
import { Teller } from "../../lib/telemetry/teller.ts";

/** An execution of which a collector is told. */
export interface Fed {
  readonly id: string;
  readonly execution: Execution;
  readonly finished: Promise<Report>;
}

/** Starts a graph and tells of it. */
export function feed(collector: Collector, graph: FlowGraph, base: string, mode: Mode): Fed {
  const facts = { graph, host: Deno.hostname(), pid: Deno.pid };
  const teller = new Teller(facts, [{ send: (message) => collector.accept(message) }]);
  const quarantine = Deno.makeTempDirSync();
  const onLog = teller.log.bind(teller);
  const execution = startFlow(graph, { mode, base, quarantine, onLog });
  teller.watch(execution);
  const finished = execution.finished.then(async (report) => {
    await teller.end(report);
    Deno.removeSync(quarantine, { recursive: true });
    return report;
  });
  return { id: teller.execution, execution, finished };
}
