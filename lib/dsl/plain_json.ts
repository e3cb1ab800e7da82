/** Values of a program as JSON, or where they are none. @module */
import type { Json, Path } from "../graph/model.ts";

/** A value that JSON does not know. */
export interface JsonBreach {
  readonly path: Path;
  /** Such as `a function`. */
  readonly what: string;
}

/** Copies a value as JSON. Members that are undefined are left out; breaches stand as null. */
export function plainJson(value: unknown): { json: Json; breaches: readonly JsonBreach[] } {
  const breaches: JsonBreach[] = [];
  return { json: copy(value, [], [], breaches), breaches };
}

function copy(value: unknown, path: Path, above: readonly unknown[], out: JsonBreach[]): Json {
  const breach = breachOf(value, above);
  if (breach !== null) {
    out.push({ path, what: breach });
    return null;
  }
  if (Array.isArray(value)) {
    return value.map((item, index) => copy(item, [...path, index], [...above, value], out));
  }
  if (typeof value !== "object" || value === null) return value as Json;
  const members = Object.entries(value).filter(([, inside]) => inside !== undefined);
  return Object.fromEntries(
    members.map(([key, inside]) => [key, copy(inside, [...path, key], [...above, value], out)]),
  );
}

function breachOf(value: unknown, above: readonly unknown[]): string | null {
  if (typeof value === "number") return Number.isFinite(value) ? null : String(value);
  if (value === null || typeof value === "string" || typeof value === "boolean") return null;
  if (typeof value !== "object") return value === undefined ? "undefined" : `a ${typeof value}`;
  if (above.includes(value)) return "an object inside of itself";
  if (Array.isArray(value)) return null;
  const prototype = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) return null;
  return `an instance of ${prototype.constructor?.name || "a class"}`;
}
