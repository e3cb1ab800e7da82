/** Where in a user's own module a failure came from. @module */
import { isAbsolute, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";

const PACKAGE = new URL("../../", import.meta.url).href;
/** The engine, the built-in steps, and packages: nothing that an author of steps could change. */
const OURS = ["lib/", "steps/"].map((folder) => PACKAGE + folder);

const FRAME = /^\s+at .*?(file:\/\/.+):(\d+):(\d+)\)?$/;

/**
 * The first call of a stack that is in a module of the user's, as `step.ts:1:60`: relative to the
 * working directory if it is below it.
 *
 * @returns null if there is none
 */
export function userFrame(stack: string | null, cwd: string = Deno.cwd()): string | null {
  for (const line of stripVTControlCharacters(stack ?? "").split("\n")) {
    const [, url, row, column] = FRAME.exec(line) ?? [];
    if (url !== undefined && isUsers(url)) return `${nearName(url, cwd)}:${row}:${column}`;
  }
  return null;
}

const isUsers = (url: string) =>
  !url.includes("/node_modules/") && !OURS.some((folder) => url.startsWith(folder));

function nearName(url: string, cwd: string): string {
  const path = fileURLToPath(url.replace(/[?#].*$/, ""));
  const near = relative(cwd, path);
  // the name of a file may hold what drives a terminal mad
  return (near.startsWith("..") || isAbsolute(near) ? path : near).replace(/\p{Cc}/gu, "?");
}
