import assert from "node:assert/strict";
import { EVERYWHERE, got, range, run, start, type TestNode } from "./_flow.ts";

const orderStep = (name: string) => `./_order_steps.ts#${name}`;

interface Worked {
  readonly n: number;
  readonly key: string | null;
  readonly replica: number;
}

for (const mode of EVERYWHERE) {
  const test = (name: string, body: () => Promise<void>) =>
    Deno.test(`${mode}: order: ${name}`, body);

  test("packets with equal keys go to one replica, in order; those without to the first", async () => {
    const { report, lines } = await run(mode, {
      items: { step: orderStep("items"), params: { n: 200, telescopes: 7 }, next: "work" },
      work: { step: orderStep("work"), replicas: 3, key: "tel.id", queueLimit: 5, next: "sink" },
      sink: { step: "collect" },
    });
    assert.equal(report.status, "done");
    const byKey = Map.groupBy(got(lines) as Worked[], ({ key }) => key);
    assert.equal(byKey.size, 8);
    for (const [key, items] of byKey) {
      const numbers = items.map(({ n }) => n);
      assert.deepEqual(numbers, numbers.toSorted((a, b) => a - b), `order of ${key}`);
      assert.equal(new Set(items.map(({ replica }) => replica)).size, 1, `replicas of ${key}`);
    }
    assert.equal(byKey.get(null)![0]!.replica, 0);
    // nothing but the values decides: so it is the same in every execution
    assert.deepEqual(report.nodes.work!.perReplica, [132, 45, 23]);
  });

  test("a key says nothing where there is one replica", async () => {
    const { lines } = await run(mode, {
      items: { step: orderStep("items"), params: { n: 20, telescopes: 7 }, next: "work" },
      work: { step: orderStep("work"), key: "tel.id", next: "sink" },
      sink: { step: "collect" },
    });
    assert.deepEqual((got(lines) as Worked[]).map(({ n }) => n), range(20));
  });
}

const hanging = { step: "./_hanging_steps.ts#hanging", params: { how: "wait" } };

