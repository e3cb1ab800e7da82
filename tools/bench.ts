/**
 * Measures what users wait for: `deno run -A tools/bench.ts [--rounds N]`.
 *
 * Rounds are interleaved (every task once, then every task again), so that a slow moment of the
 * machine hits all alike; medians are printed. Reader speeds come from `lib/simtel/reader_bench.ts`.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { runFlow } from "../lib/engine/mod.ts";
import { loadFlow } from "../lib/dsl/mod.ts";
import { stepCatalog } from "../lib/registry/mod.ts";
import type { Mode } from "../lib/telemetry/report.ts";

const ROOT = new URL("../", import.meta.url);
const EXAMPLE = new URL("flows/example.yaml", ROOT);
const EMPTY = new URL("tools/testdata/empty.yaml", ROOT);
const MODES: readonly Mode[] = ["sequential", "multiprocess"];

/** Something to be measured. */
export interface Task {
  readonly name: string;
  readonly act: () => Promise<unknown>;
}

/** Median of the times of each task in ms, over interleaved rounds after one round to warm up. */
export async function medians(
  tasks: readonly Task[],
  rounds: number,
): Promise<Map<string, number>> {
  const times = new Map<string, number[]>(tasks.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const { name, act } of tasks) {
      const start = performance.now();
      await act();
      if (round > 0) times.get(name)!.push(performance.now() - start);
    }
  }
  return new Map([...times].map(([name, list]) => [name, median(list)]));
}

/** The middle value, or the mean of the middle two. @throws {RangeError} without values */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("nothing was measured");
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** Loads a flow and executes it in this process. @throws if it did not end well */
async function execute(flow: URL, mode: Mode): Promise<void> {
  const text = await Deno.readTextFile(flow);
  const { graph } = await loadFlow(text, { file: flow.pathname }, stepCatalog(), flow.href);
  if (graph === null) throw new Error(`${flow.pathname} has mistakes`);
  const { status, errors } = await runFlow(graph, { mode, base: flow.href });
  if (status !== "done") throw new Error(errors.map(({ message }) => message).join("\n"));
}

/** Executes a flow as a user does. @throws if it did not end well */
async function executeCli(flow: URL, mode: Mode): Promise<void> {
  const path = decodeURIComponent(flow.pathname);
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "cli.ts", path, "--mode", mode, "--progress", "none"],
    cwd: decodeURIComponent(ROOT.pathname),
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}

function tasks(): Task[] {
  return [["example", EXAMPLE] as const, ["four empty nodes", EMPTY] as const].flatMap((
    [what, flow],
  ) =>
    MODES.flatMap((mode) => [
      { name: `${what}, ${mode}, in process`, act: () => execute(flow, mode) },
      { name: `${what}, ${mode}, command line`, act: () => executeCli(flow, mode) },
    ])
  );
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { rounds: { type: "string", default: "7" } } });
  for (const [name, ms] of await medians(tasks(), Number(values.rounds))) {
    console.log(`${name.padEnd(48)} ${ms.toFixed(0).padStart(6)} ms`);
  }
  console.log();
  const reader = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", decodeURIComponent(new URL("lib/simtel/reader_bench.ts", ROOT).pathname)],
  });
  Deno.exit((await reader.spawn().status).code);
}
