/** Old files for tests. @module */
import { type Override, parseOverride } from "../overrides.ts";
import { loadFlow, type LoadResult } from "../load.ts";
import { stepCatalog } from "../../registry/mod.ts";

const catalog = stepCatalog();
const ALGORITHMS = "ctapipe.flow.algorithms";

/** An entry of an old file, with its module if that is one of the old framework's. */
export function entry(
  name: string,
  className: string,
  file: string,
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  const module = /^\.|\.ts$/.test(file) ? file : `${ALGORITHMS}.${file}`;
  return { name, module, class: className, ...more };
}

/** An old file that counts, negates and writes, with parts of it replaced. */
export function counting(
  flow: Record<string, unknown> = {},
  sections: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    version: 1,
    Flow: {
      producer_conf: entry("Ints", "IntGenerator", "int_generator", { next_steps: "Inverse" }),
      stagers_conf: [entry("Inverse", "Inverse", "inverse", { next_steps: "Writer" })],
      consumer_conf: entry("Writer", "StringWriter", "string_writer"),
      ...flow,
    },
    StringWriter: { filename: "out.txt" },
    ...sections,
  };
}

/**
 * Loads a document, given as text or as what becomes JSON, as the real command line does.
 *
 * @param set arguments of `--set`
 */
export function load(
  document: unknown,
  set: readonly string[] = [],
  base = new URL("./old.json", import.meta.url).href,
): Promise<LoadResult> {
  const text = typeof document === "string" ? document : JSON.stringify(document, null, 2);
  const overrides = set.map((each) => parseOverride("--set", each) as Override);
  return loadFlow(text, { file: "old.json" }, catalog, base, overrides);
}

/** What a document has wrong with it, warnings left out: code, the text that is meant, message. */
export function mistakes({ diagnostics }: LoadResult): [code: string, meant: string, string][] {
  return diagnostics.filter(({ severity }) => severity === "error").map(
    (
      { code, message, sourceLine, column, length },
    ) => [code, sourceLine.slice(column - 1, column - 1 + length), message],
  );
}
