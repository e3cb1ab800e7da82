/** Sets one param from text: what the text means is for the step's schema to say. @module */
import { resolve } from "node:path";
import type { Json, JsonObject, ParamRole } from "../graph/model.ts";
import { roleValues } from "../graph/role_values.ts";

/** What is known of a step's params. */
export interface KnownParams {
  /** Draft-7 JSON Schema. */
  readonly schema: JsonObject;
  readonly roles: readonly ParamRole[];
}

/**
 * Sets the value at a path, making the maps that lead there.
 *
 * Text is taken as it stands where the schema asks for text; else as JSON if it is that. Relative
 * paths of files are made absolute: on a command line they are relative to the working folder, in a
 * flow to the flow's.
 *
 * @param cwd absolute path of the working folder; null leaves paths as they are
 * @returns the new params, and the keys to the outermost value that was replaced or made
 */
export function setParam(
  params: JsonObject,
  path: readonly string[],
  text: string,
  known: KnownParams | null,
  cwd: string | null,
): { params: JsonObject; claimed: readonly string[] } {
  const value = known === null ? jsonOr(text) : valueOf(text, schemaAt(known.schema, path));
  const placed = placedAt(params, path, value);
  if (known !== null && cwd !== null) {
    for (const { path: rolePath, role } of known.roles) {
      if (role === "endpoint") continue;
      for (const found of roleValues(placed.params, rolePath)) {
        if (isInside(found.path, path)) write(placed.params, found.path, resolve(cwd, found.value));
      }
    }
  }
  return placed;
}

/** Text as the schema wants it; an absent or unclear schema takes anything. */
function valueOf(text: string, schema: JsonObject | null): Json {
  const types = schema === null ? null : typesOf(schema);
  const value = jsonOr(text);
  if (types === null) return value;
  if (typeof value !== "string" && types.has(typeOf(value))) return value;
  return types.has("string") ? text : value;
}

function jsonOr(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The names of the JSON types that a schema admits, or null if it does not say. */
function typesOf(schema: JsonObject): Set<string> | null {
  const choices = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(choices)) {
    const sets = choices.map((choice) => typesOf(choice as JsonObject));
    return sets.includes(null) ? null : new Set(sets.flatMap((set) => [...set!]));
  }
  const literals = "const" in schema ? [schema.const!] : schema.enum;
  if (Array.isArray(literals)) return new Set(literals.map(typeOf));
  if (schema.type === undefined) return null;
  return new Set([schema.type].flat().map((type) => type === "integer" ? "number" : String(type)));
}

function typeOf(value: Json): string {
  return value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
}

function schemaAt(schema: JsonObject, path: readonly string[]): JsonObject | null {
  let here: Json | undefined = schema;
  for (const key of path) {
    const { properties, additionalProperties, items } = here as JsonObject;
    const member: Json | undefined = isMap(properties) && Object.hasOwn(properties, key)
      ? properties[key]
      : additionalProperties;
    here = member ?? items;
    if (!isMap(here)) return null;
  }
  return here as JsonObject;
}

function placedAt(params: JsonObject, path: readonly string[], value: Json) {
  const copy = structuredClone(params);
  let here: Json = copy;
  for (const [depth, key] of path.entries()) {
    const inside: Json | undefined = memberOf(here, key);
    const last = depth === path.length - 1;
    if (last || typeof inside !== "object" || inside === null) {
      write(here, [key], path.slice(depth + 1).reduceRight<Json>((v, k) => ({ [k]: v }), value));
      return { params: copy, claimed: path.slice(0, depth + 1) };
    }
    here = inside;
  }
  return { params: copy, claimed: path };
}

function memberOf(value: Json, key: string | number): Json | undefined {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as JsonObject)[key]
    : undefined;
}

/** Defines, lest a key like `__proto__` do something else. */
function write(value: Json, path: readonly (string | number)[], inside: Json): void {
  const holder = path.slice(0, -1).reduce<Json>((here, key) => memberOf(here, key) ?? null, value);
  Object.defineProperty(holder, path.at(-1)!, {
    value: inside,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}

const isInside = (path: readonly (string | number)[], above: readonly string[]) =>
  above.every((key, index) => String(path[index]) === key);

const isMap = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
