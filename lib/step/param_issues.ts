/** Turns what zod says of a flow's params into sentences for the flow's author. @module */
import type { z } from "zod";
import type { Json, JsonObject, ParamIssue } from "../graph/model.ts";
import { nearest } from "../graph/suggest.ts";

/** One issue per mistake, in zod's order. */
export function paramIssues(
  error: z.ZodError,
  params: JsonObject,
  schema: JsonObject,
): ParamIssue[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.map((key) => typeof key === "symbol" ? String(key) : key);
    const name = path.join(".");
    if (issue.code === "unrecognized_keys") {
      const known = Object.keys((schema.properties ?? {}) as JsonObject);
      return issue.keys.map((key) => unknownParam([...path, key], path.length === 0 ? known : []));
    }
    const given = valueAt(params, path);
    if (given === undefined) {
      return [{
        code: "missing_param",
        message: `param "${name}" is missing: ${wanted(issue)}`,
        hint: null,
        path,
        at: "value",
      }];
    }
    return [{
      code: "bad_param",
      message: `param "${name}" is ${shown(given)}: ${wanted(issue)}`,
      hint: nearestValue(issue, given),
      path,
      at: "value",
    }];
  });
}

/**
 * Keys inside nested maps that their schema does not know and would drop without a word. The top
 * level and strict maps are zod's affair.
 */
export function droppedKeys(
  value: Json | undefined,
  schema: JsonObject,
  path: readonly (string | number)[] = [],
): ParamIssue[] {
  if (Array.isArray(value)) {
    const items = schema.items;
    if (!isObject(items)) return [];
    return value.flatMap((item, index) => droppedKeys(item, items, [...path, index]));
  }
  const { properties } = schema;
  if (!isObject(value) || !isObject(properties)) return [];
  const open = schema.additionalProperties === undefined && path.length > 0;
  return Object.entries(value).flatMap(([key, inside]) => {
    const known = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (isObject(known)) return droppedKeys(inside, known, [...path, key]);
    return open && known === undefined
      ? [unknownParam([...path, key], Object.keys(properties))]
      : [];
  });
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function unknownParam(path: (string | number)[], known: readonly string[]): ParamIssue {
  const key = String(path.at(-1));
  const near = nearest(key, known);
  const list = known.length > 0 ? `it takes ${known.join(", ")}` : "it takes none";
  return {
    code: "unknown_param",
    message: `there is no param "${path.join(".")}"`,
    hint: near ? `did you mean "${near}"?` : list,
    path,
    at: "key",
  };
}

/** What zod calls otherwise than the notations do. */
const KINDS: Readonly<Record<string, string>> = {
  int: "whole number",
  array: "list",
  tuple: "list",
  object: "map",
  record: "map",
};

function wanted(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_type") {
    return `a ${KINDS[issue.expected] ?? issue.expected} is expected`;
  }
  if (issue.code === "invalid_union") {
    const choices = issue.errors.flatMap((errors) => errors.slice(0, 1).map(wanted));
    if (choices.length > 0) return [...new Set(choices)].join(", or ");
  }
  const text = issue.message.replace(/^(Invalid input|Invalid option|Too (small|big)): /, "");
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function nearestValue(issue: z.core.$ZodIssue, given: Json): string | null {
  if (issue.code !== "invalid_value" || typeof given !== "string") return null;
  const near = nearest(given, issue.values.map(String));
  return near ? `did you mean "${near}"?` : null;
}

function shown(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function valueAt(value: Json | undefined, path: readonly (string | number)[]): Json | undefined {
  return path.reduce<Json | undefined>(
    (inside, key) =>
      typeof inside === "object" && inside !== null
        ? (inside as Record<string | number, Json>)[key]
        : undefined,
    value,
  );
}