Deno.test("multiprocess: order: a stall names who holds all others up, and who waits for its turn", async () => {
  const { report } = await run("multiprocess", {
    numbers: { step: "numbers", params: { n: 30 }, next: { out: ["hanging", "sink"] } },
    hanging: { ...hanging, next: "sink" },
    sink: { step: "collect", ordered: true },
  }, { stallAfterMs: 1000 });
  assert.equal(report.errors[0]!.code, "stalled");
  const { message } = report.errors[0]!;
  assert.match(message, /: hanging is inside run with numbers#3 for /);
  assert.match(message, /; sink is waiting for a packet that comes before those it has/);
  assert.ok(report.ledger.balanced);
});

Deno.test("multiprocess: order: what comes before a packet that takes long is not held up", async () => {
  const { lines } = await run("multiprocess", {
    numbers: { step: "numbers", params: { n: 12 }, next: "ponder" },
    ponder: { step: orderStep("ponder"), replicas: 3, next: "sink" },
    sink: { step: "collect", ordered: true },
  });
  assert.deepEqual(got(lines), range(12));
  const told = lines.filter((line) => /^sink got [456]$|^through/.test(line));
  assert.deepEqual(told, ["sink got 4", "through with 5", "sink got 5", "sink got 6"]);
});

/** Two producers without end, replicas, and an ordered consumer: the second never has its turn. */
const endless: Record<string, TestNode> = {
  ticks: { step: "ticks", next: "work" },
  more: { step: "ticks", next: "work" },
  work: { step: "./_policy_steps.ts#shaky", params: { how: "throw", times: 0 }, next: "sink" },
  sink: { step: "collect", ordered: true },
};

/** Starts it with a few places only, and resolves when the consumer has got something. */
async function startEndless(more: Partial<TestNode> = {}) {
  const begun = Promise.withResolvers<void>();
  const nodes = { ...endless, work: { ...endless.work!, replicas: 3, ...more } };
  const running = await start("multiprocess", limited(nodes, 2), {
    onLog: ({ message }) => message.startsWith("sink got ") && begun.resolve(),
  });
  await begun.promise;
  return running;
}

Deno.test("multiprocess: order: stopped, all that is in flight comes in order", async () => {
  const { execution, lines } = await startEndless();
  execution.stop();
  const report = await execution.finished;
  assert.deepEqual([report.exitCode, report.ledger], [130, { balanced: true, imbalances: [] }]);
  const { sink, work, ticks, more } = report.nodes;
  assert.deepEqual([sink!.done, work!.abandoned, sink!.abandoned], [work!.done, 0, 0]);
  assert.deepEqual(got(lines), [...range(ticks!.emitted), ...range(more!.emitted)]);
});

Deno.test("multiprocess: order: aborted, who waits for its turn ends at once", async () => {
  const { execution, lines } = await startEndless();
  execution.abort();
  const report = await execution.finished;
  assert.deepEqual([report.exitCode, report.errors], [130, []]);
  assert.ok(report.ledger.balanced, report.ledger.imbalances.join());
  assert.ok(lines.includes("sink finished interrupted"));
});

Deno.test("multiprocess: order: a replica that fails holds nobody up", async () => {
  const { execution, lines } = await startEndless({ params: { how: "throw", every: 17 } });
  const report = await execution.finished;
  assert.deepEqual([report.exitCode, report.errors[0]!.node], [1, "work"]);
  assert.ok(report.ledger.balanced, report.ledger.imbalances.join());
  assert.ok(lines.includes("sink finished failed"));
});

Deno.test("multiprocess: order: each sender has its places, and no more wait than those", async () => {
  for (const [queueLimit, most] of [[1, 4], [4, 4], [9, 8]] as const) {
    const { report } = await run("multiprocess", {
      numbers: { step: "numbers", params: { n: 400 }, next: "work" },
      work: { step: "pass", replicas: 1, queueLimit: 100, next: "many" },
      many: { ...endless.work!, replicas: 4, queueLimit: 100 },
      sink: { step: "collect", ordered: true, queueLimit },
    });
    const { maxQueued } = report.nodes.sink!;
    assert.ok(maxQueued <= most && maxQueued >= 2, `${maxQueued} of ${queueLimit}`);
  }
});

/** What two engines give: by consumer, in order. */
async function bothEngines(nodes: Record<string, TestNode>): Promise<[unknown, unknown]> {
  const sinks = Object.keys(nodes).filter((id) => nodes[id]!.next === undefined);
  const seen = [];
  for (const mode of EVERYWHERE) {
    const { report, lines } = await run(mode, nodes, { deadlineMs: 20_000, deadlineGraceMs: 1 });
    assert.equal(report.status, "done", report.errors[0]?.message);
    assert.deepEqual(report.ledger, { balanced: true, imbalances: [] });
    seen.push(Object.fromEntries(sinks.map((id) => [id, got(lines, id)])));
  }
  return seen as [unknown, unknown];
}

const uneven = (next: TestNode["next"], more: Partial<TestNode> = {}): TestNode => ({
  step: orderStep("uneven"),
  next,
  replicas: 3,
  ...more,
});

const FLOWS: Record<string, Record<string, TestNode>> = {
  "replicas": {
    numbers: { step: "numbers", params: { n: 100 }, next: "work" },
    work: uneven("sink", { ordered: true }),
    sink: { step: "collect" },
  },
  "replicas behind replicas": {
    numbers: { step: "numbers", params: { n: 60 }, next: "first" },
    first: uneven("second"),
    second: uneven("sink", { ordered: true, replicas: 2 }),
    sink: { step: "collect" },
  },
  "a diamond, one arm of which drops nearly all": {
    numbers: { step: "numbers", params: { n: 300 }, next: { out: ["left", "right"] } },
    left: { step: orderStep("rare"), params: { every: 100 }, next: "sink" },
    right: uneven("sink"),
    sink: { step: "collect", ordered: true },
  },
  "values past an arm": {
    numbers: { step: "numbers", params: { n: 100 }, next: { out: ["sink", "left", "right"] } },
    left: uneven("sink", { params: { most: 1 } }),
    right: uneven({ out: ["sink", "other"] }),
    sink: { step: "collect", ordered: true },
    other: { step: "collect", ordered: true },
  },
  "replicas whose steps are elsewhere": {
    numbers: { step: "numbers", params: { n: 40 }, next: "first" },
    first: uneven("second", { replicas: 2, isolation: "process" }),
    second: uneven("sink", { replicas: 2, isolation: "worker" }),
    sink: { step: "collect", ordered: true },
  },
  "two producers": {
    numbers: { step: "numbers", params: { n: 50 }, next: "work" },
    more: { step: "numbers", params: { n: 50, start: 1000 }, next: { out: ["sink", "work"] } },
    work: uneven("sink"),
    sink: { step: "collect", ordered: true },
  },
};

const limited = (nodes: Record<string, TestNode>, queueLimit: number, queueBytes?: number) =>
  Object.fromEntries(
    Object.entries(nodes).map(([id, node]) => {
      const takes = node.step !== "numbers" && node.step !== "ticks";
      return [id, { queueLimit, ...(takes && queueBytes && { queueBytes }), ...node }];
    }),
  );

for (const [what, nodes] of Object.entries(FLOWS)) {
  Deno.test(`order: ${what}: as in sequential, with room for 200 bytes`, async () => {
    const [sequential, multiprocess] = await bothEngines(limited(nodes, 1000, 200));
    assert.deepEqual(multiprocess, sequential);
  });

  for (const limit of [1, 2, 1000]) {
    Deno.test(`order: ${what}: as in sequential, with a limit of ${limit}`, async () => {
      const [sequential, multiprocess] = await bothEngines(limited(nodes, limit));
      assert.deepEqual(multiprocess, sequential);
    });
  }
}
