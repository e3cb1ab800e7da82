/** The short form of the fault campaign, and cases that once failed; `deno task chaos` is the long one. */
import { type ChaosCase, complaint, runCases, tryCase } from "./_runner.ts";

/** Some twenty seconds on a machine that has nothing else to do. */
const CASES = 60;

Deno.test("random faults in random flows: every end is in time and in order", async () => {
  const from = Date.now() % 2 ** 30;
  const { failed } = await runCases({ from, cases: CASES, repeat: 1 }, () => {}, () => {});
  if (failed.length > 0) throw new Error(failed.map(complaint).join("\n\n"));
});

/** A case that has failed once, and why. */
interface Regression {
  readonly why: string;
  readonly seed: number;
  readonly case: ChaosCase;
}

const known = await Deno.readTextFile(new URL("./regressions.jsonl", import.meta.url));

for (const line of known.trim().split("\n")) {
  const { why, seed, case: one }: Regression = JSON.parse(line);
  Deno.test(`found by the fault campaign (seed ${seed}): ${why}`, async () => {
    await tryCase(one);
  });
}
