/**
 * The fault campaign: random flows, random faults, in every engine; `deno task chaos`.
 *
 * Options: `--cases N` (2000), `--from SEED` (the first seed; each case has the next), `--seed S` for
 * the one case of a seed, `--repeat R` to execute each so often, `--json FILE` for the summary.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { complaint, runCases } from "./_runner.ts";
import { summaryOf } from "./_summary.ts";

const PROGRESS = 100;

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      cases: { type: "string", default: "2000" },
      from: { type: "string" },
      seed: { type: "string" },
      step: { type: "string", default: "1" },
      repeat: { type: "string", default: "1" },
      json: { type: "string" },
    },
  });
  const started = performance.now();
  const from = Number(values.seed ?? values.from ?? Date.now() % 2 ** 31);
  const cases = values.seed === undefined ? Number(values.cases) : 1;
  console.log(`seeds ${from} to ${from + cases - 1}`);
  const { sum, failed } = await runCases(
    { from, cases, step: Number(values.step), repeat: Number(values.repeat) },
    (done) => {
      if (done % PROGRESS !== 0) return;
      const seconds = (performance.now() - started) / 1000;
      console.log(`${done} cases in ${seconds.toFixed(0)} s`);
    },
    (one) => console.log(complaint(one)),
  );
  const seconds = (performance.now() - started) / 1000;
  const summary = { from, ...sum, failed: failed.map(({ seed }) => seed), seconds };
  console.log(summaryOf(summary));
  if (values.json !== undefined) {
    await Deno.writeTextFile(values.json, `${JSON.stringify(summary, null, 2)}\n`);
  }
  // not Deno.exit: a timer or a Worker that is left keeps this process, and is noticed
  Deno.exitCode = failed.length > 0 ? 1 : 0;
  Deno.unrefTimer(setTimeout(() => {
    console.log("LEAK: all cases are through, and something keeps the process alive");
    Deno.exit(1);
  }, 10_000));
}
