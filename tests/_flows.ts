/** Loads and executes flow files as the command line does. @module */
import { basename } from "node:path";
import { loadFlow, type Override, parseOverride } from "../lib/dsl/mod.ts";
import { runFlow } from "../lib/engine/mod.ts";
import type { LogLine } from "../lib/engine/contract.ts";
import type { FlowGraph } from "../lib/graph/mod.ts";
import { stepCatalog } from "../lib/registry/mod.ts";
import type { Report } from "../lib/telemetry/report.ts";
import { engineOf, type TestMode } from "./conformance/_flow.ts";

/** The folder of the example flows. */
export const FLOWS = new URL("../flows/", import.meta.url);

/** Path of a file in `flows/`. */
export const flowPath = (name: string): string => decodeURIComponent(new URL(name, FLOWS).pathname);

/** The graph of a flow's text; `base` is where the text stands. Throws for a mistake. */
export async function graphOfText(
  text: string,
  base: URL,
  set: readonly string[] = [],
): Promise<FlowGraph> {
  const overrides = set.map((each) => parseOverride("--set", each) as Override);
  const document = { file: basename(base.pathname), cwd: Deno.cwd() };
  const { graph, diagnostics } = await loadFlow(
    text,
    document,
    stepCatalog(),
    base.href,
    overrides,
  );
  if (!graph) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return graph;
}

/** The graph of a file in `flows/`, with values as `--set` takes them. */
export async function graphOfFile(name: string, set: readonly string[] = []): Promise<FlowGraph> {
  const url = new URL(name, FLOWS);
  return await graphOfText(await Deno.readTextFile(url), url, set);
}

/** An execution that ended. */
export interface Ended {
  readonly report: Report;
  readonly logs: readonly LogLine[];
}

/** Executes a graph. */
export async function execute(graph: FlowGraph, mode: TestMode, base = FLOWS): Promise<Ended> {
  const logs: LogLine[] = [];
  const onLog = (line: LogLine) => void logs.push(line);
  const report = await runFlow(graph, { ...engineOf(mode), base: base.href, onLog });
  return { report, logs };
}

/** Executes a file in `flows/`. */
export async function executeFile(
  name: string,
  mode: TestMode,
  set: readonly string[] = [],
): Promise<Ended> {
  return await execute(await graphOfFile(name, set), mode);
}

/** Calls `use` with a folder that is gone afterwards. */
export async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The lines of a text file, sorted: replicas may write them in any order. */
export async function sortedLines(path: string): Promise<string[]> {
  const text = await Deno.readTextFile(path);
  if (text !== "" && !text.endsWith("\n")) throw new Error(`${path} ends inside of a line`);
  return text.split("\n").slice(0, -1).sort();
}
