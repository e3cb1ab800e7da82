/** How flows name the files of steps: by URLs relative to the flow, written to be read. @module */
import { posix } from "node:path";

/** What a URL takes for something else than a part of a file's name, or drops. */
const SPECIAL = /[#%?\\\p{Cc}]/gu;

/**
 * The path of a `file:` URL. Unlike `fileURLToPath` it takes a `%` that begins no escape for itself,
 * as the runtime does when it opens such a file.
 *
 * @throws {URIError} if escapes in it are no UTF-8
 */
export function pathOf(url: string | URL): string {
  return decodeURIComponent(new URL(url).pathname.replace(/%(?![\da-f]{2})/gi, "%25"));
}

/**
 * A file as a flow in some folder names it: `./…` or `../…`. Resolved against the flow's URL it gives
 * the file again. Only what would be read as something else is percent-encoded.
 *
 * @param file absolute path
 * @param folder absolute path of the flow's folder
 */
export function stepReference(file: string, folder: string): string {
  const path = posix.relative(folder, file).replace(SPECIAL, encodeURIComponent);
  return path.startsWith("../") ? path : `./${path}`;
}
