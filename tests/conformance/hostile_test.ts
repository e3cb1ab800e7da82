import assert from "node:assert/strict";
import { EVERYWHERE, got, range, run, start, type TestNode } from "./_flow.ts";

const step = (name: string) => `./_hostile_steps.ts#${name}`;

for (const mode of EVERYWHERE) {
  const test = (name: string, body: () => Promise<void>) => Deno.test(`${mode}: ${name}`, body);

  test("what a step changes after it was sent does not change what arrives", async () => {
    const { lines } = await run(mode, {
      reuse: { step: step("reuse"), params: { n: 100 }, next: "sink" },
      sink: { step: step("tell") },
    });
    assert.deepEqual(got(lines), range(100).map((i) => [i, i, i, i]));
  });

  test("the finally of an async generator is waited for", async () => {
    const { report, lines } = await run(mode, {
      tidy: { step: step("tidy"), next: "sink" },
      sink: { step: "collect" },
    }, { maxPackets: 3 });
    assert.equal(report.exitCode, 0);
    assert.ok(lines.indexOf("tidied up") >= 0);
    assert.ok(lines.indexOf("tidied up") < lines.indexOf("tidy finished"));
  });

  for (const what of ["undefined", "symbol", "getter", "code", "cycle", "proxy"]) {
    test(`whatever is thrown (${what}), the flow ends and names the node`, async () => {
      const { report, lines } = await run(mode, {
        numbers: { step: "numbers", params: { n: 30 }, next: "thrower" },
        thrower: { step: step("thrower"), params: { what }, next: "sink" },
        sink: { step: "collect" },
      });
      assert.equal(report.exitCode, 1);
      assert.deepEqual(report.errors.map(({ node, packet }) => [node, packet]), [
        ["thrower", "numbers#3"],
      ]);
      assert.equal(typeof report.errors[0]!.message, "string");
      assert.ok(report.ledger.balanced);
      assert.deepEqual(got(lines), [0, 1, 2]);
    });
  }

  test("an error that nobody caught is put down to the step whose code threw it", async () => {
    const { report, lines } = await run(mode, {
      ticks: { step: "ticks", next: "late" },
      late: { step: step("late"), next: "sink" },
      sink: { step: "slow" },
    }, { maxPackets: 20 });
    assert.deepEqual([report.status, report.errors], ["done", []]);
    const others = [report.nodes.ticks!, report.nodes.sink!].map(({ restarts }) => restarts);
    assert.deepEqual(others, [undefined, undefined]);
    const afterAll = lines.includes("an error after all was done: too late");
    const { restarts = 0 } = report.nodes.late!;
    // a process that begins anew has forgotten that it has thrown before
    if (mode === "isolated") assert.ok(restarts > 0 || afterAll);
    else assert.equal(restarts, afterAll ? 0 : 1);
  });

  test("aborted: an async finish is waited for", async () => {
    const { execution, lines } = await start(mode, {
      numbers: { step: "ticks", next: "sink" },
      sink: { step: step("lingering") },
    });
    while (execution.snapshot().nodes[1]!.done === 0) await turn();
    execution.abort();
    const report = await execution.finished;
    assert.equal(report.exitCode, 130);
    assert.deepEqual(lines, ["lingering finished"]);
    assert.deepEqual(report.errors, []);
  });

  test("aborted at once: nothing begins, nothing is blamed", async () => {
    const { execution } = await start(mode, {
      numbers: { step: "numbers", next: "sink" },
      sink: { step: "collect" },
    });
    execution.abort();
    const report = await execution.finished;
    assert.equal(report.exitCode, 130);
    assert.deepEqual(report.errors, []);
    assert.equal(report.nodes.numbers?.emitted, 0);
    execution.abort(); // once it is over, it changes nothing and leaves no timer
  });

  test("aborted: a node stuck in init is given up, those that had begun finish", async () => {
    const { execution, lines } = await start(mode, stuckIn("init"));
    const nodes = () => execution.snapshot().nodes;
    // in one thread, sink's turn to init never comes
    const isApart = mode === "multiprocess";
    const begun = () => !isApart || nodes()[2]!.state === "running";
    while (nodes()[1]!.busy === 0 || !begun()) await turn();
    execution.abort();
    const report = await execution.finished;
    assert.equal(report.exitCode, 130);
    assert.deepEqual(report.errors, []);
    assert.deepEqual(lines, isApart ? ["sink finished interrupted"] : []);
  });

  test("aborted: a node stuck in finish is left behind, by name", async () => {
    const { execution } = await start(mode, stuckIn("finish"), { graceMs: 300 });
    const stuck = () => execution.snapshot().nodes[1]!;
    while (stuck().busy === 0 || stuck().state !== "draining") await turn();
    execution.abort();
    const report = await execution.finished;
    assert.equal(report.exitCode, 130);
    assert.deepEqual(report.errors.map(({ code, node, packet }) => [code, node, packet]), [
      ["left_behind", "stuck", null],
    ]);
  });
}

const stuckIn = (verb: string): Record<string, TestNode> => ({
  numbers: { step: "numbers", params: { n: 5 }, next: "stuck" },
  stuck: { step: step("stuck"), params: { in: verb }, next: "sink" },
  sink: { step: "collect" },
});

const turn = () => new Promise((resolve) => setImmediate(resolve));
