/** Sizes and checksums of the files that took part in an execution. @module */
import { createHash } from "node:crypto";
import type { FileFact } from "../telemetry/report.ts";
import { partialOf } from "../step/params.ts";
import { pathsOf, type Plan } from "./plan.ts";

/** Paths that the params of a plan name in a role. */
export function pathsIn(plan: Plan, role: "inputFile" | "outputFile"): string[] {
  return [...new Set(plan.nodes.flatMap((node) => pathsOf(node, role)))];
}

/** Size and SHA-256 of a file, read in pieces; null if it cannot be read. */
export async function fileFact(path: string): Promise<FileFact | null> {
  const hash = createHash("sha256");
  let bytes = 0;
  try {
    if (!(await Deno.stat(path)).isFile) return null; // a pipe can be read only once
    const file = await Deno.open(path);
    for await (const chunk of file.readable) {
      hash.update(chunk);
      bytes += chunk.length;
    }
  } catch {
    return null;
  }
  return { path, bytes, sha256: hash.digest("hex") };
}

/** Facts of every file that can be read, in the order given. */
export async function fileFacts(paths: Iterable<string>): Promise<FileFact[]> {
  const facts: FileFact[] = [];
  for (const path of paths) {
    const fact = await fileFact(path);
    if (fact) facts.push(fact);
  }
  return facts;
}

/** Facts of the outputs as they were left: whole, or the `.partial` of one that was cut short. */
export async function outputFacts(plan: Plan): Promise<FileFact[]> {
  const facts: FileFact[] = [];
  for (const path of pathsIn(plan, "outputFile")) {
    const fact = await fileFact(partialOf(path)) ?? await fileFact(path);
    if (fact) facts.push(fact);
  }
  return facts;
}
