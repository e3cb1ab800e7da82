/** Executes a graph to the end that was drawn for it, and notices if it never comes. @module */
import type { FlowGraph } from "../../lib/graph/mod.ts";
import { type Execution, startFlow } from "../../lib/engine/mod.ts";
import type { Report } from "../../lib/telemetry/report.ts";
import { engineOf, type TestMode } from "../conformance/_flow.ts";
import type { Drawn } from "./_arbitrary.ts";
import { type PutAside, putAside } from "./_set_aside.ts";

/** What was seen of an execution. */
export interface Observed {
  readonly report: Report;
  readonly lines: readonly string[];
  readonly stopped: boolean;
  readonly aborted: boolean;
  /** What was in the quarantine afterwards. */
  readonly quarantine: readonly PutAside[];
}

/**
 * Executes a graph.
 *
 * @throws {Error} with the state of every node if it has not ended after `deadlineMs`
 */
export async function execute(
  graph: FlowGraph,
  mode: TestMode,
  { end, poison, seed, cuts }: Pick<Drawn, "end" | "poison" | "seed" | "cuts">,
  deadlineMs: number,
  together: readonly (readonly string[])[] = [],
): Promise<Observed> {
  const lines: string[] = [];
  const seen = { stopped: false, aborted: false };
  const stopAt = end.kind.startsWith("stop") && "after" in end ? end.after : Infinity;
  const abortAt = end.kind === "abort"
    ? end.after
    : "then" in end
    ? end.after + end.then
    : Infinity;
  const act = () => {
    if (lines.length === stopAt) {
      seen.stopped = true;
      execution.stop();
    }
    if (lines.length === abortAt) {
      seen.aborted = true;
      execution.abort();
    }
  };
  const folder = await Deno.makeTempDir();
  await Deno.mkdir(`${folder}/aside`);
  const execution = startFlow(graph, {
    ...engineOf(mode, seed),
    together,
    poison,
    quarantine: `${folder}/aside`,
    ...(cuts && mode !== "deterministic" &&
      { resume: { folder: `${folder}/journal`, everyMs: 1 } }),
    base: import.meta.url,
    maxPackets: end.kind === "maxPackets" ? end.after : undefined,
    graceMs: deadlineMs / 2, // a host that is slow because others use the machine is not left behind
    onLog: ({ level, message }) => {
      if (level !== "info") return; // the engine's own remarks, some of them on the end
      lines.push(message);
      act();
    },
  });
  act();
  try {
    const report = await within(deadlineMs, execution);
    return { report, lines, ...seen, quarantine: await putAside(`${folder}/aside`) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The report, unless it takes so long that the execution must be hanging. */
async function within(deadlineMs: number, execution: Execution): Promise<Report> {
  const late = Promise.withResolvers<null>();
  const timer = setTimeout(() => late.resolve(null), deadlineMs);
  const report = await Promise.race([execution.finished, late.promise]);
  clearTimeout(timer);
  if (report) return report;
  const nodes = execution.snapshot().nodes.map((node) =>
    `${node.id} ${node.state} busy ${node.busy}, queued ${node.queued} of ${node.queueLimit}, ` +
    `received ${node.received}, done ${node.done}, emitted ${node.emitted}`
  );
  execution.abort();
  await execution.finished; // the grace bounds it; its Workers must not disturb the next test
  throw new Error(`HANGS: no end after ${deadlineMs / 1000} s\n  ${nodes.join("\n  ")}`);
}
