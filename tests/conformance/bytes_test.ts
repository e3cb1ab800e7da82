import assert from "node:assert/strict";
import { got, MODES, run, type TestNode } from "./_flow.ts";
import { BYTES, KINDS } from "./_bytes_steps.ts";

const N = 40;

function flowOf(kind: typeof KINDS[number], queueBytes: number): Record<string, TestNode> {
  const step = (name: string) => `./_bytes_steps.ts#${name}`;
  return {
    heavy: { step: step("heavy"), params: { n: N, kind }, next: "sink" },
    sink: { step: step(kind === "lent" ? "borrower" : "tally"), queueBytes },
  };
}

for (const mode of MODES) {
  for (const kind of KINDS) {
    Deno.test(`no more bytes wait than may (${kind}, ${mode})`, async () => {
      const bytes = BYTES[kind];
      const queueBytes = 3.5 * bytes;
      const { report, lines } = await run(mode, flowOf(kind, queueBytes));
      assert.deepEqual([report.status, report.ledger.balanced], ["done", true]);
      const [{ count }] = got(lines) as [{ count: number }];
      assert.equal(count, N);
      const { maxQueuedBytes, queueBytes: told } = report.nodes.sink!;
      assert.equal(told, queueBytes);
      if (mode === "sequential") return assert.equal(maxQueuedBytes, 0);
      const packets = maxQueuedBytes! / bytes;
      assert.ok(packets >= 3 && packets <= 3.5, `${packets} packets waited`);
    });

    Deno.test(`a packet larger than may wait passes alone (${kind}, ${mode})`, async () => {
      const { report, lines } = await run(mode, flowOf(kind, 1));
      assert.deepEqual([report.status, report.ledger.balanced], ["done", true]);
      const [{ count }] = got(lines) as [{ count: number }];
      assert.equal(count, N);
      if (mode === "sequential") return;
      const packets = report.nodes.sink!.maxQueuedBytes! / BYTES[kind];
      assert.ok(packets >= 1 && packets < 1.1, `${packets} packets waited`);
    });
  }
}

Deno.test("a large packet is not overtaken for ever by small ones", async () => {
  const small = 600;
  const { report, lines } = await run("multiprocess", {
    small: { step: "numbers", params: { n: small }, next: "sink" },
    heavy: { step: "./_bytes_steps.ts#heavy", params: { n: 5, kind: "text" }, next: "sink" },
    sink: { step: "./_bytes_steps.ts#tally", queueBytes: 1000 },
  });
  assert.equal(report.status, "done");
  const [{ count, lastLarge }] = got(lines) as [{ count: number; lastLarge: number }];
  assert.equal(count, small + 5);
  assert.ok(lastLarge < small / 2, `the last large one was number ${lastLarge}`);
});

Deno.test("a bound on all memory gives inboxes their shares, and loses nothing", async () => {
  const maxMemoryBytes = 2_000_000;
  for (const kind of KINDS) {
    const { heavy } = flowOf(kind, 1);
    const { report, lines } = await run("multiprocess", {
      heavy: heavy!,
      sink: { step: "./_bytes_steps.ts#tally" },
    }, { maxMemoryBytes });
    assert.deepEqual([report.status, report.ledger.balanced], ["done", true]);
    assert.equal((got(lines)[0] as { count: number }).count, N);
    const { queueBytes, maxQueuedBytes } = report.nodes.sink!;
    assert.ok(queueBytes! > 64 * 1024 && queueBytes! < maxMemoryBytes, `${queueBytes}`);
    assert.ok(maxQueuedBytes! > 0 && maxQueuedBytes! <= queueBytes!, `${maxQueuedBytes}`);
  }
});
