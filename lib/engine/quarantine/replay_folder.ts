/**
 * What a replay does to the folder: packets that are through go to `done/`, those that failed again
 * take their places. Either all of it happens or nothing: what failed again is collected in a folder
 * of its own, which is renamed when everything is known; whoever opens the quarantine next finishes
 * what was begun after that.
 *
 * @module
 */
import { join } from "node:path";
import { EXTENSION, numberOf, type QuarantineFile, quarantineFiles } from "./folder.ts";
import { entryBytes, readEntry } from "./entry.ts";
import type { ReplayPart } from "./replay_graph.ts";

const OPEN = ".replay";
const CLOSED = ".replayed";
const LIST = "done.json";

/** The folder for the packets that fail again, relative to the quarantine. */
export function replayFolder(quarantine: string): string {
  return join(quarantine, OPEN);
}

/** The folder of the packets that are through. */
export function doneFolder(quarantine: string): string {
  return join(quarantine, "done");
}

/** Forgets a replay that did not get to its end. */
export async function discard(quarantine: string): Promise<void> {
  try {
    await Deno.remove(replayFolder(quarantine), { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/**
 * Ends a replay that succeeded.
 *
 * @param parts what was replayed, by the ids of the producers
 * @returns ids of the packets that failed again, as they are in the quarantine now
 */
export async function commit(
  quarantine: string,
  parts: ReadonlyMap<string, ReplayPart>,
): Promise<string[]> {
  const open = replayFolder(quarantine);
  await Deno.mkdir(open, { recursive: true });
  const used = [...await quarantineFiles(quarantine), ...await doneFiles(quarantine)];
  let next = Math.max(0, ...used.map(({ id }) => numberOf(id))) + 1;
  const again: string[] = [];
  for (const { path } of await quarantineFiles(open)) {
    const { header, value } = readEntry(await Deno.readFile(path));
    const { producer, seq, branch } = header.lineage;
    const origin = readEntry(await Deno.readFile(parts.get(producer)!.files[seq]!.path)).header;
    const lineage = { ...origin.lineage, branch: origin.lineage.branch + branch };
    const packet = `${lineage.producer}#${lineage.seq}${lineage.branch}`;
    const id = `${header.node}-${String(next++).padStart(6, "0")}`;
    // a dot: not yet one of those that are there
    await Deno.writeFile(join(open, `.${id}`), entryBytes({ ...header, lineage, packet }, value));
    await Deno.remove(path);
    again.push(id);
  }
  const ids = [...parts.values()].flatMap(({ files }) => files.map(({ id }) => id));
  await Deno.writeTextFile(join(open, LIST), JSON.stringify(ids));
  await Deno.rename(open, join(quarantine, CLOSED)); // from here on it has happened
  await finish(quarantine);
  return again;
}

/** The packets that are through. */
export async function doneFiles(quarantine: string): Promise<QuarantineFile[]> {
  try {
    return await quarantineFiles(doneFolder(quarantine));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

/**
 * Finishes a replay that was cut short behind the point of no return. May be done again from the
 * start wherever it was cut short itself.
 */
export async function finish(quarantine: string): Promise<void> {
  const closed = join(quarantine, CLOSED);
  let ids: readonly string[];
  try {
    ids = JSON.parse(await Deno.readTextFile(join(closed, LIST)));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw error;
  }
  for await (const { name } of Deno.readDir(closed)) {
    if (name === LIST) continue;
    await Deno.rename(join(closed, name), join(quarantine, name.slice(1) + EXTENSION));
  }
  await Deno.mkdir(doneFolder(quarantine), { recursive: true });
  for (const id of ids) {
    const from = join(quarantine, id + EXTENSION);
    try {
      await Deno.rename(from, join(doneFolder(quarantine), id + EXTENSION));
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error; // moved before
    }
  }
  await Deno.remove(closed, { recursive: true });
}
