/**
 * Orders that a seed decides: the same seed gives the same order, other seeds give others, and what
 * goes wrong in one of them goes wrong in it every time.
 *
 * @module
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { type LogLine, PlacementError, startFlow } from "../../lib/engine/mod.ts";
import type { Report } from "../../lib/telemetry/report.ts";
import { randomFlow } from "../campaign/_arbitrary.ts";
import { isFeasible } from "../campaign/_chances.ts";
import { execute } from "../campaign/_execute.ts";
import { graphOf as campaignGraphOf, nodesOf } from "../campaign/_graph.ts";
import { textOf } from "../campaign/_text.ts";
import { got, graphOf, range, run, sorted, start, type TestNode } from "./_flow.ts";

type Nodes = Record<string, TestNode>;
const step = (name: string) => `./_chance_steps.ts#${name}`;

/** Two producers, three replicas that fail now and then, and a narrow inbox behind them. */
const CROWD: Nodes = {
  low: { step: "numbers", params: { n: 40 }, next: "brittle" },
  high: { step: "numbers", params: { n: 40, start: 100 }, next: { out: ["brittle", "sink"] } },
  brittle: {
    step: step("brittle"),
    replicas: 3,
    onError: { retry: { times: 2, backoffMs: 5, jitter: 0.5 } },
    next: "sink",
  },
  sink: { step: "collect", queueLimit: 4 },
};

/** What goes by message port between Workers, from two sides. */
const HEAVY: Nodes = {
  low: { step: step("heavy"), params: { n: 30, start: 0 }, next: "sink" },
  high: { step: step("heavy"), params: { n: 30, start: 100 }, next: "sink" },
  sink: { step: step("weigh"), queueLimit: 6 },
};

/** The failure of one node ends the pauses of another. */
const FAILING: Nodes = {
  low: { step: "numbers", next: "brittle" },
  high: { step: "numbers", params: { start: 100 }, next: "failing" },
  brittle: {
    step: step("brittle"),
    queueLimit: 600,
    onError: { retry: { times: 1, backoffMs: 3_600_000, maxBackoffMs: 3_600_000 } },
    next: "sink",
  },
  failing: { step: "./_policy_steps.ts#failing", params: { at: 400 } },
  sink: { step: "collect", queueLimit: 4 },
};

const TOUCHY: Nodes = {
  numbers: { step: "numbers", params: { n: 12 }, next: "stamp" },
  stamp: { step: step("stamp"), replicas: 3, next: "touchy" },
  touchy: { step: step("touchy") },
};

const play = (nodes: Nodes, seed: number) =>
  run("multiprocess", nodes, { deterministic: true, seed });

/** What must be the same: lines, counts, and the times that were played. */
function traceOf(report: Report, lines: readonly string[]): unknown {
  const nodes = Object.entries(report.nodes).map(([id, node]) => [
    id,
    node.perReplica,
    node.maxQueued,
    node.busyMs,
    node.retries,
  ]);
  return { lines, nodes, errors: report.errors.map(({ message, packet }) => [message, packet]) };
}

Deno.test("the same seed gives the same order, also of retries and what chance decides", async () => {
  for (const seed of [1, 2 ** 32 - 1]) {
    const { report, lines } = await play(CROWD, seed);
    assert.equal(report.status, "done");
    assert.equal(report.seed, seed);
    assert.deepEqual(report.ledger, { balanced: true, imbalances: [] });
    const values = [...range(40), ...range(40).flatMap((i) => [100 + i, 100 + i])];
    assert.deepEqual(sorted(got(lines)), sorted(values));
    for (let i = 0; i < 3; i++) {
      const again = await play(CROWD, seed);
      assert.deepEqual(traceOf(again.report, again.lines), traceOf(report, lines));
    }
  }
});

for (const [what, nodes, code] of [["moves", HEAVY, 0], ["fails", FAILING, 1]] as const) {
  Deno.test(`the same seed gives the same order, also of what ${what}`, async () => {
    const { report, lines } = await play(nodes, 1);
    assert.equal(report.exitCode, code);
    assert.ok(report.ledger.balanced);
    for (let i = 0; i < 5; i++) {
      const again = await play(nodes, 1);
      assert.deepEqual(traceOf(again.report, again.lines), traceOf(report, lines));
    }
  });
}

Deno.test("seeds give different orders", async () => {
  const orders = new Set<string>();
  for (let seed = 0; seed < 10; seed++) orders.add(got((await play(CROWD, seed)).lines).join());
  assert.equal(orders.size, 10);
});

