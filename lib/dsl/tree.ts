/** A document as plain values with their places: what the YAML and JSONC parsers both give. @module */
import type { Json, Path } from "../graph/model.ts";
import { quoted } from "../graph/suggest.ts";
import { frontEndError, type FrontEndIssue, type Span } from "./front_end.ts";

/** A value and where it stands. */
export type Tree =
  | { readonly kind: "scalar"; readonly value: Json; readonly span: Span }
  | { readonly kind: "list"; readonly items: readonly Tree[]; readonly span: Span }
  | { readonly kind: "map"; readonly entries: readonly Entry[]; readonly span: Span };

/** A key with its value. */
export interface Entry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: Tree;
}

/** No flow is deeper; a limit keeps everything that walks a document off the end of the stack. */
const MAX_DEPTH = 64;

/** The value of a tree. Of keys that stand twice the first counts. */
export function toJson(tree: Tree): Json {
  if (tree.kind === "scalar") return tree.value;
  if (tree.kind === "list") return tree.items.map(toJson);
  const members = new Map<string, Json>();
  for (const { key, value } of tree.entries) {
    if (!members.has(key)) members.set(key, toJson(value));
  }
  return Object.fromEntries(members);
}

/** Finds what JSON cannot hold or would lose: keys that stand twice, numbers, too much depth. */
export function checkTree(tree: Tree, text: string, path: Path = []): FrontEndIssue[] {
  if (path.length > MAX_DEPTH) {
    const message = `this is nested more than ${MAX_DEPTH} deep`;
    return [frontEndError("too_complex", message, { span: tree.span })];
  }
  if (tree.kind === "scalar") return checkNumber(tree.value, tree.span, text);
  if (tree.kind === "list") {
    return tree.items.flatMap((item, index) => checkTree(item, text, [...path, index]));
  }
  const seen = new Set<string>();
  return tree.entries.flatMap(({ key, keySpan, value }) => {
    const twice = seen.has(key);
    seen.add(key);
    return twice ? [duplicate(key, keySpan, path)] : checkTree(value, text, [...path, key]);
  });
}

function duplicate(key: string, span: Span, path: Path): FrontEndIssue {
  return path.length === 1 && path[0] === "nodes"
    ? frontEndError("duplicate_node", `there are two nodes ${quoted(key)}`, {
      span,
      hint: "give one of them another name",
    })
    : frontEndError("duplicate_key", `the key ${quoted(key)} stands here twice`, {
      span,
      hint: "remove one of the two: the first counts",
    });
}

function checkNumber(value: Json, span: Span, text: string): FrontEndIssue[] {
  if (typeof value !== "number") return [];
  const written = text.slice(span.start, span.end);
  if (!Number.isFinite(value)) {
    const message = `${quoted(written)} is no number that a flow can hold`;
    return [frontEndError("bad_number", message, { span, hint: "use a finite number" })];
  }
  if (!Number.isInteger(value) || Number.isSafeInteger(value) || !/^[-+]?\d+$/.test(written)) {
    return [];
  }
  const message = `${quoted(written)} has too many digits: it would be read as ${value}`;
  return [
    frontEndError("bad_number", message, { span, hint: "put it in quotes to keep every digit" }),
  ];
}

/** Where the key or the value at a path stands; see `Parsed.locate`. */
export function locateIn(tree: Tree, path: Path, at: "key" | "value"): Span {
  let here = tree;
  let key: Span = { start: tree.span.start, end: tree.span.start };
  for (const step of path) {
    const inside = child(here, step);
    if (inside === null) return key;
    [here, key] = [inside.value, inside.keySpan];
  }
  return at === "value" ? here.span : key;
}

function child(tree: Tree, key: string | number): { value: Tree; keySpan: Span } | null {
  if (tree.kind === "map") return tree.entries.find((entry) => entry.key === String(key)) ?? null;
  const item = tree.kind === "list" ? tree.items[Number(key)] : undefined;
  return item === undefined ? null : { value: item, keySpan: item.span };
}
