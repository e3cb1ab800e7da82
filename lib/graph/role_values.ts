/** Finds the values that a step's access roles stand for. @module */
import type { Json } from "./model.ts";

/** A string in params, with the keys that lead to it. */
export interface RoleValue {
  readonly path: readonly (string | number)[];
  readonly value: string;
}

/**
 * The strings at a role's path in params; `"*"` in the path stands for every item of a list.
 * What is not a string there is passed over: the params check tells of it.
 */
export function roleValues(
  params: Json | undefined,
  path: readonly string[],
  above: readonly (string | number)[] = [],
): RoleValue[] {
  const [key, ...rest] = path;
  if (key === undefined) return typeof params === "string" ? [{ path: above, value: params }] : [];
  if (Array.isArray(params)) {
    return key === "*"
      ? params.flatMap((item, index) => roleValues(item, rest, [...above, index]))
      : [];
  }
  if (typeof params !== "object" || params === null || !Object.hasOwn(params, key)) return [];
  return roleValues(params[key], rest, [...above, key]);
}
