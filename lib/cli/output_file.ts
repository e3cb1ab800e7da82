/** The files that `--output` names: none is lost by a slip, none is left half-written. @module */
import { dirname, resolve } from "node:path";
import { message } from "@optique/core/message";
import { withDefault } from "@optique/core/modifiers";
import { flag } from "@optique/core/primitives";
import { UserError } from "./user_error.ts";

/** The option without which no file is replaced. */
export const forceOption = withDefault(
  flag("--force", { description: message`Write to FILE even if it exists.` }),
  false,
);

/** What is to be known before a file is written. */
export interface OutputChoices {
  /** Whether `--force` was given: an existing file may be replaced. */
  readonly force: boolean;
  /** Files that the command reads, which no `--force` lets it replace. */
  readonly inputs?: readonly (string | undefined)[];
}

/**
 * Makes sure that a file may be written, before any work goes into what it is to hold.
 *
 * @throws {UserError} if it is read too, is a folder, exists without `--force`, or cannot be reached
 */
export function checkOutputFile(path: string, { force, inputs = [] }: OutputChoices): void {
  if (inputs.some((input) => input !== undefined && realPath(input) === realPath(path))) {
    throw new UserError(`--output "${path}" is read too`, "choose another file");
  }
  const found = kindOf(path);
  if (found === "folder") throw new UserError(`"${path}" is a folder`, "name a file in it");
  if (found === "file" && !force) {
    throw new UserError(`"${path}" exists already`, "choose another name, or add --force");
  }
}

/**
 * Writes a file that {@link checkOutputFile} has let pass, and the folders above it. One that is
 * replaced is whole at every moment, and stays as it was if writing fails.
 *
 * @throws {UserError} if it cannot be written
 */
export function writeOutputFile(path: string, content: string | Uint8Array): void {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  try {
    const kind = kindOf(path);
    if (kind === "stream") return Deno.writeFileSync(path, bytes);
    Deno.mkdirSync(dirname(path), { recursive: true });
    // What a link stands for is replaced, not the link.
    replace(kind === "file" ? Deno.realPathSync(path) : path, bytes);
  } catch (error) {
    throw unwritable(path, error);
  }
}

function replace(file: string, bytes: Uint8Array): void {
  const partial = `${file}.partial`;
  Deno.openSync(partial, { write: true, create: true, truncate: true }).close();
  try {
    Deno.writeFileSync(partial, bytes);
    Deno.renameSync(partial, file);
  } catch (error) {
    Deno.removeSync(partial);
    throw error;
  }
}

/** What stands at a path; what is neither file nor folder, such as a pipe, takes text on. */
function kindOf(path: string): "file" | "folder" | "stream" | null {
  try {
    const { isFile, isDirectory } = Deno.statSync(path);
    return isDirectory ? "folder" : isFile ? "file" : "stream";
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw unwritable(path, error);
    return isLink(path) ? "file" : null;
  }
}

function isLink(path: string): boolean {
  try {
    return Deno.lstatSync(path).isSymlink;
  } catch {
    return false;
  }
}

function realPath(path: string): string {
  try {
    return Deno.realPathSync(path);
  } catch {
    return resolve(path);
  }
}

function unwritable(path: string, error: unknown): UserError {
  if (error instanceof UserError) return error;
  if (error instanceof Deno.errors.NotCapable) {
    return new UserError(`"${path}" cannot be written: Deno does not allow it`);
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new UserError(`"${path}" cannot be written: ${reason}`, "choose another place");
}
