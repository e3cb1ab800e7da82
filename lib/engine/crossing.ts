/** Finds what in a value cannot cross to another Worker. @module */
import { isLent } from "./slots/lent.ts";

const LEAVES = [Date, RegExp, Error, Boolean, Number, String];

/** What is wrong, and where inside the value. */
export interface CrossingFault {
  /** Such as `.telescopes[3].decode`; empty for the value itself. */
  readonly path: string;
  readonly what: string;
}

/**
 * Looks for functions, symbols and class instances: the first two make structured clone throw, the
 * last silently lose their class.
 *
 * @returns the first fault, or null if the value crosses as it is
 */
export function crossingFault(value: unknown): CrossingFault | null {
  return search(value, "", new Set());
}

function search(value: unknown, path: string, seen: Set<object>): CrossingFault | null {
  if (typeof value === "function") return { path, what: "a function" };
  if (typeof value === "symbol") return { path, what: "a symbol" };
  if (typeof value !== "object" || value === null || seen.has(value)) return null;
  seen.add(value);
  if (value instanceof ArrayBuffer || value instanceof SharedArrayBuffer) {
    return isLent(value) ? { path, what: "memory that is only lent (send the array)" } : null;
  }
  if (ArrayBuffer.isView(value) || LEAVES.some((leaf) => value instanceof leaf)) return null;
  if (Array.isArray(value)) {
    return first(value.entries(), (key, item) => search(item, `${path}[${key}]`, seen));
  }
  if (value instanceof Map) {
    return first(
      value.entries(),
      (key, item) =>
        search(key, `${path}.keys()`, seen) ?? search(item, `${path}.get(${String(key)})`, seen),
    );
  }
  if (value instanceof Set) {
    return first(value.entries(), (item) => search(item, `${path}.values()`, seen));
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) {
    return { path, what: `an instance of class ${prototype.constructor?.name || "(anonymous)"}` };
  }
  return first(Object.entries(value), (key, item) => search(item, `${path}.${key}`, seen));
}

function first<K, V>(
  entries: Iterable<[K, V]>,
  look: (key: K, value: V) => CrossingFault | null,
): CrossingFault | null {
  for (const [key, value] of entries) {
    const fault = look(key, value);
    if (fault) return fault;
  }
  return null;
}

/** The fault as a sentence that says what to do. */
export function describeFault({ path, what }: CrossingFault): string {
  const where = path === "" ? "the value" : `value${path}`;
  return `${where} is ${what}, which cannot cross to another Worker`;
}

/** An emission that cannot leave its node. */
export class SendError extends Error {
  override readonly name = "SendError";
}
