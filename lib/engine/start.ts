/** Starts a graph in an engine and makes the report of how it went. @module */
import { dirname } from "node:path";
import type { FlowGraph } from "../graph/model.ts";
import { graphHash } from "../graph/hash.ts";
import type { Failure, Report, SlowPacket, Status } from "../telemetry/report.ts";
import type { ExecuteOptions, Execution } from "./contract.ts";
import { engineFor } from "./engines.ts";
import { addFigures } from "./figures.ts";
import { fileClashes } from "./file_clashes.ts";
import { InputFacts, outputFacts, pathsIn } from "./file_facts.ts";
import { closeLedger, type Ledger } from "./ledger.ts";
import { watcherOf } from "./live_state.ts";
import { nodeReports } from "./node_reports.ts";
import { MOST_SLOW } from "./packet_times.ts";
import { makePlan, pathsOf, type Plan } from "./plan.ts";
import { defaultQuarantine, QuarantineWriter } from "./quarantine/folder.ts";
import { SetAsides } from "./set_aside.ts";
import { sharesOf, withShares } from "./shares.ts";
import { Session } from "./resume/session.ts";
import { Steering } from "./steering.ts";
import { Supervisor } from "./supervisor.ts";
import { Cause, Stop, Words } from "./words.ts";
import { failureOf, messageOf } from "./failure.ts";
import { tracingPlan } from "./tracing/plan.ts";
import { advise, type Facts } from "../telemetry/advice.ts";
import { VERSION } from "../version.ts";

/** Time between two cuts if nobody says otherwise. */
const CUT_EVERY_MS = 5000;

/**
 * Starts a graph. The report comes as `finished`, which never rejects for what a step did.
 *
 * @throws {PlacementError} if nodes cannot be together or apart as the options want it, or there is
 * too little memory for what is between them, or a seed is given in vain
 * @throws {ResumeError} if there is nothing to go on with, or it belongs to something else
 */
