/** Says in sentences what zod finds wrong with the shape of a document. @module */
import type { z } from "zod";
import { GRANT_KINDS, type Json, type JsonObject, type Path } from "../graph/model.ts";
import { NODE_OPTIONS } from "../graph/node_options.ts";
import { didYouMean, nearest, quoted } from "../graph/suggest.ts";
import { authoredPolicy, authoredRetry } from "./authored.ts";
import type { DslCode } from "./codes.ts";
import { frontEndError, type FrontEndIssue } from "./front_end.ts";

/** Keys of the old framework, and those that took their place. */
const FORMER: Readonly<Record<string, string>> = {
  class: "step",
  nb_process: "replicas",
  next_steps: "next",
  queue_limit: "queueLimit",
  queue_size: "queueLimit",
};

/** Permissions that would lift the sandbox altogether. */
const NEVER_GRANTED = ["run", "ffi", "all"];

/** Codes of mistaken values that have one of their own, by the key of the node. */
const CODES: Readonly<Record<string, DslCode>> = {
  replicas: "bad_replicas",
  queueLimit: "bad_queue_limit",
  permissions: "bad_permission",
  onError: "bad_on_error",
  timeoutMs: "bad_timeout",
  ...Object.fromEntries(NODE_OPTIONS.map((option) => [option, "bad_setting" as const])),
};

/** Keys of the maps inside of a node, by the keys that lead there. */
const INNER: Readonly<Record<string, readonly string[]>> = {
  permissions: GRANT_KINDS,
  onError: Object.keys(authoredPolicy.shape),
  "onError.retry": Object.keys(authoredRetry.shape),
};

/**
 * The mistakes in the shape of a value.
 *
 * @param shape the shape that is asked for
 * @param value what is written
 * @param base keys that lead to the value from the top of the document
 */
export function shapeIssues(shape: z.ZodObject, value: Json, base: Path): FrontEndIssue[] {
  const result = shape.safeParse(value);
  return result.success
    ? []
    : result.error.issues.flatMap(deepest).flatMap((issue) => said(issue, shape, value, base));
}

type ZodIssue = z.core.$ZodIssue;

/** Of the ways in which a value fails a choice of shapes, the one that goes furthest into it. */
function deepest(issue: ZodIssue): ZodIssue[] {
  if (issue.code !== "invalid_union") return [issue];
  const branches = issue.errors.map((branch) => branch.flatMap(deepest));
  const inside = branches.toSorted((a, b) => depth(b) - depth(a))[0] ?? [];
  if (depth(inside) === 0) return [issue];
  return inside.map((found) => ({ ...found, path: [...issue.path, ...found.path] }));
}

const depth = (issues: readonly ZodIssue[]) =>
  Math.max(
    0,
    // a key that is not known is one step further in than the map that it is in
    ...issues.map(({ path, code }) => path.length + (code === "unrecognized_keys" ? 1 : 0)),
  );

function said(issue: ZodIssue, shape: z.ZodObject, value: Json, base: Path): FrontEndIssue[] {
  const inside = issue.path.map((key) => typeof key === "number" ? key : String(key));
  const path = [...base, ...inside];
  if (issue.code === "unrecognized_keys") {
    const known = inside.length === 0 ? Object.keys(shape.shape) : INNER[inside.join(".")] ?? [];
    return issue.keys.map((key) => unknownKey(key, [...path, key], known));
  }
  const given = valueAt(value, inside);
  const key = String(inside[0] ?? "");
  if (given === undefined || (given === null && (key === "step" || key === "name"))) {
    return [
      frontEndError(
        "missing_key",
        `${quoted(String(inside.at(-1)))} is missing: ${issue.message}`,
        { path },
      ),
    ];
  }
  const code = CODES[key] ?? "bad_value";
  return [frontEndError(code, `${issue.message}, not ${kindOf(given)}`, { path })];
}

function unknownKey(key: string, path: Path, known: readonly string[]): FrontEndIssue {
  const meant = keyMeant(key, known);
  const hint = path.at(-2) === "permissions" && NEVER_GRANTED.includes(key)
    ? "no flow can grant this; `trusted: true` on the node lifts its sandbox"
    : meant === null
    ? didYouMean(key, known)
    : `did you mean "${meant}"?`;
  return frontEndError("unknown_key", `there is no key ${quoted(key)} here`, {
    path,
    at: "key",
    hint,
  });
}

/** The known key that an unknown one most likely stands for. */
export function keyMeant(key: string, known: readonly string[]): string | null {
  const former = Object.hasOwn(FORMER, key) ? FORMER[key]! : "";
  return known.includes(former) ? former : nearest(key, known);
}

function kindOf(value: Json): string {
  if (value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "string") return value === "" ? "empty text" : "text";
  return typeof value === "object"
    ? "a map"
    : typeof value === "boolean"
    ? "true or false"
    : "a number";
}

function valueAt(value: Json | undefined, path: Path): Json | undefined {
  return path.reduce<Json | undefined>(
    (inside, key) =>
      typeof inside === "object" && inside !== null && Object.hasOwn(inside, key)
        ? (inside as JsonObject)[key]
        : undefined,
    value,
  );
}
