/** Sizes and checksums of the files that took part in an execution. @module */
import { createHash } from "node:crypto";
import type { FileFact } from "../telemetry/report.ts";
import { partialOf } from "../step/params.ts";
import { pathsOf, type Plan } from "./plan.ts";

/** Bytes that are read at once: the thread has other things to do between two of them. */
const PIECE = 256 * 1024;

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
    using file = await Deno.open(path);
    const buffer = new Uint8Array(PIECE);
    for (let length; (length = await file.read(buffer)) !== null; bytes += length) {
      hash.update(buffer.subarray(0, length));
    }
  } catch {
    return null;
  }
  return { path, bytes, sha256: hash.digest("hex") };
}

/** Facts of the files that are read, found out meanwhile: one file after the other. */
export class InputFacts {
  readonly #paths = new Set<string>();
  readonly #facts: FileFact[] = [];
  #last = Promise.resolve();

  /** In the order in which they became known. */
  get paths(): ReadonlySet<string> {
    return this.#paths;
  }

  /** A file that is read, or will be; told again it changes nothing. */
  add(path: string): void {
    if (this.#paths.has(path)) return;
    this.#paths.add(path);
    this.#last = this.#last.then(async () => {
      const fact = await fileFact(path);
      if (fact) this.#facts.push(fact);
    });
  }

  /** Of all that can be read, in their order. */
  async all(): Promise<readonly FileFact[]> {
    await this.#last;
    return this.#facts;
  }
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
