/** Takes packets out of a quarantine that will come again. @module */
import { join } from "node:path";
import { readEntry } from "./entry.ts";
import { EXTENSION, namesIn, numberIn } from "./folder.ts";

/**
 * Removes the packets of a graph from a folder, which need not be there, and drafts of such.
 *
 * @param first number of the first that is removed
 */
export async function discardFrom(folder: string, first: number, graphHash: string): Promise<void> {
  for (const name of await namesIn(folder)) {
    const number = numberIn(name);
    if (number === 0 || number < first) continue;
    const path = join(folder, name);
    if (!name.endsWith(EXTENSION) || await graphOf(path) === graphHash) await Deno.remove(path);
  }
}

async function graphOf(path: string): Promise<string | null> {
  try {
    return readEntry(await Deno.readFile(path)).header.graphHash;
  } catch {
    return null; // damaged: it is for people to look at
  }
}
