/** A flow as text that was read back and found to be the same flow. @module */
import { isDeepStrictEqual } from "node:util";
import { pathToFileURL } from "node:url";
import { loadFlow, type LoadResult } from "../dsl/mod.ts";
import {
  type PrintableFlow,
  type PrintedNotation,
  printFlow,
  type PrintResult,
  relocate,
  withModuleUrls,
} from "../dsl/print/mod.ts";
import { makePlan } from "../engine/mod.ts";
import { type FlowGraph, graphHash } from "../graph/mod.ts";
import { stepCatalog } from "../registry/mod.ts";
import type { LoadedFlow } from "./load_flow_file.ts";

/**
 * Writes a flow in a notation, and proves that the text says the same.
 *
 * @param loaded a flow without mistakes
 * @param target URL of the file that the text is for
 * @throws if it does not: a bug
 */
export async function checkedText(
  loaded: LoadedFlow,
  to: PrintedNotation,
  target: string,
): Promise<PrintResult> {
  const { spec, graph, comments, base } = loaded;
  if (spec === null || graph === null) throw new Error("a flow with mistakes cannot be written");
  const placed = relocate({ spec, graph, comments }, base, target);
  const printed = await printFlow(to, placed);
  if (!printed.ok) return printed;
  const again = to === "ts"
    ? await loadProgram(placed)
    : await loadText(printed.text, to === "yaml" ? "yaml" : "jsonc", target);
  const [mistake] = again.diagnostics.filter(({ severity }) => severity === "error");
  if (to === "ts" && mistake) {
    const hint = mistake.hint === null ? "" : ` (${mistake.hint})`;
    return {
      ok: false,
      issues: [{ node: null, message: `in TypeScript, ${mistake.message}${hint}` }],
    };
  }
  const isSame = again.graph !== null && again.spec?.description === spec.description &&
    isDeepStrictEqual(meaning(again.graph, target), meaning(graph, base)) &&
    (to === "ts" || placed.spec !== spec || graphHash(again.graph) === graphHash(graph));
  if (!isSame) throw new Error(`the flow would not be the same in ${to}`);
  return printed;
}

function loadText(text: string, notation: "yaml" | "jsonc", target: string): Promise<LoadResult> {
  return loadFlow(text, { file: target, notation }, stepCatalog(), target);
}

/** A program is evaluated from a file; lest one be left in a user's folder, it names steps by URL. */
async function loadProgram(flow: PrintableFlow): Promise<LoadResult> {
  const printed = await printFlow("ts", withModuleUrls(flow));
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    if (!printed.ok) throw new Error("a flow in TypeScript is text");
    await Deno.writeTextFile(file, printed.text);
    const url = pathToFileURL(await Deno.realPath(file)).href;
    return await loadFlow(printed.text, { file, notation: "ts" }, stepCatalog(), url);
  } finally {
    await Deno.remove(file);
  }
}

/** What a graph does, wherever its flow lies: the names of its steps' files do not matter. */
function meaning(graph: FlowGraph, base: string): unknown {
  const nodes = makePlan(graph, base).nodes.map(({ step: _step, permissions, ...node }) => ({
    ...node,
    permissions: Object.values(permissions).map((entries) => [...entries].sort()),
  }));
  return JSON.parse(JSON.stringify({ name: graph.name, nodes, edges: graph.edges }));
}
