/** The file that `--report` names. @module */
import { dirname } from "node:path";
import type { Report } from "../telemetry/report.ts";
import { UserError } from "./user_error.ts";

/**
 * Makes the folder of `path` and proves that the file can be written, before hours of work go into
 * it. An existing file keeps its content, a missing one stays missing.
 *
 * @throws {UserError} if it cannot be written, or holds something that is no report
 */
export function ensureWritable(path: string): void {
  let holdsOther: boolean;
  try {
    Deno.mkdirSync(dirname(path), { recursive: true });
    const existed = exists(path);
    holdsOther = existed && isOther(path);
    if (!holdsOther) Deno.openSync(path, { append: true, create: true }).close();
    if (!existed) Deno.removeSync(path);
  } catch (error) {
    throw unwritable(path, error);
  }
  if (!holdsOther) return;
  throw new UserError(
    `report file "${path}" exists and is no report: it would be overwritten`,
    "choose another place with --report FILE.json, or remove it",
  );
}

/**
 * Writes the report as JSON: whole, or not at all, unless something is there already. Returns what
 * went wrong, or null: the work itself is done.
 */
export function writeReport(path: string, report: Report): UserError | null {
  const text = `${JSON.stringify(report, null, 2)}\n`;
  try {
    if (!create(path, text)) Deno.writeTextFileSync(path, text);
    return null;
  } catch (error) {
    return unwritable(path, error);
  }
}

/** Removes the report of an earlier execution: nobody is to take it for that of the next. */
export function removeReport(path: string): void {
  try {
    if (Deno.statSync(path).isFile) Deno.removeSync(Deno.realPathSync(path));
  } catch {
    // There is none.
  }
}

/**
 * Makes a file that is whole as soon as it is there.
 *
 * @returns false where nothing can be put beside it
 * @throws {Error} if it does not fit; nothing is left then
 */
function create(path: string, text: string): boolean {
  const partial = `${path}.partial`;
  try {
    if (exists(path)) return false; // a device, or a link
    Deno.openSync(partial, { write: true, create: true, truncate: true }).close();
  } catch {
    return false;
  }
  try {
    Deno.writeTextFileSync(partial, text);
    Deno.renameSync(partial, path);
    return true;
  } catch (error) {
    Deno.removeSync(partial);
    throw error;
  }
}

function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Whether a file holds what must not be lost. Devices and pipes hold nothing. */
function isOther(path: string): boolean {
  let facts: Deno.FileInfo;
  try {
    facts = Deno.statSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false; // a link to nowhere
    throw error;
  }
  return facts.isFile && facts.size > 0 && !BEGIN_OF_REPORT.test(beginOf(path));
}

const BEGIN_OF_REPORT = /^\s*\{\s*"schema"\s*:\s*"ctapipe-flow\/report\//;

/** The first characters of a file: enough to know a report by, however it is laid out. */
function beginOf(path: string): string {
  using file = Deno.openSync(path);
  const bytes = new Uint8Array(256);
  const length = file.readSync(bytes) ?? 0;
  return new TextDecoder().decode(bytes.subarray(0, length));
}

function unwritable(path: string, error: unknown): UserError {
  const reason = error instanceof Error ? error.message : String(error);
  return new UserError(
    `report file "${path}" cannot be written: ${reason}`,
    "choose another place with --report FILE.json",
  );
}
