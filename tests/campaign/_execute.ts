/** Executes a graph to the end that was drawn for it, and notices if it never comes. @module */
import type { FlowGraph } from "../../lib/graph/mod.ts";
import { type Execution, startFlow } from "../../lib/engine/mod.ts";
import type { Report } from "../../lib/telemetry/report.ts";
import { engineOf, type TestMode } from "../conformance/_flow.ts";
import type { Drawn, End } from "./_arbitrary.ts";
import { type PutAside, putAside } from "./_set_aside.ts";

/** What a pause takes. */
const PAUSE_MS = 3;

/** What a step logs before it goes wrong. */
export const STRUCK = / struck: (.+)$/;

/** What was seen of an execution. */
export interface Observed {
  readonly report: Report;
  readonly lines: readonly string[];
  /** Whether somebody asked for an end. */
  readonly asked: boolean;
  /** Whether producers were told to stop, by whomever. */
  readonly stopped: boolean;
  /** Whether what was in flight was given up, for whatever reason. */
  readonly aborted: boolean;
  /** What was in the quarantine afterwards. */
  readonly quarantine: readonly PutAside[];
  /** Names of other files there. */
  readonly litter: readonly string[];
  /** Time from the last thing that went wrong, or the last wish to end, to the end, in ms. */
  readonly afterMs: number;
}

/**
 * Executes a graph.
 *
 * @throws {Error} with the state of every node if it has not ended after `deadlineMs`
 */
export async function execute(
  graph: FlowGraph,
  mode: TestMode,
  { end, poison, seed, cuts, wishes }: Pick<Drawn, "end" | "poison" | "seed" | "cuts" | "wishes">,
  deadlineMs: number,
  together: readonly (readonly string[])[] = [],
  graceMs: number = deadlineMs / 2,
): Promise<Observed> {
  const lines: string[] = [];
  const seen = { asked: false, stopped: false, aborted: false };
  const stopAt = end.kind.startsWith("stop") && "after" in end ? end.after : Infinity;
  const abortAt = end.kind === "abort"
    ? end.after
    : "then" in end
    ? end.after + end.then
    : Infinity;
  let wrongAt = performance.now();
  const act = () => {
    if (lines.length === stopAt || lines.length === abortAt) wrongAt = performance.now();
    if (lines.length === stopAt) {
      seen.asked = seen.stopped = true;
      execution.stop();
    }
    if (lines.length === abortAt) {
      seen.asked = seen.aborted = true;
      execution.abort();
    }
  };
  const pauses = new Set<ReturnType<typeof setTimeout>>();
  const steer = () => {
    for (const { after, node, replicas } of wishes) {
      if (after !== lines.length) continue;
      if (node === null) {
        execution.pause();
        pauses.add(setTimeout(() => execution.resume(), PAUSE_MS));
        continue;
      }
      const { id, maxReplicas = 1 } = graph.nodes[node % graph.nodes.length]!;
      execution.scale(id, 1 + replicas % maxReplicas); // of some it is refused
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
    ...limitsOf(end),
    graceMs, // a host that is slow because others use the machine is not left behind
    onLog: ({ level, message }) => {
      if (level !== "info") return; // the engine's own remarks, some of them on the end
      lines.push(message);
      if (STRUCK.test(message)) wrongAt = performance.now();
      act();
      steer();
    },
  });
  act();
  steer();
  try {
    const report = await within(deadlineMs, execution);
    const afterMs = performance.now() - wrongAt;
    const late = report.errors.filter(({ code }) => code === "deadline").length;
    const stalled = report.errors.some(({ code }) => code === "stalled");
    return {
      report,
      lines,
      asked: seen.asked,
      stopped: seen.stopped || late > 0,
      aborted: seen.aborted || late > 1 || stalled,
      quarantine: await putAside(`${folder}/aside`),
      litter: namesIn(`${folder}/aside`).filter((name) => !name.endsWith(".packet")),
      afterMs,
    };
  } finally {
    for (const pause of pauses) clearTimeout(pause);
    await Deno.remove(folder, { recursive: true });
  }
}

const namesIn = (folder: string) => [...Deno.readDirSync(folder)].map(({ name }) => name);

function limitsOf(end: End) {
  if (end.kind === "deadline") return { deadlineMs: end.ms, deadlineGraceMs: end.graceMs };
  return end.kind === "stall" ? { stallAfterMs: end.ms } : {};
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
