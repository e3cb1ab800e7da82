/** What a checkpoint may be. @module */
import type { Json } from "../../graph/model.ts";

/**
 * A value as it will be read from the journal.
 *
 * @throws {TypeError} if it is not JSON and would come back as something else
 */
export function jsonOf(value: unknown): Json | undefined {
  if (value === undefined) return undefined;
  return JSON.parse(JSON.stringify(value, checked));
}

/** Looks at what is there before `toJSON` has made something else of it. */
function checked(this: unknown, key: string, value: unknown): unknown {
  const own = (this as Record<string, unknown>)[key];
  if (isJson(own) || (own === undefined && !Array.isArray(this))) return value;
  const where = key === "" ? "it" : `"${key}"`;
  throw new TypeError(`a checkpoint must be JSON, but ${where} is ${kindOf(own)}`);
}

function isJson(value: unknown): boolean {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object") return false;
  const prototype = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
}

function kindOf(value: unknown): string {
  if (typeof value !== "object") {
    return typeof value === "number" ? `${value}` : `a ${typeof value}`;
  }
  return `a ${value?.constructor?.name ?? "strange object"}`;
}