Deno.test("a failure that depends on the order is found by a seed, and by it every time", async () => {
  const failed: number[] = [];
  const well: number[] = [];
  for (let seed = 0; seed < 200 && (failed.length === 0 || well.length === 0); seed++) {
    const { report } = await play(TOUCHY, seed);
    (report.status === "failed" ? failed : well).push(seed);
  }
  assert.ok(failed.length > 0 && well.length > 0, `failed: ${failed}, not: ${well}`);
  for (let i = 0; i < 20; i++) {
    const { report } = await play(TOUCHY, failed[0]!);
    assert.equal(report.errors[0]?.message, "7 came before 5");
  }
  for (let i = 0; i < 5; i++) {
    assert.equal((await play(TOUCHY, well[0]!)).report.status, "done");
  }
});

Deno.test("steps that wait for real, and draw by Math.random, are repeated", async () => {
  const nodes: Nodes = {
    dice: { step: step("dice"), params: { n: 30 }, next: "stamp" },
    stamp: { step: step("stamp"), replicas: 2, next: "sink" },
    sink: { step: "collect" },
  };
  const { lines } = await play(nodes, 3);
  assert.equal(got(lines).length, 30);
  assert.deepEqual((await play(nodes, 3)).lines, lines);
  assert.notDeepEqual(
    sorted(got((await play(nodes, 4)).lines).map((one) => (one as { value: number }).value)),
    sorted(got(lines).map((one) => (one as { value: number }).value)),
  );
});

Deno.test("pauses between attempts are played: nobody waits for them", async () => {
  const { report } = await play({
    numbers: { step: "numbers", params: { n: 9 }, next: "brittle" },
    brittle: {
      step: step("brittle"),
      onError: { retry: { times: 1, backoffMs: 3_600_000, maxBackoffMs: 3_600_000 } },
      next: "sink",
    },
    sink: { step: "collect" },
  }, 1);
  assert.equal(report.nodes.brittle!.retries, 3);
  assert.equal(report.status, "done");
});

Deno.test("a step that waits for ever keeps the others for a while only, and is told", async () => {
  const told: LogLine[] = [];
  const { execution, lines } = await start("multiprocess", {
    numbers: { step: "numbers", params: { n: 40 }, next: "absent" },
    absent: { step: step("absent"), replicas: 2, next: "sink" },
    sink: { step: "collect" },
  }, {
    deterministic: true,
    seed: 1,
    stallAfterMs: 2500,
    onLog: (line) => void (line.level === "warning" && told.push(line)),
  });
  const report = await execution.finished;
  assert.deepEqual(report.errors.map(({ code }) => code), ["stalled"]);
  assert.ok(got(lines).length > 20, "the other replica has gone on");
  assert.deepEqual(told.map(({ node, replica }) => [node, replica]), [["absent", 0]]);
  assert.match(told[0]!.message, /^it has waited for something outside of the flow for 1 s: /);
});

Deno.test("a seed is drawn, and told at once, if none is given", async () => {
  const seedOf = async () => {
    const graph = await graphOf(TOUCHY);
    const execution = startFlow(graph, { deterministic: true, base: import.meta.url });
    const { seed, mode } = await execution.finished;
    assert.equal(seed, execution.seed);
    assert.equal(mode, "multiprocess");
    return seed!;
  };
  const seeds = [await seedOf(), await seedOf(), await seedOf()];
  assert.ok(seeds.every((seed) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32));
  assert.ok(new Set(seeds).size > 1, `${seeds}`);
});

Deno.test("a seed that decides nothing, or is none, and an order that is always the same are refused", async () => {
  const graph = await graphOf(TOUCHY);
  const base = import.meta.url;
  for (
    const [options, expected] of [
      [{ seed: 1 }, /a seed decides nothing/],
      [{ deterministic: true, seed: 1.5 }, /1.5 is no seed/],
      [{ deterministic: true, seed: 2 ** 32 }, /is no seed/],
      [{ deterministic: true, mode: "sequential" }, /always the same/],
    ] as const
  ) {
    assert.throws(
      () => startFlow(graph, { base, ...options }),
      (error) => error instanceof PlacementError && expected.test(error.message),
    );
  }
});

Deno.test("property: random flows are repeated by their seed", async () => {
  const isPlain = ({ end }: { end: { kind: string } }) => /^(whole|maxPackets)$/.test(end.kind);
  const flows = randomFlow.filter((one) => isPlain(one) && isFeasible(nodesOf(one), one.end));
  await fc.assert(
    fc.asyncProperty(flows, async (drawn) => {
      const nodes = nodesOf(drawn);
      const graph = campaignGraphOf(nodes);
      const first = await execute(graph, "deterministic", drawn, 30_000);
      const again = await execute(graph, "deterministic", drawn, 30_000);
      const [a, b] = [first, again].map(({ report, lines }) => traceOf(report, lines));
      assert.deepEqual(b, a, textOf(nodes, drawn));
    }),
    { numRuns: 25 },
  );
});
