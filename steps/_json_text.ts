/** JSON of values that JSON does not know. @module */

/** JSON in one line: typed arrays and Sets as lists, Maps as objects, bigints as strings. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, (_key, inside) => {
    if (typeof inside === "bigint") return String(inside);
    if (inside instanceof Map) return Object.fromEntries(inside);
    if (inside instanceof Set) return [...inside];
    if (ArrayBuffer.isView(inside) && !(inside instanceof DataView)) {
      return Array.from(inside as unknown as ArrayLike<unknown>);
    }
    return inside;
  }) ?? "null";
}
