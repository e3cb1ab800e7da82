import assert from "node:assert/strict";
import { quarantineFiles, readPacket } from "../../lib/engine/quarantine/folder.ts";
import type { OnErrorSpec } from "../../lib/graph/mod.ts";
import type { Report } from "../../lib/telemetry/report.ts";
import {
  balanced,
  EVERYWHERE,
  got,
  range,
  run,
  sorted,
  start,
  type TestMode,
  type TestNode,
  withFolder,
} from "./_flow.ts";

const POLICY_STEPS = "./_policy_steps.ts";
const policyStep = (name: string) => `${POLICY_STEPS}#${name}`;
/** Three attempts without pauses. */
const TWICE: OnErrorSpec = { retry: { times: 2, backoffMs: 0 } };
/** Much longer than any test: a pause that only an end cuts short. */
const LONG = { times: 1, backoffMs: 3_600_000, maxBackoffMs: 3_600_000 };

interface Shaky extends Pick<TestNode, "onError" | "timeoutMs" | "replicas"> {
  readonly how: string;
  readonly times?: number;
  readonly n?: number;
}

/** numbers -> shaky -> sink */
function shaky({ how, times = 1000, n = 20, ...node }: Shaky): Record<string, TestNode> {
  return {
    numbers: { step: "numbers", params: { n }, next: "shaky" },
    shaky: { step: policyStep("shaky"), params: { how, times }, next: "sink", ...node },
    sink: { step: "collect" },
  };
}

const good = range(20).filter((value) => value % 5 !== 0);
const attemptsOf = (lines: readonly string[], value: number) =>
  lines.filter((line) => line.startsWith("shaky attempt") && line.endsWith(` of ${value}`)).length;

/** A process that ends does not say why. */
const toldAs = (code: string, mode: TestMode) =>
  code === "step_exit" && mode === "isolated" ? "crashed" : code;

