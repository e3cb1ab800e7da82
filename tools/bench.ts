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

/** A typed flow of a producer, a chain of stagers and a consumer, `nodes` in all. */
export function typedChain(nodes: number): string {
  const stagers = Array.from({ length: nodes - 2 }, (_, index) => `n${index + 1}`);
  const ids = ["n0", ...stagers, `n${nodes - 1}`];
  return [
    'import { defineFlow, drop, edge, node } from "ctapipe-flow";',
    'import * as steps from "ctapipe-flow/steps";',
    "const n0 = node(steps.int_generator, { params: { count: 3 } });",
    ...stagers.map((id) => `const ${id} = node(steps.inverse, { replicas: 2 });`),
    `const ${ids.at(-1)} = node(steps.string_writer, { params: { filename: "out.txt" } });`,
    "export default defineFlow({",
    '  name: "chain",',
    `  nodes: { ${ids.join(", ")} },`,
    "  edges: [",
    "    edge(n0.out.even, n1), drop(n0.out.odd),",
    ...ids.slice(2).map((id, index) => `    edge(${ids[index + 1]}, ${id}),`),
    "  ],",
    "});",
    "",
  ].join("\n");
}

/** Type-checks a typed flow from nothing, as an editor does when a file is opened. */
async function typeCheck(nodes: number): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/flow.ts`, typedChain(nodes));
    const config = decodeURIComponent(new URL("deno.json", ROOT).pathname);
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", "--quiet", "--config", config, `${folder}/flow.ts`],
    }).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The compiler's time for flows of 3 and of 100 nodes: what is between them is the nodes' own. */
const typeChecks: readonly Task[] = [3, 100].map((nodes) => ({
  name: `type-check of a typed flow, ${nodes} nodes`,
  act: () => typeCheck(nodes),
}));

if (import.meta.main) {
  const { values } = parseArgs({ options: { rounds: { type: "string", default: "7" } } });
  for (const [name, ms] of await medians([...tasks(), ...typeChecks], Number(values.rounds))) {
    console.log(`${name.padEnd(48)} ${ms.toFixed(0).padStart(6)} ms`);
  }
  console.log();
  const reader = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", decodeURIComponent(new URL("lib/simtel/reader_bench.ts", ROOT).pathname)],
  });
  Deno.exit((await reader.spawn().status).code);
}
