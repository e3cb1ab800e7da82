/** Puts comments onto a canonical document, at places that every notation has. @module */
import type { Json, JsonObject, Path } from "../../graph/model.ts";
import { schemaIn } from "../comments.ts";
import type { Comment } from "../front_end.ts";

/** A value, and the comments in it. */
export type Annotated =
  | { readonly kind: "scalar"; readonly value: null | boolean | number | string }
  | { readonly kind: "list" | "map"; readonly items: readonly Item[]; readonly end: Lines };

/** An entry of a map, or an item of a list, with the comments that speak of it. */
export interface Item {
  /** Empty in lists. */
  readonly key: string;
  readonly value: Annotated;
  /** On lines before it. */
  readonly before: Lines;
  /** Behind it on its line; null if there is none. Only what is short has one. */
  readonly behind: string | null;
}

type Lines = readonly string[];

/** A list that is no longer than this, as JSON, stands in one line. */
const SHORT = 60;

/**
 * The document with its comments. A comment on something that the canonical form leaves out moves up
 * to what holds it; none is lost, and none moves when the result is read and annotated again.
 */
export function annotate(document: JsonObject, comments: readonly Comment[]): Annotated {
  const notes = new Notes();
  for (const comment of comments) notes.add(document, comment);
  notes.sortHead(document);
  return annotated(document, [], notes);
}

/** The comments of an annotated document in the order of its lines, which is that of every text. */
export function commentsOf(value: Annotated, path: Path = []): Comment[] {
  if (value.kind === "scalar") return [];
  const inside = value.items.flatMap(({ key, value: one, before, behind }, index) => {
    const here = [...path, value.kind === "list" ? index : key];
    return [
      ...commentOf(here, "before", before),
      ...commentOf(here, "behind", behind === null ? [] : [behind]),
      ...commentsOf(one, here),
    ];
  });
  return [...inside, ...commentOf(path, "end", value.end)];
}

const commentOf = (path: Path, place: Comment["place"], lines: Lines): Comment[] =>
  lines.length > 0 ? [{ path, place, lines }] : [];

/** Whether a list has room for all its values, and no comments, in one line. */
export function isShortList(value: Annotated): boolean {
  return value.kind === "list" && value.end.length === 0 && value.items.every(isBare) &&
    JSON.stringify(value.items.map(({ value }) => scalarOf(value))).length <= SHORT;
}

/** Whether a map or list has nothing in it. */
export const isEmpty = (value: Annotated): boolean =>
  value.kind !== "scalar" && value.items.length === 0;

/** Whether an item is a scalar without comments. */
export const isBare = ({ value, before, behind }: Item): boolean =>
  value.kind === "scalar" && before.length === 0 && behind === null;

const scalarOf = (value: Annotated) => value.kind === "scalar" ? value.value : null;

interface Note {
  readonly before: string[];
  readonly behind: string[];
  readonly end: string[];
}

/** The comments by the path of what they speak of in the canonical document. */
class Notes {
  readonly #notes = new Map<string, Note>();

  of(path: Path): Note {
    const key = JSON.stringify(path);
    const note = this.#notes.get(key) ?? { before: [], behind: [], end: [] };
    this.#notes.set(key, note);
    return note;
  }

  add(document: JsonObject, { path, place, lines }: Comment): void {
    const kept = keptPart(document, path);
    const isKept = kept.length === path.length;
    const slot = place === "end" && !(isKept && hasInside(valueAt(document, kept)))
      ? "before"
      : isKept || place === "behind"
      ? place
      : "before";
    if (kept.length > 0 || slot === "end") this.of(kept)[slot].push(...lines);
    else this.of(firstOf(document)).before.push(...lines);
  }

  /** The line that names the schema comes first: in JSON it is a key. */
  sortHead(document: JsonObject): void {
    const { before } = this.of(firstOf(document));
    const at = before.findIndex((line) => schemaIn(line) !== null);
    if (at > 0) before.unshift(...before.splice(at, 1));
  }
}

const firstOf = (document: JsonObject) => Object.keys(document).slice(0, 1);

function keptPart(document: Json, path: Path): Path {
  let here: Json = document;
  for (const [depth, key] of path.entries()) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, key)) {
      return path.slice(0, depth);
    }
    here = (here as JsonObject)[key]!;
  }
  return path;
}

function valueAt(document: Json, path: Path): Json {
  return path.reduce<Json>((here, key) => (here as JsonObject)[key]!, document);
}

const hasInside = (value: Json) =>
  typeof value === "object" && value !== null && Object.keys(value).length > 0;

function annotated(value: Json, path: Path, notes: Notes): Annotated {
  if (typeof value !== "object" || value === null) return { kind: "scalar", value };
  const { end } = notes.of(path);
  if (!Array.isArray(value)) {
    const items = Object.entries(value).map(([key, inside]) =>
      item(key, inside, [...path, key], notes)
    );
    return { kind: "map", items, end };
  }
  const items = value.map((inside, index) => hoisted(item("", inside, [...path, index], notes)));
  return { kind: "list", items, end };
}

function item(key: string, json: Json, path: Path, notes: Notes): Item {
  const value = annotated(json, path, notes);
  const { before, behind } = notes.of(path);
  return behind.length === 1 && isShort(value)
    ? { key, value, before, behind: behind[0]! }
    : { key, value, before: [...before, ...behind], behind: null };
}

/** Whether a value stands in one line in every notation. */
function isShort(value: Annotated): boolean {
  if (value.kind === "scalar") return !String(value.value).includes("\n");
  return isEmpty(value) || isShortList(value);
}

/** Before the first entry of an item there is only the dash of the item itself. */
function hoisted(item: Item): Item {
  const { value } = item;
  if (value.kind === "scalar") return item;
  const [first, ...others] = value.items;
  if (first === undefined || first.before.length === 0) return item;
  return {
    ...item,
    before: [...item.before, ...first.before],
    value: { ...value, items: [{ ...first, before: [] }, ...others] },
  };
}
