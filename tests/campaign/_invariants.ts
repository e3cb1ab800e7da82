/** What must hold of every execution, however it ended. @module */
import assert from "node:assert/strict";
import type { Failure, NodeReport } from "../../lib/telemetry/report.ts";
import type { End } from "./_arbitrary.ts";
import { type Chance, chanceOf, planned } from "./_chances.ts";
import type { Observed } from "./_execute.ts";
import { refusalOf } from "./_fate.ts";
import type { CampaignNode } from "./_graph.ts";
import { checkLives, checkOrder, GOT } from "./_lives.ts";
import { edgeKey, meaningOf } from "./_meaning.ts";
import { inSequence, sendersTo } from "./_sequence.ts";
import { checkSetAside } from "./_set_aside.ts";
import { type Way, wayOf } from "./_ways.ts";

/** Fails if an execution is not as it must be. */
export function checkExecution(nodes: readonly CampaignNode[], end: End, seen: Observed): void {
  checkAccounts(nodes, end, seen);
  checkLives(nodes, seen);
}

/** The same, of all but what steps say of their lives. */
export function checkAccounts(nodes: readonly CampaignNode[], end: End, seen: Observed): void {
  const { report } = seen;
  assert.deepEqual(report.ledger, { balanced: true, imbalances: [] });
  for (const node of nodes) checkCounts(node, nodes, report.nodes[node.id]!);
  checkFailures(nodes, end, seen);
  checkEnd(seen);
  assert.equal(report.quarantine !== undefined, seen.quarantine.length > 0, "names its quarantine");
  checkValues(nodes, end, seen);
  checkOrder(seen.lines);
}

function checkCounts(node: CampaignNode, nodes: readonly CampaignNode[], counts: NodeReport): void {
  const { id, replicas } = node;
  // where the order counts each sender has a place
  const queueLimit = Math.max(
    node.queueLimit,
    inSequence(nodes).has(id) ? sendersTo(node, nodes) : 0,
  );
  const { maxQueued, perReplica, done, filtered, skipped, failed, quarantined } = counts;
  const settled = done + filtered + skipped + failed + quarantined;
  assert.ok(maxQueued <= queueLimit, `${id} held ${maxQueued} of ${queueLimit}`);
  assert.equal(perReplica.length, replicas, `replicas of ${id}`);
  assert.equal(perReplica.reduce((sum, one) => sum + one), settled, `${id}: sum`);
}