export function startFlow(graph: FlowGraph, options: ExecuteOptions): Execution {
  const started = performance.now();
  const startedAt = new Date().toISOString();
  const engine = engineFor(makePlan(graph, options.base), options);
  const { mode, placement, interleaving } = engine;
  const seed = interleaving && { seed: interleaving.seed };
  const shares = sharesOf(engine.plan, engine.ways, options.maxMemoryBytes);
  const plan = withShares(engine.plan, shares);
  const { nodes, replicas } = plan;
  const words = Words.allocate({ nodes: nodes.length, replicas, edges: graph.edges.length });
  for (const [at, { begins }] of nodes.entries()) words.activate(at, begins);
  const errors: Failure[] = [];
  const inputs = new InputFacts();
  const { resume, maxPackets } = options;
  const session = resume
    ? new Session(plan, resume.folder, maxPackets ?? null, inputs.paths)
    : null;
  const quarantine = new QuarantineWriter(
    options.quarantine ?? session?.quarantine ?? defaultQuarantine(graph.name, startedAt),
  );
  const setAsides = new SetAsides(plan, quarantine, (line) => options.onLog?.(line));
  const figures = nodes.map(() => new Map<string, number>());
  const slowest: SlowPacket[][] = nodes.map(() => []);
  const supervisor = new Supervisor(
    plan,
    placement,
    shares,
    words,
    {
      maxPackets: maxPackets ?? Infinity,
      graceMs: options.graceMs ?? 2000,
      poison: options.poison ?? false,
      interleaving,
      deadlineMs: options.deadlineMs,
      deadlineGraceMs: options.deadlineGraceMs,
      stallAfterMs: options.stallAfterMs,
      position: session?.position ?? null,
      tracing: options.tracing ? tracingPlan(graph, options.tracing) : null,
      cuts: session && {
        everyMs: resume?.everyMs ?? CUT_EVERY_MS,
        // producers that hold do not move: that must not look like a stall
        patienceMs: (options.stallAfterMs ?? Infinity) / 2,
        position: session.position,
        save: (cut) => session.save(cut, quarantine),
      },
    },
    {
      onFailure: (failure) => errors.push(failure),
      onLog: (line) => options.onLog?.(line),
      onInput: (path) => inputs.add(path),
      onFigures: (node, more) => addFigures(figures[node]!, more),
      onSlowest: (node, packets) => {
        const all = [...slowest[node]!, ...packets].sort((a, b) => b.ms - a.ms);
        slowest[node] = all.slice(0, MOST_SLOW);
      },
      onSetAside: (message) => setAsides.take(message),
    },
  );

  const look = watcherOf(plan, words);
  const hash = graphHash(graph);
  const elapsedMs = () => performance.now() - started;
  const isPlayed = interleaving !== null;
  const steering = new Steering(plan, placement, words, supervisor, isPlayed, elapsedMs);
  const factsOf = (
    books: Ledger,
    told: Pick<Facts, "status" | "wallMs" | "ledger" | "inputs" | "outputs">,
  ): Facts => ({
    schema: "ctapipe-flow/report/1",
    flow: graph.name,
    graphHash: hash,
    mode,
    ...seed,
    status: told.status,
    exitCode: { done: 0, failed: 1, interrupted: 130 }[told.status],
    startedAt,
    wallMs: Math.round(told.wallMs * 1000) / 1000,
    versions: { ctapipeFlow: VERSION, ...Deno.version },
    nodes: nodeReports(plan, placement, words, books, { setAsides, figures, slowest }),
    edges: books.edges,
    ledger: told.ledger,
    inputs: told.inputs,
    outputs: told.outputs,
    errors,
    warnings: [...options.warnings ?? []],
    ...(steering.lines.length > 0 && { controls: [...steering.lines] }),
    ...(quarantine.count > 0 && { quarantine: quarantine.path }),
    ...(session?.emissions && { resumed: { emissions: session.emissions } }),
  });

  async function execute(): Promise<Report> {
    for (const path of pathsIn(plan, "inputFile")) inputs.add(path);
    const clashes = clashFailures(plan, options.base);
    const refused = clashes.length > 0 ? clashes : await makeFolders(plan);
    if (session && refused.length === 0) refused.push(...await session.begin(quarantine, options));
    errors.push(...refused);
    if (refused.length === 0) await supervisor.execute();
    else supervisor.close();
    await quarantine.idle();
    const wallMs = elapsedMs();
    const books = closeLedger(plan, words, words.stop === Stop.ABORT);
    if (session) errors.push(...session.end(statusOf(errors, words.cause, books)));
    plan.nodes.forEach(({ id }, at) => setAsides.tellTotal(id, books.nodes[at]!));
    const facts = factsOf(books, {
      status: statusOf(errors, words.cause, books),
      wallMs,
      ledger: { balanced: books.balanced, imbalances: books.imbalances },
      inputs: await inputs.all(),
      outputs: await outputFacts(plan),
    });
    return { ...facts, advice: advise(facts) };
  }

  return {
    ...seed,
    snapshot: () => ({
      elapsedMs: elapsedMs(),
      ...look(),
      paused: supervisor.holds.isPaused,
      stuck: supervisor.stuck(),
    }),
    unfinished: () => ({
      ...factsOf(closeLedger(plan, words, false), {
        status: "failed",
        wallMs: elapsedMs(),
        ledger: { balanced: false, closed: false, imbalances: [] },
        inputs: [],
        outputs: [],
      }),
      advice: [],
    }),
    pause: () => steering.pause(),
    resume: () => steering.resume(),
    scale: (node, replicas) => steering.scale(node, replicas),
    sample: (edge, wish, onSample) => steering.sample(edge, wish, onSample),
    stop: () => steering.stop(),
    abort: () => steering.abort(),
    finished: execute(),
  };
}

/** Executes a graph to its end. Rejects only where {@link startFlow} throws. */
export async function runFlow(graph: FlowGraph, options: ExecuteOptions): Promise<Report> {
  return await startFlow(graph, options).finished;
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

/** Makes the folders that are written to: the Workers may not, unless one is all theirs. */
async function makeFolders(plan: Plan): Promise<Failure[]> {
  const failures: Failure[] = [];
  for (const node of plan.nodes) {
    const outputs = pathsOf(node, "outputFile").map((path) => dirname(path));
    for (const folder of new Set([...outputs, ...pathsOf(node, "outputFolder")])) {
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
