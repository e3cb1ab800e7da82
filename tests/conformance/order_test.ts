import assert from "node:assert/strict";
import { got, MODES, range, run, type TestNode } from "./_flow.ts";

const orderStep = (name: string) => `./_order_steps.ts#${name}`;

interface Worked {
  readonly n: number;
  readonly key: string | null;
  readonly replica: number;
}

for (const mode of MODES) {
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

/** What two engines give: by consumer, in order. */
async function bothEngines(nodes: Record<string, TestNode>): Promise<[unknown, unknown]> {
  const sinks = Object.keys(nodes).filter((id) => nodes[id]!.next === undefined);
  const seen = [];
  for (const mode of MODES) {
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
  "two producers": {
    numbers: { step: "numbers", params: { n: 50 }, next: "work" },
    more: { step: "numbers", params: { n: 50, start: 1000 }, next: { out: ["sink", "work"] } },
    work: uneven("sink"),
    sink: { step: "collect", ordered: true },
  },
};

const limited = (nodes: Record<string, TestNode>, queueLimit: number) =>
  Object.fromEntries(Object.entries(nodes).map(([id, node]) => [id, { queueLimit, ...node }]));

for (const [what, nodes] of Object.entries(FLOWS)) {
  for (const limit of [1, 2, 1000]) {
    Deno.test(`order: ${what}: as in sequential, with a limit of ${limit}`, async () => {
      const [sequential, multiprocess] = await bothEngines(limited(nodes, limit));
      assert.deepEqual(multiprocess, sequential);
    });
  }
}
