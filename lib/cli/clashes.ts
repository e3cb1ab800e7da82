/** Tells of files that a flow would destroy. @module */
import { resolve } from "node:path";
import type { FlowGraph } from "../graph/mod.ts";
import { stderr } from "./output.ts";
import { formatMistake } from "./user_error.ts";

/**
 * Looks at the files that a flow would write and tells what is wrong with them.
 *
 * @param also further files that will be written, by what they are called; relative to the working
 * directory, undefined where there is none
 * @returns whether anything is wrong
 */
export async function tellClashes(
  graph: FlowGraph,
  base: string,
  also: Readonly<Record<string, string | undefined>> = {},
): Promise<boolean> {
  const { fileClashes, makePlan } = await import("../engine/mod.ts");
  const written = Object.entries(also).flatMap(([who, path]) =>
    path === undefined ? [] : [{ who, path: resolve(path) }]
  );
  const clashes = fileClashes(makePlan(graph, base), base, written);
  for (const { message } of clashes) {
    stderr.write(formatMistake({ message, hint: "choose another file" }, stderr.color));
  }
  return clashes.length > 0;
}
