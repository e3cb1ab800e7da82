/** The folder of an execution's quarantine: a file per packet. @module */
import { join, resolve } from "node:path";
import { DamagedEntry, entryBytes, type EntryHeader, readEntry } from "./entry.ts";
import { decodeValue } from "./value.ts";

/** Of the files of packets. */
export const EXTENSION = ".packet";
const NAME = /^(.+-\d+)\.packet(\.partial)?$/;

/** The number at the end of a packet's id. */
export const numberOf = (id: string): number => Number(/\d+$/.exec(id)?.[0] ?? 0);

/** The folder of quarantines if none is chosen: named after the flow and the execution's start. */
export function defaultQuarantine(flow: string, startedAt: string): string {
  const name = flow.replace(/[^\p{L}\p{N}._-]+/gu, "_").replace(/^\.+/, "");
  return resolve(`${name || "flow"}.quarantine`, startedAt.replaceAll(":", "-"));
}

/** Puts packets into a folder, which is made when the first comes. */
export class QuarantineWriter {
  #count = 0;
  #made: Promise<void> | null = null;
  #next = 1;
  readonly #pending = new Set<Promise<unknown>>();

  constructor(readonly path: string) {}

  /** How many were put there. */
  get count(): number {
    return this.#count;
  }

  /**
   * Writes a packet's file, whole or not at all.
   *
   * @returns its id: the node and a number
   * @throws {Error} if it cannot be written
   */
  put(header: Omit<EntryHeader, "schema" | "value">, value: Uint8Array): Promise<string> {
    const written = this.#write(header, value);
    this.#pending.add(written);
    const done = () => this.#pending.delete(written);
    written.then(done, done);
    return written;
  }

  /** Resolves when nothing is being written. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.#pending);
  }

  async #write(
    header: Omit<EntryHeader, "schema" | "value">,
    value: Uint8Array,
  ): Promise<string> {
    await (this.#made ??= this.#make());
    const id = `${header.node}-${String(this.#next++).padStart(6, "0")}`;
    const path = join(this.path, id + EXTENSION);
    const draft = `${path}.partial`;
    try {
      using file = await Deno.open(draft, { write: true, createNew: true });
      const bytes = entryBytes(header, value);
      for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
      await file.syncData(); // some file systems say only now that there is no room
    } catch (error) {
      await Deno.remove(draft).catch(() => {});
      throw error;
    }
    await Deno.rename(draft, path);
    this.#count++;
    return id;
  }

  /** Makes the folder; in one that is there numbers go on behind the highest. */
  async #make(): Promise<void> {
    try {
      await Deno.mkdir(this.path, { recursive: true });
      this.#next = Math.max(this.#next, await nextNumberIn(this.path));
    } catch (error) {
      this.#made = null; // the next may have more luck
      throw error;
    }
  }
}

/** The number behind the highest in a folder, which need not be there. */
export async function nextNumberIn(folder: string): Promise<number> {
  const names = await namesIn(folder);
  return names.reduce((next, name) => Math.max(next, numberIn(name) + 1), 1);
}

/** The number of a packet by the name of its file, or of the draft of its file; 0 of other files. */
export const numberIn = (name: string): number => numberOf(NAME.exec(name)?.[1] ?? "");

/** Names of all that is in a folder; none if there is no such folder. */
export async function namesIn(folder: string): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const { name } of Deno.readDir(folder)) names.push(name);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return names;
}

/** A packet's file in a folder. */
export interface QuarantineFile {
  readonly id: string;
  readonly path: string;
}

/**
 * The packets in a folder, by id.
 *
 * @throws {Deno.errors.NotFound} if there is no such folder
 */
export async function quarantineFiles(folder: string): Promise<QuarantineFile[]> {
  const files: QuarantineFile[] = [];
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (isFile && NAME.test(name) && name.endsWith(EXTENSION)) {
      files.push({ id: name.slice(0, -EXTENSION.length), path: join(folder, name) });
    }
  }
  return files.sort((a, b) => a.id < b.id ? -1 : 1);
}

/**
 * Reads a packet.
 *
 * @throws {DamagedEntry} if the file is not as it was written
 */
export async function readPacket(path: string): Promise<{ header: EntryHeader; value: unknown }> {
  const { header, value } = readEntry(await Deno.readFile(path));
  try {
    return { header, value: decodeValue(value) };
  } catch (error) {
    throw new DamagedEntry(error instanceof Error ? error.message : String(error));
  }
}
