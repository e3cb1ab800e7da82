/** Cases of the real command line: signals, full disks, places that cannot be written. @module */
import { join } from "node:path";
import fc from "fast-check";
import type { Isolation } from "../../lib/graph/mod.ts";
import type { Mode, Report } from "../../lib/telemetry/report.ts";
import { type Drawn, type End, failure, policy, randomFlow } from "../campaign/_arbitrary.ts";
import { isFeasible } from "../campaign/_chances.ts";
import type { CampaignNode } from "../campaign/_graph.ts";
import { textOf } from "../campaign/_text.ts";
import { linesIn, resultsOf, writeFlow } from "./_flow_file.ts";
import { checkFiles, checkReport, type Executed } from "./_program_invariants.ts";
import { drawnIsolations } from "./_inside.ts";
import { count, countNodes, emptyTally, type Tally } from "./_tally.ts";
import { canTighten, loosen, tighten } from "./_tight.ts";
import { type Ended, runTool, shortened, type Shot, shot } from "./_tool.ts";
import { nodesIn } from "./_ways.ts";

/** A place that an execution writes to. */
export type Place = "out" | "quarantine" | "report";

/** What goes wrong outside of the steps. */
export type Fault =
  | { readonly kind: "signals"; readonly shots: readonly Shot[] }
  | { readonly kind: "full"; readonly place: Place; readonly kib: number }
  | { readonly kind: "in the way"; readonly place: Place };

/** A flow, and what goes wrong. */
export interface ProgramCase {
  readonly layer: "program";
  readonly mode: Mode;
  readonly drawn: Drawn;
  readonly fault: Fault;
  /** By node. */
  readonly isolations: readonly (Isolation | null)[];
}

const PLACES = fc.constantFrom<Place>("out", "out", "quarantine", "report");
const MOST_PACKETS = 6000;

const fault: fc.Arbitrary<Fault> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("signals" as const),
      shots: fc.array(shot, { minLength: 1, maxLength: 3 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("full" as const),
      place: PLACES,
      kib: fc.constantFrom(4, 8, 16, 64, 128),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("in the way" as const), place: PLACES }) },
);

/** Random cases. */
export const programCase: fc.Arbitrary<ProgramCase> = fc.record({
  flow: randomFlow,
  failures: fc.array(failure, { maxLength: 1 }),
  policy,
  fault,
  mode: fc.constantFrom<Mode>("sequential", "multiprocess"),
  isolations: drawnIsolations,
}).map(({ flow, failures, policy, fault, mode, isolations }): ProgramCase => ({
  layer: "program",
  mode,
  fault,
  isolations,
  drawn: {
    ...flow,
    failures,
    group: null,
    end: fault.kind === "signals" ? { kind: "stop", after: 0 } : endOf(flow.end),
    producers: flow.producers.map((node) => ({ ...node, data: null })),
    stagers: flow.stagers.map((node, at) => ({
      ...node,
      policy: at === 0 ? policy : node.policy,
      act: at === 0 && fault.kind === "full" ? "flood" : node.act,
    })),
  },
})).filter((one) => isFeasible(nodesOf(one), one.drawn.end, MOST_PACKETS));

const endOf = (end: End): End => end.kind === "maxPackets" ? end : { kind: "whole" };

const nodesOf = (one: ProgramCase): CampaignNode[] => nodesIn(one).map(asProgram);

/** A node as a flow file has it: consumers are the built-in writer. */
export function asProgram(node: CampaignNode): CampaignNode {
  if (node.step !== "note") return node;
  const plain = { fail: null, policy: null, timeoutMs: null, isolation: null, maxAttempts: null };
  return { ...node, ...plain, how: "return", replicas: 1 };
}

/** What a case is, for people. */
export function programText(one: ProgramCase): string {
  return `  ${one.mode}, ${JSON.stringify(one.fault)}\n${textOf(nodesOf(one), one.drawn)}`;
}

/** Executes a case. @throws {Error} if something is not as it must be */
export async function tryProgram(one: ProgramCase): Promise<Tally> {
  const { fault } = one;
  if (fault.kind === "full" && !await canTighten()) return skipped();
  const folder = await Deno.makeTempDir({ prefix: "chaos-" });
  const tight = fault.kind === "full" ? join(folder, fault.place) : null;
  try {
    await Deno.mkdir(join(folder, "tmp"));
    if (fault.kind === "in the way") await Deno.writeTextFile(join(folder, fault.place), "mine");
    if (fault.kind === "full") {
      await Deno.mkdir(tight!);
      await tighten(tight!, fault.kib);
    }
    return await execute(one, folder);
  } finally {
    if (tight) await loosen(tight);
    await Deno.remove(folder, { recursive: true });
  }
}

async function execute(one: ProgramCase, folder: string): Promise<Tally> {
  const { drawn: { end }, fault, mode } = one;
  const nodes = nodesOf(one);
  await writeFlow(folder, nodes);
  const args = [
    `--mode=${mode}`,
    "--report=report/report.json",
    "--quarantine=quarantine",
    ...(end.kind === "maxPackets" ? [`--max-packets=${end.after}`] : []),
  ];
  const shots = fault.kind === "signals" ? fault.shots : [];
  const ended = await runTool(folder, args, shots);
  try {
    const seen = await look(folder, nodes, ended);
    await checkReport(nodes, end, fault, seen);
    checkFiles(nodes, fault, seen);
    return tallyOf(seen, fault);
  } catch (error) {
    const { message } = error as Error;
    throw new Error(`${message}\nexit code ${ended.code}, it said:\n${shortened(ended.stderr)}`);
  }
}

async function look(
  folder: string,
  nodes: readonly CampaignNode[],
  ended: Ended,
): Promise<Executed> {
  const text = await Deno.readTextFile(join(folder, "report", "report.json")).catch(() => null);
  const results = await Promise.all(
    nodes.filter(({ step }) => step === "note").map(async ({ id }) => {
      const path = resultsOf(folder, id);
      const [whole, partial] = [await linesIn(path, id), await linesIn(`${path}.partial`, id)];
      return [id, { whole, partial }] as const;
    }),
  );
  return {
    ...ended,
    folder,
    report: text === null ? null : JSON.parse(text) as Report,
    results: new Map(results),
  };
}

function tallyOf({ report, afterMs, hits, stderr }: Executed, fault: Fault): Tally {
  const tally = { ...emptyTally(), cases: 1, longestMs: afterMs };
  for (const [, how] of stderr.matchAll(/ struck: (.+)/g)) count(tally, how!);
  if (fault.kind !== "signals") count(tally, `${fault.place} is ${fault.kind}`);
  else if (hits > 0) { for (const { signal } of fault.shots) count(tally, signal); }
  if (fault.kind === "signals" && fault.shots.some(({ signal }) => signal === "SIGKILL")) {
    tally.killed += hits;
  }
  countNodes(tally, Object.values(report?.nodes ?? {}));
  return tally;
}

function skipped(): Tally {
  if (Deno.env.get("CTAPIPE_FLOW_NO_SKIP") === "1") {
    throw new Error("a small tmpfs cannot be mounted, and CTAPIPE_FLOW_NO_SKIP=1 forbids skipping");
  }
  return { ...emptyTally(), omitted: 1 };
}
