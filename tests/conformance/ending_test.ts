import assert from "node:assert/strict";
import type { Failure } from "../../lib/telemetry/report.ts";
import { EVERYWHERE, got, range, run, start, type TestMode, type TestNode } from "./_flow.ts";

/** numbers -> hanging -> sink */
function hung(params: TestNode["params"], queueLimit = 2): Record<string, TestNode> {
  return {
    numbers: { step: "numbers", params: { n: 100 }, next: "hanging" },
    hanging: { step: "./_hanging_steps.ts#hanging", params, queueLimit, next: "sink" },
    sink: { step: "collect" },
  };
}

const ENDLESS: Record<string, TestNode> = {
  ticks: { step: "ticks", next: "pass" },
  pass: { step: "pass", params: { how: "promise" }, next: "sink" },
  sink: { step: "collect" },
};

const told = (errors: readonly Failure[]) =>
  errors.map(({ code, node, phase, packet }) => [code, node, phase, packet]);

/** A deadline that comes when everything has long been started, however slow the machine is. */
async function soon(mode: TestMode): Promise<number> {
  const { report } = await run(mode, hung({ how: "wait", at: -1 }));
  return 300 + 5 * report.wallMs;
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

for (const mode of EVERYWHERE) {
  const test = (name: string, body: () => Promise<void>) => Deno.test(`${mode}: ${name}`, body);

  test("deadline: producers stop, what is in flight is processed, all finish", async () => {
    const { report, lines } = await run(mode, ENDLESS, { deadlineMs: await soon(mode) });
    assert.equal(report.status, "failed");
    assert.equal(report.exitCode, 1);
    assert.deepEqual(told(report.errors), [["deadline", "", "host", null]]);
    assert.match(
      report.errors[0]!.message,
      /^not done after \d\S* s: ticks had sent [1-9]\d*, sink had taken \d+$/,
    );
    assert.deepEqual(report.ledger, { balanced: true, imbalances: [] });
    assert.equal(report.nodes.pass?.abandoned, 0);
    assert.deepEqual(got(lines), range(report.nodes.ticks!.emitted), "nothing is lost");
    assert.ok(lines.includes("sink finished failed"));
    assert.ok(lines.some((line) => /^the deadline has come: .*10 s at most$/.test(line)));
  });

  test("deadline: a flow that ends before it is done", async () => {
    const { report } = await run(mode, {
      numbers: { step: "numbers", params: { n: 10 }, next: "sink" },
      sink: { step: "collect" },
    }, { deadlineMs: 3_600_000, stallAfterMs: 3_600_000 });
    assert.equal(report.exitCode, 0);
    assert.deepEqual(report.errors, []);
  });

  test("deadline: a step that hangs is given up by name, wherever it does", async () => {
    const limits = { deadlineMs: await soon(mode), deadlineGraceMs: 50 };
    const verbs = ["init", "run", "finish"];
    const all = await Promise.all(
      verbs.map((verb) => run(mode, hung({ in: verb, how: "wait" }), limits)),
    );
    for (const [at, { report, lines }] of all.entries()) {
      const verb = verbs[at]!;
      const packet = verb === "run" ? "numbers#3" : null;
      assert.equal(report.exitCode, 1);
      assert.deepEqual(told(report.errors).slice(0, 2), [
        ["deadline", "", "host", null],
        ["deadline", "hanging", verb, packet],
      ]);
      const inside = packet === null ? verb : `${verb} with ${packet}`;
      assert.match(
        report.errors[1]!.message,
        new RegExp(`^what was in flight took longer .*: hanging is inside ${inside} for \\d`),
      );
      assert.ok(report.ledger.balanced, report.ledger.imbalances.join());
      if (verb !== "finish") assert.equal(got(lines).length, verb === "init" ? 0 : 3);
      const sent = report.nodes.hanging!.emitted;
      assert.equal(report.nodes.sink!.received, sent, "it has arrived, or is counted as given up");
    }
  });

  // a process is ended, and its host goes on: nothing is left behind
  const inThread = mode === "isolated" ? () => {} : test;

  inThread("deadline: a module that is never loaded is given up by name", async () => {
    const { report } = await run(mode, {
      numbers: { step: "numbers", next: "loader" },
      loader: { step: "./_hanging_module.ts", next: "sink" },
      sink: { step: "collect" },
    }, { deadlineMs: await soon(mode), deadlineGraceMs: 50, graceMs: 300 });
    assert.equal(report.exitCode, 1);
    const codes = report.errors.map(({ code }) => code);
    assert.deepEqual(codes, ["deadline", "deadline", "left_behind"]);
    assert.match(report.errors[1]!.message, /loader.* (is|are) still starting/);
    assert.equal(report.errors[2]!.phase, "import");
  });

  test("stalled: a flow in which nothing moves fails, and says who waits for whom", async () => {
    const { report, lines } = await run(mode, hung({ how: "wait" }), { stallAfterMs: 1000 });
    assert.equal(report.status, "failed");
    assert.equal(report.exitCode, 1);
    assert.deepEqual(told(report.errors), [["stalled", "hanging", "run", "numbers#3"]]);
    const { message } = report.errors[0]!;
    assert.match(message, /^nothing has moved for 1\.\d s: hanging is inside run with numbers#3 /);
    assert.match(
      message,
      mode !== "multiprocess" && mode !== "isolated"
        ? /; numbers is waiting for hanging; sink is idle$/
        : /; numbers is waiting for room before hanging \(2 of 2 places taken\); sink is idle$/,
    );
    assert.ok(report.ledger.balanced, report.ledger.imbalances.join());
    assert.deepEqual(got(lines), range(3));
    assert.ok(lines.includes("sink finished failed"));
  });

  test("stalled: a flow that is slow and moves is not", async () => {
    const { report } = await run(mode, {
      numbers: { step: "numbers", params: { n: 1200 }, next: "slow" },
      slow: { step: "slow" },
    }, { stallAfterMs: 1000 });
    assert.ok(report.wallMs > 1200);
    assert.equal(report.exitCode, 0);
    assert.deepEqual(report.errors, []);
  });

  test("stuck: who is inside run for long is in the snapshot, with packet and age", async () => {
    const { execution } = await start(mode, hung({ how: "wait" }));
    let { stuck } = execution.snapshot();
    assert.deepEqual(stuck, []);
    while (stuck.length === 0) {
      await turn();
      ({ stuck } = execution.snapshot());
    }
    const [{ ageMs, ...packet }] = stuck as [typeof stuck[0]];
    assert.deepEqual(packet, { node: "hanging", replica: 0, phase: "run", packet: "numbers#3" });
    assert.ok(ageMs >= 1000 && ageMs < 5000, `${ageMs} ms`);
    assert.equal(stuck.length, 1);
    execution.abort();
    assert.equal((await execution.finished).exitCode, 130);
  });

  inThread("aborted: a step that blocks its thread is left behind with its packet", async () => {
    const { execution, lines } = await start(mode, hung({ how: "block" }), { graceMs: 1000 });
    const hanging = () => execution.snapshot().nodes[1]!;
    while (hanging().received < 4 || hanging().busy === 0) await turn();
    execution.stop();
    execution.abort();
    const report = await execution.finished;
    assert.equal(report.exitCode, 130);
    assert.deepEqual(told(report.errors), [["left_behind", "hanging", "host", "numbers#3"]]);
    assert.ok(report.ledger.balanced, report.ledger.imbalances.join());
    const isApart = mode === "multiprocess";
    assert.equal(lines.includes("sink finished interrupted"), isApart, "who can finish does");
  });
}

Deno.test("multiprocess: stalled: replicas are told apart, and whether they answer", async () => {
  const { hanging, ...others } = hung({ how: "block" }, 100);
  const nodes = { ...others, hanging: { ...hanging!, replicas: 2 } };
  const { report } = await run("multiprocess", nodes, { stallAfterMs: 2500, graceMs: 300 });
  const [stalled, left] = report.errors;
  assert.equal(stalled!.code, "stalled");
  assert.equal(left!.code, "left_behind");
  assert.match(
    stalled!.message,
    /: hanging\[\d\] is inside run with numbers#3 for .* s, and its Worker does not answer;/,
  );
  assert.match(stalled!.message, /; sink is idle$/, "the other replica has finished");
});

Deno.test("multiprocess: a Worker that does not answer outside its steps is lost", async () => {
  const { numbers, ...others } = hung({ how: "timer" });
  const { report } = await run("multiprocess", { numbers: { ...numbers!, params: {} }, ...others });
  assert.equal(report.exitCode, 1);
  assert.deepEqual(told(report.errors), [["host_lost", "hanging", "host", null]]);
  assert.match(report.errors[0]!.message, /has not answered for \d+(\.\d)? s/);
  assert.ok(report.ledger.balanced, report.ledger.imbalances.join());
});
