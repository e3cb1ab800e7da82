import assert from "node:assert/strict";
import { join } from "node:path";
import type { Report } from "../telemetry/report.ts";
import { sharedPath, testShared } from "../testing/shared.ts";
import { runCli, Session, startCli, testData } from "./_spawn.ts";

/** No stack trace: no line that says where in a file a call was. */
function assertNoStack(text: string): void {
  assert.doesNotMatch(text, /^\s+at .*\d+:\d+\)?$/m);
}

Deno.test("a flow that is done: 0, nothing on stdout, plain text on stderr", async () => {
  const { code, stdout, stderr } = await runCli([testData("count.yaml")]);
  assert.equal(code, 0, stderr);
  assert.equal(stdout, "");
  assert.match(stderr, /^info numbers\[0\]: at 3$/m);
  assert.match(stderr, /^done in .*, ledger balanced, 0 files written$/m);
  assert.ok(!stderr.includes("\x1b"));
});

Deno.test("a step that fails: 1, and node, phase, packet and message after the table", async () => {
  for (const mode of ["sequential", "multiprocess"]) {
    const args = ["run", testData("count.yaml"), "--mode", mode, "--set", "taker.failAt=2"];
    const { code, stderr } = await runCli(args);
    assert.equal(code, 1, stderr);
    assert.match(
      stderr,
      /1 failure\nerror\[\w+\]: node taker, run, packet numbers#\d+, replica 0\n/,
    );
    assert.match(stderr, /^ {2}cannot take 2$/m);
    assertNoStack(stderr);
  }
});

Deno.test("--progress none tells failures only, --log-level what it is asked", async () => {
  const good = await runCli([testData("count.yaml"), "--progress", "none"]);
  assert.deepEqual(good, { code: 0, stdout: "", stderr: "" });
  const args = [testData("count.yaml"), "--progress=none", "--set=taker.failAt=1"];
  assert.match(
    (await runCli(args)).stderr,
    /^error\[\w+\]: node taker, [^\n]*\n {2}cannot take 1\n$/,
  );
  const chatty = await runCli([testData("count.yaml"), "--progress=none", "--log-level=info"]);
  assert.match(chatty.stderr, /^(info numbers\[0\]: at \d\n){3}$/);
});

