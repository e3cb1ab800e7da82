/** From a flow file and overrides to a graph, or to what is wrong. @module */
import {
  type Diagnostic,
  loadFlow,
  type LoadResult,
  type Override,
  type OverrideOption,
  parseOverride,
} from "../dsl/mod.ts";
import { explainUnreadable, toFileUrl } from "./paths.ts";

/** A loaded flow, and the URL of its file. */
export interface LoadedFlow extends LoadResult {
  readonly base: string;
}

/**
 * Loads a flow file. All mistakes in it, and in the overrides, become diagnostics.
 *
 * @param overrides arguments of the options that override values, as the user wrote them
 * @throws {UserError} if the file cannot be read
 */
export async function loadFlowFile(
  path: string,
  overrides: Partial<Record<OverrideOption, readonly string[]>> = {},
): Promise<LoadedFlow> {
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    throw explainUnreadable("flow file", path, error);
  }
  const base = toFileUrl(path);
  const good: Override[] = [];
  const bad: Diagnostic[] = [];
  for (const [option, texts] of Object.entries(overrides)) {
    for (const text of texts) {
      const override = parseOverride(option as OverrideOption, text);
      if ("code" in override) bad.push(override);
      else good.push(override);
    }
  }
  const { stepCatalog } = await import("../registry/mod.ts");
  const document = { file: path, cwd: Deno.cwd() };
  const loaded = await loadFlow(text, document, stepCatalog(), base, good);
  return {
    ...loaded,
    graph: bad.length === 0 ? loaded.graph : null,
    diagnostics: [...loaded.diagnostics, ...bad],
    base,
  };
}
