/** Values that may be kept although they were lent. @module */
import { isRecord } from "./_field_path.ts";

/**
 * A value with all that was only lent copied: views on shared memory, which others write to as soon
 * as `run` has ended. What holds none of these is given back as it is.
 */
export function unshared<T>(value: T): T {
  return copyOf(value) as T;
}

type View = ArrayBufferView & { slice?(): unknown };

function copyOf(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (ArrayBuffer.isView(value)) {
    const view = value as View;
    return view.buffer instanceof SharedArrayBuffer && view.slice ? view.slice() : value;
  }
  if (Array.isArray(value)) return mapped(value, value.map(copyOf));
  if (value instanceof Map) {
    const entries = [...value].map(([key, inside]) => [key, copyOf(inside)] as const);
    return entries.some(([key, inside]) => value.get(key) !== inside) ? new Map(entries) : value;
  }
  if (!isRecord(value)) return value;
  const keys = Object.keys(value);
  const fields = keys.map((key) => copyOf(value[key]));
  if (keys.every((key, at) => Object.is(value[key], fields[at]))) return value;
  return Object.fromEntries(keys.map((key, at) => [key, fields[at]]));
}

const mapped = (list: readonly unknown[], copy: readonly unknown[]) =>
  copy.every((item, at) => Object.is(item, list[at])) ? list : copy;
