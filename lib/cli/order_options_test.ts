import assert from "node:assert/strict";
import { join } from "node:path";
import type { Report } from "../telemetry/report.ts";
import { runCli, testData } from "./_spawn.ts";

const FLOW = testData("count.yaml");
const SEED = /^to repeat this order: --deterministic --seed (\d+)$/m;

Deno.test("--deterministic tells its seed first, and --seed repeats it", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = join(folder, "report.json");
    const first = await runCli([FLOW, "--deterministic", "--report", path]);
    assert.equal(first.code, 0, first.stderr);
    const seed = SEED.exec(first.stderr)![1]!;
    assert.ok(first.stderr.search(SEED) < first.stderr.indexOf("numbers[0]: at"));
    assert.match(first.stderr, new RegExp(`^done in .* \\(multiprocess, seed ${seed}\\), `, "m"));
    const report: Report = JSON.parse(await Deno.readTextFile(path));
    assert.equal(report.seed, Number(seed));
    const again = await runCli([FLOW, "--deterministic", "--seed", seed]);
    const played = (text: string) => text.replace(/^done in .*$/m, "");
    assert.equal(played(again.stderr), played(first.stderr), "times are the same, too");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("--progress none tells the seed of what has failed", async () => {
  const quiet = [FLOW, "--deterministic", "--progress", "none"];
  assert.deepEqual(await runCli(quiet), { code: 0, stdout: "", stderr: "" });
  const { code, stderr } = await runCli([...quiet, "--seed", "3", "--set", "taker.failAt=1"]);
  assert.equal(code, 1);
  assert.match(stderr, /cannot take 1\nto repeat this order: --deterministic --seed 3\n$/);
});

Deno.test("a seed or an order that decides nothing is a mistake", async () => {
  const cases: [string[], RegExp][] = [
    [["--seed", "1"], /^error: --seed decides nothing .*\n {2}hint: add --deterministic\n$/],
    [["--deterministic", "--mode", "sequential"], /^error: in mode sequential .*\n {2}hint: .*\n$/],
    [["--deterministic", "--seed", "-1"], /^error: --seed: .*-1.*\n/],
    [["--deterministic", "--seed", "4294967296"], /^error: --seed: .*4,?294,?967,?296.*\n/],
  ];
  for (const [args, expected] of cases) {
    const { code, stderr } = await runCli([FLOW, ...args]);
    assert.equal(code, 2, stderr);
    assert.match(stderr, expected);
  }
});