Deno.test("--report writes the whole execution, into a folder that is made for it", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = join(folder, "new", "report.json");
    const args = [testData("count.yaml"), "--max-packets", "2", "--report", path];
    const { code, stderr } = await runCli([...args, "--queue-limit", "taker=7"]);
    assert.equal(code, 0, stderr);
    const report: Report = JSON.parse(await Deno.readTextFile(path));
    assert.equal(report.schema, "ctapipe-flow/report/1");
    assert.equal(report.ledger.balanced, true);
    assert.equal(report.nodes.taker?.done, 2);
    assert.equal(report.nodes.taker?.queueLimit, 7);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("what is wrong before anything begins: 2, one or two lines", async () => {
  const missing = testData("cuont.yaml");
  const cases: [string[], RegExp][] = [
    [["check", missing], /^error: flow file ".*" does not exist\n {2}hint: .*count\.yaml"\?\n$/],
    [[testData(".")], /^error: flow file ".*" is a folder\n$/],
    [["run", "f.yaml", "--mod", "x"], /^error: unknown option .*\n {2}hint: .*"--mode"\?\n$/],
    [["steps", "simtel_raeder"], /^error: .*simtel_raeder.*\n {2}hint: .*simtel_reader.*\n$/],
    [["simtel", "info", missing], /^error: file ".*" does not exist\n {2}hint: .*\n$/],
    [
      [testData("count.yaml"), "--report", join(testData("count.yaml"), "r.json")],
      /^error: report file ".*" cannot be written: .*\n {2}hint: .*\n$/,
    ],
  ];
  for (const [args, expected] of cases) {
    const { code, stdout, stderr } = await runCli(args);
    assert.equal(code, 2, `${args}: ${stderr}`);
    assert.equal(stdout, "");
    assert.match(stderr, expected);
  }
});

Deno.test("overrides that fit nothing are told together, as what the user wrote", async () => {
  const args = [
    "--set",
    "numbrs.to=3",
    "--set",
    "numbers.too=3",
    "--replicas",
    "taker",
    "--progress",
  ];
  const { code, stderr } = await runCli([testData("count.yaml"), ...args, "plain"]);
  assert.equal(code, 2);
  assert.match(
    stderr,
    /^--set numbrs\.to=3:1:\d+: error\[unknown_node\].*\n.*\n.*\n.*"numbers"\?$/m,
  );
  assert.match(stderr, /^--set numbers\.too=3:1:\d+: error\[unknown_param\]/m);
  assert.match(stderr, /^--replicas taker:1:\d+: error\[bad_override\]/m);
});

Deno.test("check: a table and 0; mistakes and 2; --json is JSON and nothing else", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const good = await runCli(["check", testData("count.yaml")]);
    assert.deepEqual([good.code, good.stderr], [0, ""]);
    assert.match(good.stdout, /count\.yaml: ok\nnode .*\nnumbers +producer .* nothing +-> taker\n/);
    assert.equal((await runCli(["check", testData("count.yaml"), "--json"])).stdout, "[]\n");

    await Deno.writeTextFile(join(folder, "bad.yaml"), "nodes:\n  a: { step: simtel_raeder }\n");
    const bad = await runCli(["check", "bad.yaml"], { cwd: folder });
    assert.deepEqual([bad.code, bad.stdout], [2, ""]);
    assert.match(bad.stderr, /^bad\.yaml:2:14: error\[unknown_step\]: /m);
    const json = await runCli(["check", "bad.yaml", "--json"], { cwd: folder });
    assert.deepEqual([json.code, json.stderr], [2, ""]);
    const [first] = JSON.parse(json.stdout).filter((d: { code: string }) =>
      d.code === "unknown_step"
    );
    assert.deepEqual([first.file, first.line, first.column], ["bad.yaml", 2, 14]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("steps: the built-in ones, and all about one, also from a file", async () => {
  const list = await runCli(["steps"]);
  assert.equal(list.code, 0, list.stderr);
  assert.match(list.stdout, /^step +kind +summary\n/);
  assert.match(list.stdout, /^simtel_reader +producer +\S/m);
  const one = await runCli(["steps", "./steps.ts#count"], { cwd: testData(".") });
  assert.match(one.stdout, /^count \(producer\): Count from 1\n/);
  assert.match(one.stdout, /^restMs +integer ≥ 0 +0 +ms +Rest after each number$/m);
});

Deno.test("help with examples, version, completions", async () => {
  for (const args of [["--help"], ["-h"], ["run", "--help"], ["simtel", "info", "--help"]]) {
    const { code, stdout } = await runCli(args);
    assert.equal(code, 0);
    assert.match(stdout, /^Examples:\n {2}ctapipe-flow /m);
  }
  assert.match((await runCli(["--version"])).stdout, /^ctapipe-flow \d+\.\d+\.\d+\n$/);
  assert.match((await runCli(["completion", "bash"])).stdout, /^function _ctapipe-flow/m);
  assert.match(
    (await runCli(["completion", "bash", "run", "--mode", "m"])).stdout,
    /^multiprocess$/m,
  );
});

Deno.test("without permissions: one line that says how to start it, 2", async () => {
  for (const permissions of [[], ["--allow-read", "--allow-env"]]) {
    const { code, stdout, stderr } = await runCli(["check", "a b.yaml"], { permissions });
    assert.equal(code, 2);
    assert.equal(stdout, "");
    assert.match(
      stderr,
      /^ctapipe-flow needs permissions: run "deno run -A cli\.ts check 'a b.yaml'".*\n$/,
    );
  }
});

Deno.test("with fewer permissions than all, what can be done is done", async () => {
  const permissions = ["--allow-read", "--allow-write", "--allow-env", "--allow-run"];
  const { code, stderr } = await runCli([testData("count.yaml")], { permissions });
  assert.equal(code, 0, stderr);
});

Deno.test("a reader that goes away ends the output without a word", async () => {
  const child = startCli(["run", "--help"]);
  await child.stdout.cancel();
  const { code } = await child.status;
  assert.equal(await new Response(child.stderr).text(), "");
  assert.equal(code, 0);
});

Deno.test("a signal to the supervising process alone ends orderly: 130", async () => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    const child = startCli([
      testData("count.yaml"),
      "--set=numbers.to=100000",
      "--set=numbers.restMs=20",
    ]);
    await child.stdout.cancel();
    await using session = new Session(child, child.stderr);
    await session.until(/at 2\n/);
    child.kill(signal);
    const { code, text } = await session.end();
    assert.equal(code, 130, text);
    assert.equal(text.match(/^interrupted: /gm)?.length, 1);
    assert.match(text, /^interrupted in .*ledger balanced/m);
  }
});

Deno.test("SIGTERM twice: what hangs is given up, 130", async () => {
  for (const verb of ["init", "run", "finish"]) {
    const child = startCli([testData("hang.yaml"), `--set=taker.in=${verb}`]);
    await child.stdout.cancel();
    await using session = new Session(child, child.stderr);
    await session.until(/hanging/);
    child.kill("SIGTERM");
    // Signals that are closer than 100 ms are taken for one.
    await session.until(/interrupted: finishing(.*?still hanging){3}/s);
    child.kill("SIGTERM");
    const { code, text } = await session.end();
    assert.equal(code, 130, text);
    assert.match(text, /^interrupted: stopping now$/m);
    assert.match(text, /^interrupted in .*ledger balanced/m);
  }
});

Deno.test("--deadline ends orderly with 1, and says how far it came", async () => {
  const { code, stderr } = await runCli([
    testData("count.yaml"),
    "--set=numbers.to=100000",
    "--set=numbers.restMs=20",
    "--deadline=1.5s",
  ]);
  assert.equal(code, 1, stderr);
  assert.match(stderr, /^warning: the deadline has come: finishing what is in flight/m);
  assert.match(stderr, /^failed in .*ledger balanced/m);
  assert.match(
    stderr,
    /^error\[deadline\]: the flow\n {2}not done after 1\.5 s: numbers had sent \d+, taker had taken \d+$/m,
  );
});

Deno.test("--stall-after ends with 1, and says who waits; before, plain lines name it", async () => {
  for (const mode of ["sequential", "multiprocess"]) {
    const args = [testData("hang.yaml"), "--mode", mode, "--stall-after=5s"];
    const { code, stderr } = await runCli(args);
    assert.equal(code, 1, stderr);
    assert.match(stderr, /^ {2}taker has been inside run with numbers#0 for \d\.\d\d s$/m);
    assert.match(
      stderr,
      /^error\[stalled\]: node taker, run, packet numbers#0, replica 0\n {2}nothing has moved for 5\.\d s: taker is inside run with numbers#0 for 5\.\d s/m,
    );
  }
});

Deno.test("when the supervising process is killed, nothing is left behind", async () => {
  const folder = await Deno.makeTempDir();
  const args = [testData("count.yaml"), "--set=numbers.to=100000", "--set=numbers.restMs=20"];
  const child = startCli(args, { env: { TMPDIR: folder } });
  try {
    await child.stdout.cancel();
    await using session = new Session(child, child.stderr);
    await session.until(/at 2\n/);
    assert.equal([...Deno.readDirSync(folder)].length, 1);
    child.kill("SIGKILL");
    // The stream ends when the program, which writes to it too, is gone.
    await session.end();
    assert.deepEqual([...Deno.readDirSync(folder)], []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a program whose supervisor was killed before it could look ends, too", async () => {
  const gone = new Deno.Command("true").spawn();
  await gone.status;
  const program = new URL("./main.ts", import.meta.url).pathname;
  const args = [testData("count.yaml"), "--set=numbers.to=100000", "--set=numbers.restMs=20"];
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-lock", program, ...args],
    env: { CTAPIPE_FLOW_SUPERVISOR: String(gone.pid) },
    stdin: "null",
    signal: AbortSignal.timeout(20_000),
  }).output();
  assert.equal(code, 70);
});

Deno.test("whoever ends the tool, and when: nothing is left in the temporary folder", async () => {
  const folder = await Deno.makeTempDir();
  const left = () => [...Deno.readDirSync(folder)].map(({ name }) => name);
  try {
    for (const signal of ["SIGTERM", "SIGKILL"] as const) {
      const args = [testData("count.yaml"), "--set=numbers.to=10", "--set=numbers.restMs=20"];
      const child = startCli(args, { env: { TMPDIR: folder } });
      await child.stdout.cancel();
      await using session = new Session(child, child.stderr);
      while (left().length === 0) await new Promise((resolve) => setTimeout(resolve, 0));
      if (signal === "SIGKILL") await session.until(/at 1\n/);
      child.kill(signal);
      const { code } = await session.end();
      assert.deepEqual([code, left()], [signal === "SIGKILL" ? 137 : 130, []]);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

testShared("simtel info: a table, or JSON with every event", async () => {
  const file = sharedPath("simtel/data/calib_events.simtel.gz");
  const table = await runCli(["simtel", "info", file]);
  assert.equal(table.code, 0, table.stderr);
  assert.match(table.stdout, /^10 simulated events, .* 1 calibration events$/m);
  const { stdout } = await runCli(["simtel", "info", file, "--json"]);
  const types = JSON.parse(stdout).events.map((event: { type: string }) => event.type);
  assert.deepEqual(types, ["calibration"]);
});

testShared("simtel info: a cut file is told and ends with 1, a strange one with 2", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const whole = await Deno.readFile(sharedPath("simtel/data/lst_with_photons.simtel.zst"));
    const cut = join(folder, "cut.simtel.zst");
    await Deno.writeFile(cut, whole.subarray(0, whole.length - 1000));
    const told = await runCli(["simtel", "info", cut]);
    assert.equal(told.code, 1, told.stderr);
    assert.match(told.stdout, /cut off/);
    const strange = await runCli(["simtel", "info", testData("count.yaml")]);
    assert.equal(strange.code, 2);
    assert.match(strange.stderr, /^error: .*count\.yaml: .*\n$/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
