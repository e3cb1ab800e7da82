import assert from "node:assert/strict";
import { join } from "node:path";
import type { Report } from "../telemetry/report.ts";
import { nodeReport, nodeSnapshot, report, snapshotOf } from "./_fixtures.ts";
import { goOnAfter } from "./last_state.ts";
import { type Ended, runCli, testData } from "./_spawn.ts";
import { causeOf, suddenReport } from "./sudden_end.ts";

Deno.test("what ended the process is told as what it mostly is", () => {
  const meaning = (code: number, signal: Deno.Signal | null) => {
    const { by, meaning } = causeOf({ code, signal });
    return `${by}: ${meaning}`;
  };
  assert.match(meaning(133, "SIGTRAP"), /^SIGTRAP: .*ran out of memory/);
  assert.match(meaning(134, null), /^SIGABRT: .*ran out of memory/);
  assert.match(meaning(137, "SIGKILL"), /^SIGKILL: somebody killed it/);
  assert.match(meaning(139, "SIGSEGV"), /^SIGSEGV: a crash/);
  assert.match(meaning(101, null), /^exit code 101: a crash/);
});

Deno.test("the report says who was doing what, and how old that is", () => {
  const startedAt = "2026-01-01T00:00:00.000Z";
  const last = report({ startedAt, wallMs: 9_000, status: "failed", exitCode: 1 });
  const snapshot = snapshotOf({
    nodes: [
      nodeSnapshot({ id: "reader", busy: 1 }),
      nodeSnapshot({ id: "clean", busy: 2, replicas: 3 }),
      nodeSnapshot({ id: "dump", busy: 1 }),
      nodeSnapshot({ id: "idle" }),
    ],
    stuck: [{ node: "dump", replica: 0, phase: "run", packet: "reader#17", ageMs: 4000 }],
  });
  const state = { report: last, snapshot, file: null, goOn: "go on" };
  const cause = causeOf({ code: 137, signal: "SIGKILL" });
  const made = suddenReport(cause, state, Date.parse(startedAt) + 9_700);
  assert.equal(made.wallMs, 9_700);
  const [error] = made.errors;
  assert.deepEqual([error!.code, error!.node, error!.phase], ["process_ended", "", "host"]);
  assert.match(error!.message, /SIGKILL.*\n.*0\.70 s before\ndump .* inside run with reader#17/);
  assert.match(error!.message, /\nat work: reader, 2 of the 3 replicas of clean$/);
  assert.match(error!.hint!, /go on$/);
});

/** Executes a flow whose process ends, and gives what is left of it. */
async function executed(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Ended & { readonly report: Report; readonly files: string[] }> {
  const folder = Deno.makeTempDirSync();
  try {
    const file = join(folder, "report.json");
    Deno.writeTextFileSync(file, JSON.stringify(report({ flow: "an older one" })));
    const ended = await runCli([...args, "--report", file], { cwd: folder, env });
    const files = [...Deno.readDirSync(folder)].map(({ name }) => name);
    return { ...ended, report: JSON.parse(Deno.readTextFileSync(file)), files };
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

for (const mode of ["sequential", "multiprocess"]) {
  Deno.test(`out of memory leaves a message, a report, and exit code 1 (${mode})`, async () => {
    const args = [testData("grow.yaml"), "--mode", mode];
    const { code, stderr, report } = await executed(args, {
      DENO_V8_FLAGS: "--max-old-space-size=64",
    });
    assert.equal(code, 1, stderr);
    assert.match(stderr, /LEDGER NOT CLOSED/);
    assert.match(
      stderr,
      /error\[process_ended\]: the flow\n.*ended by SIG\w+: .* ran out of memory\n/,
    );
    assert.match(stderr, / {2}hint: .*queueBytes.*--resume DIR.*\n$/, "comes last");
    assert.deepEqual([report.flow, report.status, report.exitCode], ["grow", "failed", 1]);
  });
}

Deno.test("a process that is killed leaves the counts that were known", async () => {
  const kill = ["--set", "taker.signal=SIGKILL"];
  const { code, stderr, report, files } = await executed([testData("crash.yaml"), ...kill]);
  assert.equal(code, 1, stderr);
  assert.match(stderr, /ended by SIGKILL: somebody killed it/);
  assert.deepEqual(files, ["report.json"], "nothing else is left");
  assert.deepEqual(report.ledger, { balanced: false, closed: false, imbalances: [] });
  assert.deepEqual(report.errors.map(({ code }) => code), ["process_ended"]);
  const { received, done, role } = report.nodes.taker!;
  assert.deepEqual([received, done, role], [3, 2, "consumer"]);
  assert.deepEqual(Object.keys(nodeReport({})).filter((key) => !(key in report.nodes.taker!)), []);
  assert.match(report.errors[0]!.message, /at work: .*taker/);
});

Deno.test("who had asked for --resume is told to go on", () => {
  assert.match(goOnAfter(["run", "a.yaml", "--resume", "b"]), /^the same command again/);
  assert.match(goOnAfter(["run", "a.yaml", "--resume=b"]), /^the same command again/);
  assert.match(goOnAfter(["run", "a.yaml"]), /^with --resume DIR/);
});
