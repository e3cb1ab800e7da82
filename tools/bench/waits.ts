/** What users wait for: whole flows, the command line, type-checks, reading files. @module */
import { runFlow } from "../../lib/engine/mod.ts";
import { loadFlow } from "../../lib/dsl/mod.ts";
import { stepCatalog } from "../../lib/registry/mod.ts";
import type { Mode } from "../../lib/telemetry/report.ts";
import { median } from "./statistics.ts";

const ROOT = new URL("../../", import.meta.url);
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

/** Median times of all of these, in ms, by name. */
export function measureWaits(rounds: number): Promise<Map<string, number>> {
  return medians([...tasks(), ...typeChecks], rounds);
}

/** Prints the speed of the reader, file by file. @returns whether that went well */
export async function printReaderSpeed(): Promise<boolean> {
  const file = decodeURIComponent(new URL("lib/simtel/reader_bench.ts", ROOT).pathname);
  const { success } = await new Deno.Command(Deno.execPath(), { args: ["run", "-A", file] })
    .spawn().status;
  return success;
}