for (const mode of EVERYWHERE) {
  const test = (name: string, body: () => Promise<void>) =>
    Deno.test(`${mode}: policy: ${name}`, body);

  for (
    const [how, phase, code] of [
      ["throw", "run", "run_failed"],
      ["reject", "run", "run_failed"],
      ["yield, then throw", "run", "run_failed"],
      ["yield, wait, then throw", "run", "run_failed"],
      ["return a function", "send", "cannot_cross"],
      ["yield a function", "send", "cannot_cross"],
      ["Deno.exit", "run", "step_exit"],
    ] as const
  ) {
    const values = how.startsWith("yield") ? good.flatMap((value) => [value, value]) : good;

    test(`skip (${how}) gives up the packet, and nothing of it is sent`, async () => {
      const { report, lines } = await run(mode, shaky({ how, onError: "skip" }));
      assert.deepEqual([report.status, report.exitCode, report.errors], ["done", 0, []]);
      balanced(report);
      assert.deepEqual(got(lines), values);
      const { skipped, done, failed, emitted, retries, setAside } = report.nodes.shaky!;
      assert.deepEqual([skipped, done, failed, emitted], [4, 16, 0, values.length]);
      assert.equal(retries, undefined);
      assert.deepEqual(
        setAside!.map((one) => [one.packet, one.phase, one.code, one.attempts]),
        [
          0,
          5,
          10,
          15,
        ].map((seq) => [`numbers#${seq}`, phase, toldAs(code, mode), 1]),
      );
      assert.ok(lines.includes("in all 4 packets were skipped"));
      assert.ok(lines.includes("shaky finished done"));
    });

    // after an exit the step begins anew, without the number of its attempts: see `crash_test.ts`
    if (how === "Deno.exit") continue;
    test(`retry (${how}) emits once what the second attempt gives`, async () => {
      const n = 13; // by call only the first 16 values are searched for what cannot cross
      const { report, lines } = await run(mode, shaky({ how, n, times: 1, onError: TWICE }));
      assert.deepEqual([report.status, report.errors], ["done", []]);
      balanced(report);
      const all = range(n).flatMap((value) => how.startsWith("yield") ? [value, value] : [value]);
      assert.deepEqual(got(lines), all);
      const { done, emitted, retries, skipped } = report.nodes.shaky!;
      assert.deepEqual([done, emitted, retries, skipped], [n, all.length, 3, 0]);
      assert.equal(attemptsOf(lines, 5), 2);
      assert.equal(attemptsOf(lines, 6), 1);
    });
  }

  test("fail after retries says how many attempts there were, and drains", async () => {
    const { report, lines } = await run(mode, shaky({ how: "throw", onError: TWICE, n: 1000 }));
    assert.equal(report.exitCode, 1);
    balanced(report);
    assert.equal(report.errors.length, 1);
    const [{ packet, attempts, message }] = report.errors as [Report["errors"][0]];
    assert.deepEqual([packet, attempts, message], ["numbers#0", 3, "bad pixel"]);
    assert.deepEqual([report.nodes.shaky!.failed, report.nodes.shaky!.retries], [1, 2]);
    assert.deepEqual(got(lines), []);
    assert.ok(lines.includes("sink finished failed"));
  });

  test("retry, then skip: every attempt is made, then the packet is given up", async () => {
    const onError: OnErrorSpec = { retry: { times: 2, backoffMs: 0 }, then: "skip" };
    const { report, lines } = await run(mode, shaky({ how: "reject", onError }));
    assert.equal(report.status, "done");
    balanced(report);
    assert.deepEqual(got(lines), good);
    assert.deepEqual([report.nodes.shaky!.skipped, report.nodes.shaky!.retries], [4, 8]);
    assert.equal(attemptsOf(lines, 10), 3);
    assert.deepEqual(report.nodes.shaky!.setAside!.map(({ attempts }) => attempts), [3, 3, 3, 3]);
  });

  test("a consumer may try again, too", async () => {
    const { report, lines } = await run(mode, {
      numbers: { step: "numbers", params: { n: 9 }, next: "sink" },
      sink: { step: policyStep("picky"), onError: TWICE },
    });
    assert.equal(report.status, "done");
    balanced(report);
    assert.deepEqual(got(lines), range(9));
    assert.deepEqual([report.nodes.sink!.done, report.nodes.sink!.retries], [9, 3]);
  });

  test("init and finish fail the flow, whatever the policy", async () => {
    for (const how of ["init", "finish"]) {
      const { report } = await run(mode, {
        numbers: { step: "numbers", params: { n: 3 }, next: "trouble" },
        trouble: { step: "trouble", params: { how }, next: "sink", onError: "skip" },
        sink: { step: "collect" },
      });
      assert.deepEqual([report.exitCode, report.errors[0]!.phase], [1, how]);
      balanced(report);
    }
  });

  test("what is emitted counts as it is then, also where it is held back", async () => {
    const { report, lines } = await run(mode, {
      numbers: { step: "numbers", params: { n: 2 }, next: "reusing" },
      reusing: { step: policyStep("reusing"), next: "sink", onError: TWICE },
      sink: { step: policyStep("look") },
    });
    assert.equal(report.status, "done", report.errors[0]?.message);
    const expected = [0, 1, 2, 10, 11, 12].map((value) => [value, value, value]);
    assert.deepEqual(got(lines), expected);
  });

  test("arrays that move are still there for the next attempt, and may be sent once", async () => {
    const flow = (twice: boolean): Record<string, TestNode> => ({
      arrays: { step: "arrays", params: { n: 4 }, next: "forward" },
      forward: { step: policyStep("forward"), params: { twice }, next: "sum", onError: TWICE },
      sum: { step: "sum", next: "sink" },
      sink: { step: "collect" },
    });
    const { report, lines } = await run(mode, flow(false));
    assert.equal(report.status, "done", report.errors[0]?.message);
    assert.deepEqual(got(lines), [0, 1000, 2000, 3000]);
    const again = await run(mode, flow(true));
    assert.equal(again.report.errors[0]?.code, "cannot_cross");
    assert.match(again.report.errors[0]!.message, /sent before.*structuredClone/);
    assert.equal(again.report.errors[0]!.attempts, 3);
    balanced(again.report);
  });

  test("skip in the midst of broadcast, fan-in and replicas", async () => {
    const onError = "skip";
    const params = { how: "throw", every: 4 };
    const { report, lines } = await run(mode, {
      numbers: { step: "numbers", params: { n: 200 }, next: { out: ["left", "right"] } },
      left: { step: policyStep("shaky"), params, next: "join", onError, replicas: 3 },
      right: { step: "pass", next: "join" },
      join: {
        step: policyStep("shaky"),
        params: { how: "reject", every: 7 },
        next: { out: ["sink", "other"] },
        onError,
        replicas: 2,
        queueLimit: 2,
      },
      sink: { step: "collect" },
      other: { step: "collect" },
    });
    assert.equal(report.status, "done");
    balanced(report);
    const left = range(200).filter((value) => value % 4 !== 0);
    const expected = sorted([...left, ...range(200)].filter((value) => value % 7 !== 0));
    assert.deepEqual(sorted(got(lines)), expected);
    assert.deepEqual(sorted(got(lines, "other")), expected);
    assert.equal(report.nodes.left!.skipped, 50);
    assert.equal(report.nodes.join!.skipped, 150 + 200 - expected.length);
  });

  test("the report lists the first hundred of a node, and counts all", async () => {
    const { report } = await run(mode, {
      numbers: { step: "numbers", params: { n: 1000 }, next: "sink" },
      sink: { step: policyStep("hopeless"), onError: "skip", replicas: 2 },
    });
    assert.equal(report.status, "done");
    balanced(report);
    assert.equal(report.nodes.sink!.skipped, 1000);
    assert.equal(report.nodes.sink!.setAside!.length, 100);
  });

  for (const how of ["never", "yield, then never"]) {
    test(`a timeout ends an attempt (${how}), and nothing of it is sent`, async () => {
      const { report, lines } = await run(
        mode,
        shaky({ how, timeoutMs: 20, n: 11, onError: "skip" }),
      );
      assert.equal(report.status, "done");
      balanced(report);
      const { skipped, setAside } = report.nodes.shaky!;
      assert.equal(skipped, 3);
      assert.deepEqual(
        setAside!.map(({ code, message }) => [code, message]),
        Array(3).fill(["timeout", "no result after 20 ms"]),
      );
      assert.deepEqual([...new Set(got(lines))], range(11).filter((value) => value % 5 !== 0));
    });
  }

  test("a timeout alone fails the flow", async () => {
    const { report } = await run(mode, shaky({ how: "never", timeoutMs: 20 }));
    assert.deepEqual([report.exitCode, report.errors[0]!.code], [1, "timeout"]);
    balanced(report);
  });

  test("the signal of the attempt that takes too long is aborted, the next has its own", async () => {
    const { report, lines } = await run(
      mode,
      shaky({ how: "heed", timeoutMs: 20, times: 1, n: 6, onError: TWICE }),
    );
    assert.equal(report.status, "done");
    balanced(report);
    assert.deepEqual(got(lines), range(6));
    assert.equal(report.nodes.shaky!.retries, 2);
    assert.equal(lines.filter((line) => line === "shaky was told TimeoutError").length, 2);
  });

  test("an attempt that is quick enough has no timeout", async () => {
    const { report, lines } = await run(mode, {
      numbers: { step: "numbers", params: { n: 50 }, next: "pass" },
      pass: { step: "pass", params: { how: "async yield" }, next: "sink", timeoutMs: 60_000 },
      sink: { step: "collect" },
    });
    assert.equal(report.status, "done");
    assert.deepEqual(got(lines), range(50));
  });

  test("stopped during a pause: the last attempt follows at once", async () => {
    const begun = Promise.withResolvers<void>();
    const { execution } = await start(
      mode,
      shaky({ how: "throw", n: 100, onError: { retry: LONG, then: "skip" } }),
      { onLog: ({ message }) => message === "shaky attempt 1 of 0" && begun.resolve() },
    );
    await begun.promise;
    execution.stop();
    const report = await execution.finished;
    assert.equal(report.exitCode, 130);
    balanced(report);
    const { skipped, retries, abandoned } = report.nodes.shaky!;
    assert.ok(skipped >= 1 && retries === skipped && abandoned === 0, `${skipped} ${retries}`);
  });

  test("another node's failure ends pauses, too", async () => {
    const { report } = await run(mode, {
      numbers: { step: "numbers", params: { n: 2000 }, next: { out: ["failing", "shaky"] } },
      failing: { step: policyStep("failing"), params: { at: 0 } },
      shaky: {
        step: policyStep("shaky"),
        params: { how: "throw" },
        next: "sink",
        onError: { retry: LONG, then: "skip" },
      },
      sink: { step: "collect" },
    });
    assert.deepEqual([report.exitCode, report.errors[0]!.node], [1, "failing"]);
    balanced(report);
  });

  for (const how of ["throw", "never", "heed"]) {
    test(`aborted during a pause, or an attempt that hangs (${how}): it ends at once`, async () => {
      const begun = Promise.withResolvers<void>();
      const { execution, lines } = await start(
        mode,
        shaky({ how, n: 100, timeoutMs: 3_600_000, onError: { retry: LONG, then: "skip" } }),
        { onLog: ({ message }) => message === "shaky attempt 1 of 0" && begun.resolve() },
      );
      await begun.promise;
      execution.abort();
      const report = await execution.finished;
      assert.equal(report.exitCode, 130);
      balanced(report);
      assert.equal(report.nodes.shaky!.skipped, 0);
      assert.ok(report.nodes.shaky!.abandoned >= 1);
      assert.ok(lines.includes("shaky finished interrupted"));
    });
  }

  test("quarantine keeps the packet, whole, with all that is known of it", async () => {
    await withFolder(async (folder) => {
      const quarantine = `${folder}/deep/in`;
      const { report } = await run(mode, {
        treasures: { step: policyStep("treasures"), next: "sink" },
        sink: { step: policyStep("hopeless"), onError: "quarantine" },
      }, { quarantine });
      assert.deepEqual([report.status, report.quarantine], ["done", quarantine]);
      balanced(report);
      assert.equal(report.nodes.sink!.quarantined, 1);
      const [file] = await quarantineFiles(quarantine);
      assert.equal(report.nodes.sink!.setAside![0]!.entry, file!.id);
      const { header, value } = await readPacket(file!.path);
      assert.deepEqual(
        [header.flow, header.node, header.packet, header.attempts, header.graphHash],
        ["conformance", "sink", "treasures#0", 1, report.graphHash],
      );
      assert.deepEqual(header.lineage, { producer: "treasures", seq: 0, branch: "" });
      assert.deepEqual([header.error.code, header.error.message], [
        "no_camera",
        "no camera of this type",
      ]);
      assert.match(header.error.stack!, /_policy_steps\.ts/);
      const shared = { id: 7 };
      assert.deepEqual(value, {
        image: Float32Array.from([1.5, -2, Infinity]),
        big: new Float64Array(3000).fill(0.25),
        map: new Map([["a", shared]]),
        set: new Set([1, 2]),
        again: shared,
        when: new Date(86_400_000),
        none: undefined,
        long: 12345678901234567890n,
        text: "Čerenkov",
      });
      const { again, map } = value as { again: object; map: Map<string, object> };
      assert.equal(map.get("a"), again);
    });
  });

  test("retry, then quarantine: what succeeds goes on, the rest is in the folder", async () => {
    await withFolder(async (folder) => {
      const onError: OnErrorSpec = { retry: { times: 1, backoffMs: 0 }, then: "quarantine" };
      const { report, lines } = await run(
        mode,
        shaky({ how: "yield, then throw", onError, n: 40, replicas: 2 }),
        { quarantine: folder },
      );
      assert.equal(report.status, "done");
      balanced(report);
      const rest = range(40).filter((value) => value % 5 !== 0);
      assert.deepEqual(sorted(got(lines)), rest.flatMap((value) => [value, value]));
      const files = await quarantineFiles(folder);
      const packets = await Promise.all(files.map(({ path }) => readPacket(path)));
      assert.deepEqual(sorted(packets.map(({ value }) => value)), range(8).map((i) => 5 * i));
      assert.ok(packets.every(({ header }) => header.attempts === 2));
      assert.equal(report.nodes.shaky!.quarantined, 8);
    });
  });

  test("a quarantine that cannot be written fails the flow: nothing gets lost silently", async () => {
    await withFolder(async (folder) => {
      await Deno.writeTextFile(`${folder}/file`, "in the way");
      const { report } = await run(
        mode,
        shaky({ how: "throw", onError: "quarantine", n: 3 }),
        { quarantine: `${folder}/file/in` },
      );
      assert.equal(report.exitCode, 1);
      balanced(report);
      const [error] = report.errors;
      assert.deepEqual([error!.code, error!.packet], ["quarantine_failed", "numbers#0"]);
      assert.match(error!.message, /could not be put into quarantine: ".*in": .*\n.*bad pixel/);
      assert.deepEqual([report.nodes.shaky!.quarantined, report.nodes.shaky!.failed], [0, 1]);
      assert.equal(report.quarantine, undefined);
    });
  });
}
