/** Paths and URLs of files that the user names, and what to say where one is missing. @module */
import { basename, dirname, extname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { nearest } from "../graph/suggest.ts";
import { UserError } from "./user_error.ts";

/** Names told when none is near. */
const MAX_NAMES = 8;

/** The URL of a file, given relative to the working directory. */
export function toFileUrl(path: string): string {
  return pathToFileURL(resolve(path)).href;
}

/** The URL of a folder, with a slash at its end. */
export function toFolderUrl(path: string): string {
  return `${toFileUrl(path).replace(/\/$/, "")}/`;
}

/**
 * The mistake behind an error of opening or reading `path`.
 *
 * @param what the role of the file, such as `flow file`
 */
export function explainUnreadable(what: string, path: string, error: unknown): UserError {
  if (error instanceof Deno.errors.NotFound) {
    return new UserError(`${what} "${path}" does not exist`, nearbyHint(path));
  }
  if (error instanceof Deno.errors.IsADirectory) {
    return new UserError(`${what} "${path}" is a folder`);
  }
  if (error instanceof Deno.errors.NotCapable) {
    return new UserError(`${what} "${path}": Deno does not allow reading it`);
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new UserError(`${what} "${path}" cannot be read: ${reason}`);
}

/** Names near a missing one in its folder; null if there is nothing to say. */
export function nearbyHint(path: string): string | null {
  const folder = dirname(path);
  let names: string[];
  try {
    names = [...Deno.readDirSync(folder)].map((entry) => entry.name).sort();
  } catch {
    return folder === "." ? null : `the folder "${folder}" does not exist`;
  }
  const near = nearest(basename(path), names);
  if (near !== null) return `did you mean "${folder === "." ? "" : `${folder}/`}${near}"?`;
  const alike = names.filter((name) => extname(path) !== "" && extname(name) === extname(path));
  if (alike.length === 0) return null;
  const where = folder === "." ? "this folder" : `"${folder}"`;
  const more = alike.length > MAX_NAMES ? ", …" : "";
  return `in ${where} there is ${alike.slice(0, MAX_NAMES).join(", ")}${more}`;
}
