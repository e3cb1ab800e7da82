/** Cases of the real command line that is ended again and again, and goes on where it was. @module */
import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import type { Isolation } from "../../lib/graph/mod.ts";
import type { Mode, Report } from "../../lib/telemetry/report.ts";
import { type Drawn, policy, randomFlow } from "../campaign/_arbitrary.ts";
import { isFeasible } from "../campaign/_chances.ts";
import type { CampaignNode } from "../campaign/_graph.ts";
import { meaningOf } from "../campaign/_meaning.ts";
import { putAside } from "../campaign/_set_aside.ts";
import { textOf } from "../campaign/_text.ts";
import { linesIn, resultsOf, writeFlow } from "./_flow_file.ts";
import { drawnIsolations } from "./_inside.ts";
import { asProgram } from "./_program.ts";
import { count, countNodes, emptyTally, type Tally } from "./_tally.ts";
import { type Ended, runTool, shortened, type Shot, shot } from "./_tool.ts";
import { nodesIn } from "./_ways.ts";

/** A flow, and when it is ended how. */
export interface ResumedCase {
  readonly layer: "resumed";
  readonly mode: Mode;
  readonly drawn: Drawn;
  /** By node. */
  readonly isolations: readonly (Isolation | null)[];
  /** One execution after the other. */
  readonly rounds: readonly Shot[];
}

/** Random cases. */
export const resumedCase: fc.Arbitrary<ResumedCase> = fc.record({
  flow: randomFlow,
  policies: fc.array(policy, { minLength: 3, maxLength: 3 }),
  rounds: fc.array(shot, { minLength: 1, maxLength: 3 }),
  mode: fc.constantFrom<Mode>("sequential", "multiprocess"),
  isolations: drawnIsolations,
}).map(({ flow, policies, rounds, mode, isolations }): ResumedCase => ({
  layer: "resumed",
  mode,
  rounds,
  isolations,
  drawn: {
    ...flow,
    failures: [],
    group: null,
    end: { kind: "whole" },
    // slow enough to be ended in the midst
    producers: flow.producers.map((node) => ({
      ...node,
      data: null,
      how: "async yield",
      wait: "timer",
      n: Math.max(5, node.n % 40),
    })),
    // what fails for good would do so every time
    stagers: flow.stagers.map((node, at) => {
      const chosen = policies[at] ?? null;
      return { ...node, policy: chosen?.then === "fail" ? { ...chosen, then: "skip" } : chosen };
    }),
  },
})).filter((one) => isFeasible(nodesOf(one), one.drawn.end));

const nodesOf = (one: ResumedCase): CampaignNode[] => nodesIn(one).map(asProgram);

/** What a case is, for people. */
export function resumedText(one: ResumedCase): string {
  return `  ${one.mode}, ended by ${JSON.stringify(one.rounds)}\n${
    textOf(nodesOf(one), one.drawn)
  }`;
}

/** Executes a case. @throws {Error} if something is not as it must be */
export async function tryResumed(one: ResumedCase): Promise<Tally> {
  const folder = await Deno.makeTempDir({ prefix: "chaos-" });
  const nodes = nodesOf(one);
  const tally = { ...emptyTally(), cases: 1 };
  try {
    await Deno.mkdir(join(folder, "tmp"));
    await writeFlow(folder, nodes);
    const args = [
      `--mode=${one.mode}`,
      "--report=report.json",
      "--quarantine=quarantine",
      "--resume=journal",
      "--checkpoint-every=10ms",
    ];
    for (const shot of one.rounds) {
      const ended = await runTool(folder, args, [shot]);
      noteEnd(tally, shot, ended);
    }
    const last = await runTool(folder, args);
    try {
      assert.equal(last.code, 0);
      await checkWhole(folder, nodes);
      if (last.stderr.includes("all is done since")) return tally; // killed when it was complete
      const report: Report = JSON.parse(await Deno.readTextFile(join(folder, "report.json")));
      countNodes(tally, Object.values(report.nodes));
      return tally;
    } catch (error) {
      const { message } = error as Error;
      throw new Error(`${message}\nexit code ${last.code}, it said:\n${shortened(last.stderr)}`);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function noteEnd(tally: Tally, { signal }: Shot, { code, hits, afterMs, stderr }: Ended): void {
  const allowed = hits === 0 ? [0] : [0, 130, 143, ...(signal === "SIGKILL" ? [1, 137] : [])];
  assert.ok(allowed.includes(code), `exit code ${code} after ${signal}:\n${shortened(stderr)}`);
  for (const [, how] of stderr.matchAll(/ struck: (.+)/g)) count(tally, how!);
  if (hits > 0) count(tally, `${signal}, to go on later`);
  if (signal === "SIGKILL") tally.killed += hits;
  tally.longestMs = Math.max(tally.longestMs, afterMs);
}

/** All that the flow gives is there, each once, however often it was ended. */
async function checkWhole(folder: string, nodes: readonly CampaignNode[]): Promise<void> {
  const meaning = meaningOf(nodes, ({ n }) => n!);
  const aside = await putAside(join(folder, "quarantine")).catch(() => []);
  for (const { id, step } of nodes) {
    const { fates: { processed, quarantine } } = meaning.get(id)!;
    const names = aside.filter(({ node }) => node === id).map(({ name }) => name).sort();
    assert.deepEqual({ id, quarantine: names }, { id, quarantine });
    if (step !== "note") continue;
    const path = resultsOf(folder, id);
    assert.equal(await linesIn(`${path}.partial`, id), null, `${id}: a draft is left`);
    const lines = await linesIn(path, id) ?? [];
    const got = lines.map((line) => / got (.+) by /.exec(line)![1]).sort();
    assert.deepEqual({ id, got }, { id, got: processed });
  }
}
