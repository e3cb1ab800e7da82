/** The file that `--report` names. @module */
import { dirname } from "node:path";
import type { Report } from "../telemetry/report.ts";
import { UserError } from "./user_error.ts";

/**
 * Makes the folder of `path` and proves that the file can be written, before hours of work go into
 * it. An existing file keeps its content, a missing one stays missing.
 *
 * @throws {UserError} if it cannot be written
 */
export function ensureWritable(path: string): void {
  try {
    Deno.mkdirSync(dirname(path), { recursive: true });
    const existed = exists(path);
    Deno.openSync(path, { append: true, create: true }).close();
    if (!existed) Deno.removeSync(path);
  } catch (error) {
    throw unwritable(path, error);
  }
}

/** Writes the report as JSON. Returns what went wrong, or null: the work itself is done. */
export function writeReport(path: string, report: Report): UserError | null {
  try {
    Deno.writeTextFileSync(path, `${JSON.stringify(report, null, 2)}\n`);
    return null;
  } catch (error) {
    return unwritable(path, error);
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

function unwritable(path: string, error: unknown): UserError {
  const reason = error instanceof Error ? error.message : String(error);
  return new UserError(
    `report file "${path}" cannot be written: ${reason}`,
    "choose another place with --report FILE.json",
  );
}
