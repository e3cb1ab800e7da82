/**
 * Random flows in every engine, against an oracle. A hundred in the suite; more by
 * `deno test -A tests/campaign -- --long` (5000) or `-- --runs N`. A failure prints the arguments
 * that replay it: `-- --seed S --path P`, with `--repeat R` for what happens only sometimes.
 *
 * @module
 */
import { parseArgs } from "node:util";
import fc from "fast-check";
import { MODES } from "../conformance/_flow.ts";
import { type Drawn, randomFlow } from "./_arbitrary.ts";
import { isFeasible } from "./_chances.ts";
import { execute } from "./_execute.ts";
import { graphOf, nodesOf } from "./_graph.ts";
import { textOf } from "./_text.ts";
import { togetherOf, workersOf } from "./_together.ts";
import { checkExecution } from "./_invariants.ts";
import { checkSequence } from "./_sequence.ts";

const { values: options } = parseArgs({
  args: Deno.args,
  strict: false,
  options: {
    long: { type: "boolean" },
    runs: { type: "string" },
    seed: { type: "string" },
    path: { type: "string" },
    repeat: { type: "string" },
  },
});

const RUNS = Number(options.runs ?? (options.long ? 5000 : 60));
const REPEAT = Number(options.repeat ?? 1);
const PROGRESS = 250;
/** An execution that takes so long is hanging: a test's judgement only, the engine has no such. */
const DEADLINE_MS = 60_000;
/** Smaller flows are looked for no longer than this; each hanging one costs a shorter deadline. */
const SHRINK_MS = 90_000;
const SHRINK_DEADLINE_MS = 10_000;

/** Executes one flow in every engine. */
async function tryOut(drawn: Drawn, deadlineMs: number): Promise<void> {
  const nodes = nodesOf(drawn);
  const graph = graphOf(nodes);
  const together = togetherOf(nodes, graph, drawn);
  const lines = [];
  for (const mode of MODES) {
    try {
      const seen = await execute(graph, mode, drawn, deadlineMs, together);
      checkExecution(nodes, drawn.end, seen);
      if (drawn.end.kind === "whole" && seen.report.errors.length === 0) lines.push(seen.lines);
      if (lines.length === 2) checkSequence(nodes, lines[0]!, lines[1]!);
    } catch (error) {
      throw new Error(`${mode}: ${(error as Error).message}`, { cause: error });
    }
  }
}

function progress(done: number, started: number): void {
  if (done % PROGRESS !== 0) return;
  const seconds = (performance.now() - started) / 1000;
  console.log(
    `${done} flows in ${seconds.toFixed(0)} s, ${(1000 * seconds / done).toFixed(0)} ms each`,
  );
}

function complaint(details: fc.RunDetails<[Drawn]>, first: unknown): string {
  const { seed, counterexample, counterexamplePath, errorInstance } = details;
  const path = counterexamplePath ?? "";
  const replay = (path: string) => `deno test -A tests/campaign -- --seed ${seed} --path ${path}`;
  const [drawn] = counterexample ?? [];
  return [
    `${(errorInstance as Error | null)?.message ?? "no flow could be drawn"}`,
    drawn ? textOf(nodesOf(drawn), drawn) : "",
    drawn ? `  Seed of the deterministic order: ${drawn.seed}` : "",
    drawn ? `  Workers: ${workersOf(nodesOf(drawn), drawn)}` : "",
    `smallest found: ${replay(path)}`,
    `first found:    ${replay(path.split(":")[0]!)}   ${(first as Error)?.message}`,
    "add --repeat 20 if it does not happen every time",
  ].join("\n");
}

Deno.test("random flows end, in balance and within their limits, with the right values", async () => {
  const started = performance.now();
  let done = 0;
  let failed: { readonly error: unknown; readonly at: number } | null = null;
  const flows = randomFlow.filter((drawn) => isFeasible(nodesOf(drawn), drawn.end));
  const property = fc.asyncProperty(flows, async (drawn) => {
    if (failed && performance.now() - failed.at > SHRINK_MS) return;
    try {
      for (let i = 0; i < REPEAT; i++) {
        await tryOut(drawn, failed ? SHRINK_DEADLINE_MS : DEADLINE_MS);
      }
    } catch (error) {
      failed ??= { error, at: performance.now() };
      throw error;
    }
    if (!failed) progress(++done, started);
  });
  const details = await fc.check(property, {
    numRuns: options.path === undefined ? RUNS : 1,
    ...(options.seed === undefined ? {} : { seed: Number(options.seed) }),
    ...(options.path === undefined ? {} : { path: String(options.path), endOnFailure: true }),
  });
  if (details.failed) {
    throw new Error(complaint(details, (failed as { error: unknown } | null)?.error));
  }
});
