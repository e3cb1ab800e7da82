/** How much memory a value takes on its way, for those who limit that. @module */

/** Of a number, a reference, or an object without what is in it. */
const EACH = 8;

/**
 * About how many bytes a value takes that goes by port: buffers with all their bytes, text with two
 * per character, and eight for every other value, key and object. An object met again counts once;
 * memory that is shared does not move, and counts nothing.
 *
 * @param counted buffers that count nothing here
 */
export function weightOf(value: unknown, counted: readonly ArrayBuffer[] = []): number {
  const seen = new Set<unknown>(counted);
  const open: unknown[] = [value];
  let bytes = 0;
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next === "string") {
      bytes += 2 * next.length;
      continue;
    }
    bytes += EACH;
    if (typeof next !== "object" || next === null || seen.has(next)) continue;
    seen.add(next);
    if (next instanceof ArrayBuffer) bytes += next.byteLength;
    else if (ArrayBuffer.isView(next)) open.push(next.buffer);
    else if (next instanceof Blob) bytes += next.size;
    else addParts(next, open);
  }
  return bytes;
}

function addParts(whole: object, open: unknown[]): void {
  if (whole instanceof Map) {
    for (const [key, item] of whole) open.push(key, item);
  } else if (whole instanceof Set) {
    for (const item of whole) open.push(item);
  } else if (Array.isArray(whole)) {
    for (const item of whole) open.push(item);
  } else if (whole instanceof Error) {
    open.push(whole.message, whole.stack, whole.cause);
  } else {
    for (const key of Object.keys(whole)) open.push((whole as Record<string, unknown>)[key]);
  }
}
