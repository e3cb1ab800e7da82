import assert from "node:assert/strict";
import { got, MODES, range, run } from "./_flow.ts";

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
