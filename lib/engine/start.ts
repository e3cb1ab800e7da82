/** Starts a graph in an engine and makes the report of how it went. @module */
import { dirname } from "node:path";
import type { FlowGraph } from "../graph/model.ts";
import { graphHash } from "../graph/hash.ts";
import type { Failure, Mode, NodeReport, Report, Status } from "../telemetry/report.ts";
import type { ExecuteOptions, Execution } from "./contract.ts";
import { fileClashes } from "./file_clashes.ts";
import { fileFacts, outputFacts, pathsIn } from "./file_facts.ts";
import { arrayBytesOf, closeLedger, type Ledger, perReplica, snapshotOf } from "./ledger.ts";
import { makePlan, pathsOf, type Plan } from "./plan.ts";
import { multiprocessPlacement } from "./multiprocess/placement.ts";
import { sequentialPlacement } from "./sequential/placement.ts";
import { Supervisor } from "./supervisor.ts";
import { Cause, NodeWord, Stop, Words } from "./words.ts";
import { failureOf, messageOf } from "./failure.ts";
import type { Placement } from "./wire.ts";
import { VERSION } from "../version.ts";

/** The engines, by mode: where replicas live is all in which they differ. */
const ENGINES: Readonly<Record<Mode, (plan: Plan) => Placement>> = {
  sequential: sequentialPlacement,
  multiprocess: multiprocessPlacement,
};

/** Starts a graph. The report comes as `finished`, which never rejects for what a step did. */
export function startFlow(graph: FlowGraph, options: ExecuteOptions): Execution {
  const started = performance.now();
  const startedAt = new Date().toISOString();
  const mode = options.mode ?? "sequential";
  const plan = makePlan(graph, options.base);
  const { nodes, replicas } = plan;
  const words = Words.allocate({ nodes: nodes.length, replicas, edges: graph.edges.length });
  const errors: Failure[] = [];
  const inputs = new Set(pathsIn(plan, "inputFile"));
  const supervisor = new Supervisor(
    plan,
    ENGINES[mode](plan),
    words,
    {
      maxPackets: options.maxPackets ?? Infinity,
      graceMs: options.graceMs ?? 2000,
      poison: options.poison ?? false,
    },
    {
      onFailure: (failure) => errors.push(failure),
      onLog: (line) => options.onLog?.(line),
      onInput: (path) => inputs.add(path),
    },
  );

  async function execute(): Promise<Report> {
    const clashes = clashFailures(plan, options.base);
    const refused = clashes.length > 0 ? clashes : await makeFolders(plan);
    errors.push(...refused);
    if (refused.length === 0) await supervisor.execute();
    else supervisor.close();
    const wallMs = performance.now() - started;
    const ledger = closeLedger(plan, words, words.stop === Stop.ABORT);
    const status = statusOf(errors, words.cause, ledger);
    return {
      schema: "ctapipe-flow/report/1",
      flow: graph.name,
      graphHash: graphHash(graph),
      mode,
      status,
      exitCode: { done: 0, failed: 1, interrupted: 130 }[status],
      startedAt,
      wallMs: Math.round(wallMs * 1000) / 1000,
      versions: { ctapipeFlow: VERSION, ...Deno.version },
      nodes: nodeReports(plan, words, ledger),
      edges: ledger.edges,
      ledger: { balanced: ledger.balanced, imbalances: ledger.imbalances },
      inputs: await fileFacts(inputs),
      outputs: await outputFacts(plan),
      errors,
      warnings: [...options.warnings ?? []],
    };
  }

  return {
    snapshot: () => ({
      elapsedMs: performance.now() - started,
      nodes: plan.nodes.map((node, at) => snapshotOf(node, at, words)),
    }),
    stop: () => supervisor.stop(Cause.INTERRUPTED),
    abort: () => supervisor.abort(Cause.INTERRUPTED),
    finished: execute(),
  };
}

/** Executes a graph to its end. */
export function runFlow(graph: FlowGraph, options: ExecuteOptions): Promise<Report> {
  return startFlow(graph, options).finished;
}

function statusOf(errors: readonly Failure[], cause: number, ledger: Ledger): Status {
  if (!ledger.balanced) return "failed";
  if (cause === Cause.INTERRUPTED) return "interrupted";
  return errors.length > 0 ? "failed" : "done";
}

/** Outputs that would destroy what the execution needs: nothing is started then. */
function clashFailures(plan: Plan, base: string): Failure[] {
  return fileClashes(plan, base).map(({ code, node, message }) => ({
    code,
    node: node ?? "",
    replica: 0,
    phase: "init",
    packet: null,
    message,
    hint: "choose another file",
    denial: null,
    stack: null,
  }));
}

/** Makes the folders of output files: the Workers that write them may not. */
async function makeFolders(plan: Plan): Promise<Failure[]> {
  const failures: Failure[] = [];
  for (const node of plan.nodes) {
    const outputs = pathsOf(node, "outputFile");
    for (const folder of new Set(outputs.map((path) => dirname(path)))) {
      try {
        await Deno.mkdir(folder, { recursive: true });
      } catch (error) {
        const place = { node: node.id, replica: 0, phase: "init", packet: null } as const;
        const message = `the folder "${folder}" cannot be made: ${messageOf(error)}`;
        failures.push({ ...failureOf(error, place), code: "output_folder", message, hint: null });
      }
    }
  }
  return failures;
}

function nodeReports(plan: Plan, words: Words, ledger: Ledger): Record<string, NodeReport> {
  return Object.fromEntries(plan.nodes.map((node, at) => [node.id, {
    role: node.role,
    step: node.step,
    ...ledger.nodes[at]!,
    replicas: node.replicas,
    perReplica: perReplica(node, words),
    maxQueued: Atomics.load(words.int, words.node(at, NodeWord.MAX_QUEUED)),
    queueLimit: node.queueLimit,
    arrayBytes: arrayBytesOf(node, words),
    params: node.params,
    permissions: node.trusted ? "all" as const : node.permissions,
  }]));
}
