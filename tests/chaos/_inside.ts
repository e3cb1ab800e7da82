/** Cases within this process: random flows whose steps go wrong, against an oracle. @module */
import assert from "node:assert/strict";
import fc from "fast-check";
import { type Drawn, type End, failure, policy, randomFlow } from "../campaign/_arbitrary.ts";
import { isFeasible } from "../campaign/_chances.ts";
import { execute, type Observed, STRUCK } from "../campaign/_execute.ts";
import { type CampaignNode, graphOf } from "../campaign/_graph.ts";
import type { TestMode } from "../conformance/_flow.ts";
import { checkExecution } from "../campaign/_invariants.ts";
import { meaningOf } from "../campaign/_meaning.ts";
import { textOf } from "../campaign/_text.ts";
import { togetherOf } from "../campaign/_together.ts";
import { wayOf } from "../campaign/_ways.ts";
import { assertNoLeak, holdings } from "./_leaks.ts";
import { count, countNodes, emptyTally, type Tally } from "./_tally.ts";
import { nodesIn } from "./_ways.ts";
import type { Isolation } from "../../lib/graph/mod.ts";

/** A flow, and where it is executed. */
export interface InsideCase {
  readonly layer: "inside";
  readonly mode: TestMode;
  readonly drawn: Drawn;
  /** By node. */
  readonly isolations: readonly (Isolation | null)[];
}

/** No case takes so long, whatever goes wrong in it. */
const BOUND_MS = 30_000;
/** Where a step blocks its thread: it is left behind after so long. */
const SHORT_GRACE_MS = 700;
/** More is allowed than in the campaign: floods. */
const MOST_PACKETS = 8000;
/** Attempts that only a time limit ends, or that end a process. */
const MOST_COSTLY = 10;
/** Packets that may each take a while. */
const MOST_SLOW = 200;

/** Where nodes are executed: mostly where their replicas are. */
export const drawnIsolations: fc.Arbitrary<(Isolation | null)[]> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<(Isolation | null)[]>([]) },
  {
    weight: 1,
    arbitrary: fc.array(
      fc.constantFrom<(Isolation | null)[]>(null, null, null, "worker", "worker", "process"),
      { maxLength: 8 },
    ),
  },
);

const end: fc.Arbitrary<End> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("deadline" as const), ...spans() }) },
  { weight: 1, arbitrary: fc.constant<End>({ kind: "stall", ms: 1500 }) },
);

function spans() {
  return { ms: fc.integer({ min: 20, max: 400 }), graceMs: fc.integer({ min: 20, max: 400 }) };
}

function seldom<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary },
  );
}

/** Random cases. */
export const insideCase: fc.Arbitrary<InsideCase> = fc.record({
  flow: randomFlow,
  failures: fc.array(failure, { maxLength: 2 }),
  policies: fc.array(fc.option(policy, { freq: 2 }), { minLength: 9, maxLength: 9 }),
  end: seldom(end),
  flood: seldom(fc.nat(3)),
  mode: fc.constantFrom<TestMode[]>(
    "sequential",
    "multiprocess",
    "multiprocess",
    "deterministic",
  ),
  isolations: drawnIsolations,
}).map(({ flow, failures, policies, end, flood, mode, isolations }): InsideCase => {
  return {
    layer: "inside",
    mode,
    isolations,
    drawn: {
      ...flow,
      failures,
      end: end ?? flow.end,
      stagers: flow.stagers.map((node, at) => ({
        ...node,
        policy: policies[at] ?? node.policy,
        act: at === flood ? "flood" : node.act,
      })),
      consumers: flow.consumers.map((node, at) => ({
        ...node,
        policy: policies[8 - at] ?? node.policy,
      })),
    },
  };
}).filter((one) => isSmall(nodesIn(one), one.drawn.end));

function isSmall(nodes: readonly CampaignNode[], end: End): boolean {
  if (!isFeasible(nodes, end, MOST_PACKETS)) return false;
  const meaning = meaningOf(nodes, ({ n }) => Math.min(n!, 120));
  const costly = nodes.filter(({ timeoutMs, isolation, policy }) =>
    policy && (timeoutMs !== null || isolation !== null)
  ).map(({ id }) => {
    const { retries, fates: { skip, quarantine, fail } } = meaning.get(id)!;
    return retries + skip.length + quarantine.length + fail.length;
  });
  const isSlow = (how: string) => how === "slow" || how === "blocks briefly";
  const slow = nodes.filter(({ policy }) => policy && isSlow(policy.refuse.how)).map(({ id }) =>
    meaning.get(id)!.received.length
  );
  return Math.max(0, ...slow) <= MOST_SLOW &&
    costly.reduce((sum, one) => sum + one, 0) <= MOST_COSTLY;
}

/** What a case is, for people. */
export function insideText(one: InsideCase): string {
  return `  ${one.mode}\n${textOf(nodesIn(one), one.drawn)}`;
}

/** Executes a case. @throws {Error} if something is not as it must be */
export async function tryInside(one: InsideCase): Promise<Tally> {
  const { drawn, mode } = one;
  const nodes = nodesIn(one);
  const graph = graphOf(nodes);
  const before = holdings();
  const together = togetherOf(nodes, graph, drawn);
  const graceMs = nodes.some(isStuck) ? SHORT_GRACE_MS : BOUND_MS / 2;
  const seen = await execute(graph, mode, drawn, BOUND_MS, together, graceMs);
  checkExecution(nodes, drawn.end, seen);
  checkHang(nodes, seen);
  assert.deepEqual(seen.litter, [], "left in the quarantine");
  await assertNoLeak(before);
  return tallyOf(seen, nodes);
}

/** Whether a node will be in the way of an end, too. */
function isStuck({ fail }: CampaignNode): boolean {
  return fail !== null && ["blocks", "finish never settles"].includes(fail.how);
}

/** Who hangs must be told of, and nobody else may be left behind. */
function checkHang(nodes: readonly CampaignNode[], { report: { errors }, lines }: Observed): void {
  const codes = errors.map(({ code }) => code);
  for (const node of nodes) {
    const { id, fail } = node;
    if (fail === null || wayOf(fail.how, node).effect !== "hangs") continue;
    if (fail.how === "settles late" || fail.how === "blocks") continue;
    const hung = /^(init|finish)/.test(fail.how) || lines.includes(`${id} struck: ${fail.how}`);
    if (!hung) continue;
    const told = codes.includes("deadline") || codes.includes("stalled");
    assert.ok(told, `${id} hung, and the report says ${codes.join()}`);
  }
  for (const { code, node } of errors.filter(({ code }) => code === "left_behind")) {
    assert.ok(nodes.some(isStuck), `${node}: ${code}`);
  }
}

function tallyOf(
  { report, lines, asked, afterMs }: Observed,
  nodes: readonly CampaignNode[],
): Tally {
  const tally = { ...emptyTally(), cases: 1, longestMs: afterMs };
  for (const line of lines) {
    const [, how] = STRUCK.exec(line) ?? [];
    if (how !== undefined) count(tally, how);
  }
  for (const { phase, code } of report.errors) {
    if (phase === "init" || phase === "finish") count(tally, `${phase} fails`);
    if (code === "left_behind") tally.killed++;
  }
  for (const { id, isolation } of nodes) {
    if (isolation !== null) tally.killed += report.nodes[id]!.restarts ?? 0;
  }
  if (asked) count(tally, "an end is asked for");
  countNodes(tally, Object.values(report.nodes));
  return tally;
}
