/** Which replica gets a packet, where packets with equal keys belong together. @module */

/** Picks one of a node's replicas, by number, for a value. */
export type Dealer = (value: unknown) => number;

/**
 * Deals values out by the field at a dotted path, such as `telescope.id`: equal text, numbers,
 * bigints and booleans always go to the same replica, in every execution and engine. A value without
 * that field, or with anything else there, goes to the first.
 */
export function dealByKey(path: string, replicas: number): Dealer {
  const names = path.split(".");
  return (value) => {
    const key = fieldOf(value, names);
    return key === null ? 0 : hashOf(key) % replicas;
  };
}

/** The field as text, which numbers that are equal have alike; null if it is not one to go by. */
function fieldOf(value: unknown, names: readonly string[]): string | null {
  for (const name of names) {
    if (typeof value !== "object" || value === null) return null;
    value = (value as Record<string, unknown>)[name];
  }
  switch (typeof value) {
    case "string":
      return value;
    case "number":
    case "bigint":
    case "boolean":
      return String(value);
    default:
      return null;
  }
}

/** FNV-1a, then mixed (as MurmurHash3 ends), since few replicas only look at the lowest bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  hash = Math.imul(hash ^ hash >>> 16, 0x85ebca6b);
  hash = Math.imul(hash ^ hash >>> 13, 0xc2b2ae35);
  return (hash ^ hash >>> 16) >>> 0;
}