function checkFailures(nodes: readonly CampaignNode[], end: End, seen: Observed): void {
  const { stopped, aborted } = seen;
  const { errors, strays } = ofSteps(seen, nodes);
  const before = { stopped, aborted, end };
  const unhindered = meaningOf(nodes, (node) => Math.min(planned(node, end), MANY));
  const chances = new Map<string, Chance>(
    nodes.map((node) => [node.id, chanceOf(node, nodes, unhindered, before)]),
  );
  // where all is given up nobody begins anew
  const effects = aborted ? ["strays", "crashes"] : ["strays"];
  const mayStray = nodes.some((node) =>
    waysOf(node).some(({ effect }) => effects.includes(effect))
  );
  assert.ok(mayStray || strays.length === 0, `outside of run: ${strays[0]?.message}`);
  for (const error of errors) {
    const said = `${error.node}[${error.replica}] failed in ${error.phase}: ${error.message}`;
    assert.notEqual(chances.get(error.node), "cannot", said);
    const node = nodes.find(({ id }) => id === error.node)!;
    const { way, most } = node.fail
      ? { way: wayOf(node.fail.how, node), most: 1 }
      : refusalOf(node);
    assert.deepEqual([error.phase, error.code], [way.phase, way.code], said);
    assert.equal(error.attempts ?? 1, most, said);
    const packet = error.phase === "run" || error.phase === "send" ? error.packet : "p0#0";
    if (node.step !== "count") assert.match(packet ?? "none", /^p\d#\d+[.\d]*$/, said);
  }
  const replicas = [...errors, ...strays].map(({ node, replica }) => `${node}[${replica}]`);
  assert.equal(new Set(replicas).size, replicas.length, `failed twice: ${replicas.join()}`);
  for (const [id, chance] of chances) {
    if (chance !== "must") continue;
    assert.ok(errors.some(({ node }) => node === id), `${id} did not fail: ${replicas.join()}`);
  }
  for (const { id } of nodes.filter(({ step }) => step !== "count")) {
    const { failed } = seen.report.nodes[id]!;
    const mine = errors.filter((error) => error.node === id && inRun(error)).length;
    const lost = strays.filter((error) => error.node === id).length;
    assert.ok(mine <= failed && failed <= mine + lost, `${id}: ${failed} failed`);
  }
}

/**
 * So many items of a producer that never ends are more than any failure waits for: what becomes of
 * a packet repeats every 60 numbers.
 */
const MANY = 120;
/** In which ways a node may go wrong. */
function waysOf(node: CampaignNode): Way[] {
  const hows = [node.fail?.how, node.policy?.refuse.how].filter((how) => how !== undefined);
  return hows.map((how) => wayOf(how, node));
}

const inRun = ({ phase }: Failure) => phase !== "init" && phase !== "finish";

/** What the engine says of itself, in the name of nobody or of whoever was in the way. */
const ENGINES = ["deadline", "stalled", "left_behind"];

/** Failures of steps: those of their calls, and those of the world that they left behind. */
function ofSteps({ report, aborted }: Observed, nodes: readonly CampaignNode[]) {
  const refusing = nodes.filter((node) => node.policy && !node.fail).map(({ id }) => id);
  const isStray = ({ phase, node }: Failure) =>
    phase === "host" && (aborted || !refusing.includes(node));
  // a cell that does not answer at the end is ended, and told of
  const apart = nodes.filter((node) => node.isolation && node.fail && hangs(node)).map(({ id }) =>
    id
  );
  const isLeft = ({ code, node }: Failure) => code === "crashed" && apart.includes(node);
  const told = report.errors.filter((error) => !ENGINES.includes(error.code) && !isLeft(error));
  return {
    errors: told.filter((error) => !isStray(error)),
    strays: told.filter((error) => isStray(error)),
  };
}

const hangs = (node: CampaignNode) => wayOf(node.fail!.how, node).effect === "hangs";

function checkEnd({ report: { status, exitCode, errors }, asked }: Observed): void {
  const allowed = asked ? errors.length > 0 ? [130, 1] : [130] : [errors.length > 0 ? 1 : 0];
  assert.ok(allowed.includes(exitCode), `exit ${exitCode}, allowed ${allowed.join(" or ")}`);
  assert.equal(exitCode, { done: 0, failed: 1, interrupted: 130 }[status]);
}

/**
 * Whatever the producers gave must have come to where it belongs, once. Exactly so if nothing was
 * lost on purpose; else nothing but that.
 */
function checkValues(nodes: readonly CampaignNode[], end: End, seen: Observed): void {
  const { report, lines, stopped, aborted } = seen;
  const { errors } = report;
  // a thread that is left behind may have sent its last item to some, but not to all
  const half = errors.some(({ code }) => code === "left_behind") ? 1 : 0;
  const meaning = meaningOf(nodes, ({ id }) => report.nodes[id]!.emitted + half);
  const lossless = !aborted &&
    !errors.some((error) => inRun(error) && !/^(p\d+)?$/.test(error.node));
  for (const node of nodes.filter(({ step }) => step === "count")) {
    const { emitted } = report.nodes[node.id]!;
    const whole = !stopped && !aborted && errors.length === 0;
    if (whole) assert.equal(emitted, planned(node, end), `${node.id} emitted`);
    assert.ok(emitted <= planned(node, end), `${node.id} emitted ${emitted}`);
  }
  const values = valuesOf(lines);
  for (const node of nodes) {
    const { id, step } = node;
    const expected = meaning.get(id)!;
    const counts = report.nodes[id]!;
    const got = values.get(id) ?? [];
    // an error from outside of its call may be put down to another: then it is done, and says nothing
    const silent = node.fail && wayOf(node.fail.how, node).effect === "strays"
      ? struckBy(node, lines)
      : 0;
    const isTold = got.length <= counts.done && got.length >= counts.done - silent;
    if (step === "note" && !aborted) {
      assert.ok(isTold, `${id}: ${got.length} lines and ${counts.done} done`);
    }
    // after an abort what was lent is taken back, also from a step that has not heard of it yet
    const kind = aborted && node.borrows ? trailsOf : (names: readonly string[]) => names;
    if (step === "note") checkSubset(kind(got), kind(expected.fates.processed), id);
    checkSetAside(node, expected, seen, lossless);
    if (!lossless) continue;
    if (step === "note") assert.deepEqual({ id, got }, { id, got: expected.fates.processed });
    const { received, emitted, filtered, skipped, quarantined, retries = 0, abandoned } = counts;
    const found = { id, received, emitted, filtered, skipped, quarantined, retries, abandoned };
    assert.deepEqual(found, {
      id,
      received: expected.received.length,
      emitted: expected.emitted,
      filtered: expected.filtered,
      skipped: expected.fates.skip.length,
      quarantined: expected.fates.quarantine.length,
      retries: expected.retries + crashesOf(node, lines),
      abandoned: 0,
    });
    for (const { port, to, sent } of report.edges.filter(({ from }) => from === id)) {
      assert.equal(sent, expected.edges.get(edgeKey(port, to)), `${id}.${port} -> ${to}`);
    }
  }
}

/** How often a node was struck by what only costs it its memory, and is not up to a policy. */
function crashesOf(node: CampaignNode, lines: readonly string[]): number {
  const isCrash = node.fail && wayOf(node.fail.how, node).effect === "crashes";
  return isCrash ? struckBy(node, lines) : 0;
}

const struckBy = ({ id, fail }: CampaignNode, lines: readonly string[]) =>
  lines.filter((line) => line === `${id} struck: ${fail?.how}`).length;

function valuesOf(lines: readonly string[]): Map<string, string[]> {
  const values = Map.groupBy(
    lines.flatMap((line) => {
      const match = GOT.exec(line);
      return match ? [{ id: match[1]!, trail: match[2]! }] : [];
    }),
    ({ id }) => id,
  );
  return new Map([...values].map(([id, all]) => [id, all.map(({ trail }) => trail).sort()]));
}

const trailsOf = (names: readonly string[]) =>
  names.map((name) => name.replace(/ = .*$/, "")).sort();

/** Both lists are sorted. */
function checkSubset(got: readonly string[], expected: readonly string[], id: string): void {
  let at = 0;
  for (const trail of got) {
    while (at < expected.length && expected[at]! < trail) at++;
    assert.equal(trail, expected[at++], `${id} got what it should not, or twice`);
  }
}
