/** The fault campaign as a test. @module */
import { complaint, runCases } from "./_runner.ts";

/** Seeds of the suite: other ones each time. */
const seeds = () => Date.now() % 2 ** 30;

/** Executes so many cases. @throws {Error} with the seeds of those that fail */
export async function assertCases(cases: number): Promise<void> {
  const from = seeds();
  const { failed } = await runCases({ from, cases, repeat: 1 }, () => {}, () => {});
  if (failed.length > 0) throw new Error(failed.map(complaint).join("\n\n"));
}
