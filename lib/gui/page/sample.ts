/** Finds its way in the values of packets. @module */
import type { SampleSpecial, SampleValue } from "../../telemetry/message.ts";

/** A typed array in a sample. */
export type SampleArray = Extract<SampleSpecial, { kind: "array" }>;

/** What stands for something that JSON cannot say; null of other values. */
export function specialOf(value: SampleValue | undefined): SampleSpecial | null {
  if (typeof value !== "object" || value === null || !("$" in value)) return null;
  return value.$ as SampleSpecial;
}

/** The fields of an object; null of everything else. */
export function fieldsOf(
  value: SampleValue | undefined,
): { readonly [key: string]: SampleValue } | null {
  if (typeof value !== "object" || value === null || Array.isArray(value) || "$" in value) {
    return null;
  }
  return value as { readonly [key: string]: SampleValue };
}

/** The field at the end of a path of keys. */
export function at(
  value: SampleValue | undefined,
  ...keys: readonly string[]
): SampleValue | undefined {
  return keys.reduce<SampleValue | undefined>((it, key) => fieldsOf(it)?.[key], value);
}

/** The number at the end of a path; null if there is none. */
export function numberAt(
  value: SampleValue | undefined,
  ...keys: readonly string[]
): number | null {
  const found = at(value, ...keys);
  return typeof found === "number" ? found : null;
}

/** The array's numbers at the end of a path; null if there is none, or they were left out. */
export function valuesAt(
  value: SampleValue | undefined,
  ...keys: readonly string[]
): readonly (number | null)[] | null {
  const special = specialOf(at(value, ...keys));
  return special?.kind === "array" ? special.values : null;
}
