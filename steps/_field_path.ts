/** Paths of fields, such as `event.telescopes`, in whatever value comes. @module */
import { z } from "ctapipe-flow/step";

/** A param that is the path of a field: names with dots between. */
export const fieldPath = (): z.ZodString =>
  z.string().regex(
    /^[^.\s]+(\.[^.\s]+)*$/,
    "it is not the path of a field, such as telescope.telId",
  );

/** The field at a path; undefined if there is none. */
export function fieldAt(value: unknown, path: string): unknown {
  let inside = value;
  for (const name of path.split(".")) {
    if (typeof inside !== "object" || inside === null || !Object.hasOwn(inside, name)) return;
    inside = (inside as Record<string, unknown>)[name];
  }
  return inside;
}

/** Whether a value is an object of fields, and nothing else. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** A copy of an object that has another field at a path; all else is shared with it. */
export function withField(value: unknown, path: string, field: unknown): Record<string, unknown> {
  const [name, ...rest] = path.split(".") as [string, ...string[]];
  const object = (typeof value === "object" ? value : null) as Record<string, unknown> | null;
  const inside = rest.length === 0 ? field : withField(object?.[name], rest.join("."), field);
  return { ...object, [name]: inside };
}

/** What a value has at some paths, and nothing else; fields that it has not are left out. */
export function onlyFields(value: unknown, paths: readonly string[]): Record<string, unknown> {
  return paths.reduce<Record<string, unknown>>((picked, path) => {
    const field = fieldAt(value, path);
    return field === undefined ? picked : withField(picked, path, field);
  }, {});
}
