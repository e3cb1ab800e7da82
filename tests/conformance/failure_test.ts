import assert from "node:assert/strict";
import type { Phase } from "../../lib/telemetry/report.ts";
import { EVERYWHERE, got, range, run, start, type TestNode } from "./_flow.ts";

/** numbers -> trouble -> pass -> sink */
function troubled(how: string, at = 10, n = 100): Record<string, TestNode> {
  return {
    numbers: { step: "numbers", params: { n }, next: "trouble" },
    trouble: { step: "trouble", params: { how, at }, next: "pass" },
    pass: { step: "pass", next: "sink" },
    sink: { step: "collect" },
  };
}

for (const mode of EVERYWHERE) {
  const test = (name: string, body: () => Promise<void>) => Deno.test(`${mode}: ${name}`, body);

  const inRun: [how: string, phase: Phase, message: RegExp][] = [
    ["throw", "run", /^bad pixel$/],
    ["reject", "run", /^bad pixel$/],
    ["yield then throw", "run", /^bad pixel$/],
    ["function", "send", /value\.decode\.by is a function/],
    ["instance", "send", /value\.telescopes\[0\] is an instance of class Telescope/],
    ["symbol", "send", /the value is a symbol/],
  ];
  for (const [how, phase, message] of inRun) {
    test(`a step that fails in run (${how}) ends the flow, the rest finishes`, async () => {
      const { report, lines } = await run(mode, troubled(how));
      assert.equal(report.status, "failed");
      assert.equal(report.exitCode, 1);
      assert.equal(report.errors.length, 1);
      const [error] = report.errors;
      assert.equal(error!.node, "trouble");
      assert.equal(error!.phase, phase);
      assert.equal(error!.packet, "numbers#10");
      assert.match(error!.message, message);
      assert.deepEqual(report.ledger, { balanced: true, imbalances: [] });
      assert.deepEqual(got(lines).slice(0, 10), range(10), "what was good arrives");
      for (const node of ["trouble", "pass", "sink"]) {
        assert.ok(lines.includes(`${node} finished failed`), `${node} finished`);
      }
      assert.equal(report.nodes.trouble?.failed, 1);
      assert.equal(report.nodes.trouble?.done, 10);
    });
  }

  for (const how of ["init", "init false", "init rejects"]) {
    test(`a step that fails in init (${how}) lets no producer start`, async () => {
      const { report, lines } = await run(mode, troubled(how));
      assert.equal(report.exitCode, 1);
      assert.deepEqual(report.errors.map(({ node, phase }) => [node, phase]), [[
        "trouble",
        "init",
      ]]);
      assert.match(
        report.errors[0]!.message,
        how === "init false" ? /init returned false/ : /no camera/,
      );
      assert.equal(report.nodes.numbers?.emitted, 0);
      assert.ok(lines.includes("sink finished failed"));
      assert.ok(!lines.includes("trouble finished failed"), "no finish without init");
    });
  }

  test("a step that fails in finish fails the flow, after all was done", async () => {
    const { report, lines } = await run(mode, troubled("finish"));
    assert.equal(report.exitCode, 1);
    assert.deepEqual(report.errors.map(({ node, phase }) => [node, phase]), [[
      "trouble",
      "finish",
    ]]);
    assert.deepEqual(got(lines), range(100));
    assert.ok(lines.includes("sink finished failed"), "downstream hears of it");
  });

  test("a module that cannot be loaded fails its node", async () => {
    const { report, lines } = await run(mode, {
      numbers: { step: "numbers", params: { n: 5 }, next: "broken" },
      broken: { step: "./_broken_module.ts", next: "sink" },
      sink: { step: "collect" },
    });
    assert.equal(report.exitCode, 1);
    assert.deepEqual(report.errors.map(({ node, phase }) => [node, phase]), [["broken", "import"]]);
    assert.match(report.errors[0]!.message, /calibration database/);
    assert.ok(lines.includes("sink finished failed"));
  });

  test("a producer that fails loses nothing that was good", async () => {
    const { report, lines } = await run(mode, {
      breaking: { step: "breaking", params: { n: 300 }, next: "pass" },
      pass: { step: "pass", params: { how: "promise" }, next: "sink", queueLimit: 500 },
      sink: { step: "collect" },
    });
    assert.deepEqual(got(lines), range(300));
    assert.equal(report.exitCode, 1);
    assert.equal(report.errors[0]!.node, "breaking");
    assert.equal(report.nodes.pass?.abandoned, 0);
    assert.ok(lines.includes("sink finished failed"));
  });

  for (const step of ["numbers", "ticks", "waiting"]) {
    test(`a failure ends an endless producer (${step})`, async () => {
      const { report } = await run(mode, {
        producer: { step, next: "trouble" },
        trouble: { step: "trouble", params: { how: "throw", at: 0 }, next: "sink" },
        sink: { step: "collect" },
      });
      assert.equal(report.exitCode, 1);
      assert.equal(report.errors[0]!.packet, "producer#0");
      assert.ok(report.ledger.balanced);
    });
  }

  test("arrays that move may be sent once", async () => {
    const { report } = await run(mode, {
      arrays: { step: "arrays", params: { n: 3, twice: true }, next: "sum" },
      sum: { step: "sum", next: "sink" },
      sink: { step: "collect" },
    });
    assert.equal(report.exitCode, 1);
    assert.equal(report.errors[0]!.phase, "send");
    assert.match(report.errors[0]!.message, /sent before.*structuredClone/);
  });

  test("a denied permission names the node, the resource and the line to add", async () => {
    const { report } = await run(mode, troubled("read"));
    const [error] = report.errors;
    assert.equal(error!.code, "permission_denied");
    assert.deepEqual(error!.denial, { kind: "read", resource: "/etc/hostname" });
    assert.match(error!.message, /read access to "\/etc\/hostname".*node "trouble"/);
    assert.match(error!.hint!, /permissions: \{ read: \["\/etc\/hostname"\] \}/);
  });

  test("the line to add helps", async () => {
    const flow = troubled("read");
    const permissions = { read: ["/etc/hostname"] };
    const { report } = await run(mode, { ...flow, trouble: { ...flow.trouble!, permissions } });
    assert.equal(report.exitCode, 0);
    assert.deepEqual(report.nodes.trouble?.permissions, {
      read: ["/etc/hostname"],
      write: [],
      net: [],
      env: [],
      sys: [],
    });
  });

  test("a step with no grants cannot read its own source", async () => {
    const { report } = await run(mode, troubled("own source"));
    assert.equal(report.errors[0]!.code, "permission_denied");
  });

  test("interrupted: producers stop, what is in flight is processed, all finish", async () => {
    const enough = Promise.withResolvers<void>();
    const { execution, lines } = await start(mode, {
      ticks: { step: "ticks", next: "pass" },
      pass: { step: "pass", params: { how: "async yield" }, next: "sink" },
      sink: { step: "collect" },
    }, { onLog: ({ message }) => message === "sink got 50" && enough.resolve() });
    await enough.promise;
    execution.stop();
    const report = await execution.finished;
    assert.equal(report.status, "interrupted");
    assert.equal(report.exitCode, 130);
    assert.deepEqual(report.ledger, { balanced: true, imbalances: [] });
    assert.equal(report.nodes.pass?.abandoned, 0);
    assert.equal(got(lines).length, report.nodes.ticks?.emitted);
    assert.ok(lines.includes("sink finished interrupted"));
  });

  test("interrupted: the signal of a step that is still to drain stays quiet", async () => {
    const { execution, lines } = await start(mode, {
      ticks: { step: "ticks", next: "signalled" },
      signalled: { step: "signalled", next: "sink" },
      sink: { step: "collect" },
    });
    while (execution.snapshot().nodes[2]!.done < 5) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    execution.stop();
    assert.equal((await execution.finished).exitCode, 130);
    assert.ok(lines.includes("signalled signal false"));
  });

  test("aborted: a step that never answers is given up, the others finish", async () => {
    const { execution, lines } = await start(mode, troubled("never"));
    const done = (node: string) => execution.snapshot().nodes.find(({ id }) => id === node)!.done;
    while (done("sink") < 10) await new Promise((resolve) => setImmediate(resolve));
    execution.stop();
    execution.abort();
    const report = await execution.finished;
    assert.equal(report.exitCode, 130);
    assert.ok(report.ledger.balanced, report.ledger.imbalances.join());
    assert.ok(report.nodes.trouble!.abandoned >= 1);
    assert.deepEqual(got(lines), range(10));
    for (const node of ["trouble", "pass", "sink"]) {
      assert.ok(lines.includes(`${node} finished interrupted`), `${node} finished`);
    }
  });
}

Deno.test("multiprocess: a value that cannot cross is found late too, and the others arrive", async () => {
  const { report, lines } = await run("multiprocess", troubled("function", 50));
  assert.equal(report.exitCode, 1);
  assert.deepEqual(report.errors.map(({ node, phase, packet }) => [node, phase, packet]), [
    ["trouble", "send", "numbers#50"],
  ]);
  assert.deepEqual(report.ledger, { balanced: true, imbalances: [] });
  assert.deepEqual(got(lines).slice(0, 50), range(50));
});
