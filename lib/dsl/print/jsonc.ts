/** Writes canonical documents as JSON with comments. @module */
import { schemaIn } from "../comments.ts";
import { type Annotated, isBare, type Item } from "./annotate.ts";
import { numberText } from "./numbers.ts";

const WIDTH = 100;
/** The flow, its nodes and each node are written one entry a line. */
const ALWAYS_OPEN = 3;

/** Two spaces; maps and lists of scalars in one line where they fit. The schema's line is a key. */
export function printJsonc(document: Annotated): string {
  return `${value(withSchema(document), "", 0, 0)}\n`;
}

/** The comment that names the schema as the key that does it in JSON. */
function withSchema(document: Annotated): Annotated {
  if (document.kind === "scalar") return document;
  const [first, ...others] = document.items;
  const line = first?.before.find((one) => schemaIn(one) !== null);
  if (first === undefined || line === undefined) return document;
  const rest = { ...first, before: first.before.toSpliced(first.before.indexOf(line), 1) };
  const schema: Item = {
    key: "$schema",
    value: { kind: "scalar", value: schemaIn(line) },
    before: [],
    behind: null,
  };
  return { ...document, items: [schema, rest, ...others] };
}

/** @param column where it begins */
function value(one: Annotated, indent: string, depth: number, column: number): string {
  if (one.kind === "scalar") return scalar(one.value);
  const [open, close] = one.kind === "map" ? "{}" : "[]";
  if (one.items.length === 0) return `${open}${close}`;
  if (depth >= ALWAYS_OPEN && isFlat(one, true)) {
    const line = inline(one);
    if (column + line.length + 1 <= WIDTH) return line;
  }
  const inside = `${indent}  `;
  const lines = one.items.flatMap((item, index) => {
    const key = one.kind === "map" ? `${JSON.stringify(item.key)}: ` : "";
    const text = value(item.value, inside, depth + 1, inside.length + key.length);
    const comma = index < one.items.length - 1 ? "," : "";
    const behind = item.behind === null ? "" : ` ${comment(item.behind)}`;
    return [...item.before.map(comment), `${key}${text}${comma}${behind}`];
  });
  const all = [...lines, ...one.end.map(comment)].map((line) => inside + line);
  return [open, ...all, `${indent}${close}`].join("\n");
}

/** Whether there are only scalars in it, and lists of them, and no comments. */
function isFlat(one: Annotated, mayHoldLists: boolean): boolean {
  if (one.kind === "scalar") return true;
  return one.end.length === 0 &&
    one.items.every((item) =>
      isBare(item) || (mayHoldLists && item.value.kind !== "scalar" && item.before.length === 0 &&
        item.behind === null && (item.value.kind === "list" || item.value.items.length === 0) &&
        isFlat(item.value, false))
    );
}

function inline(one: Annotated): string {
  if (one.kind === "scalar") return scalar(one.value);
  if (one.items.length === 0) return one.kind === "map" ? "{}" : "[]";
  if (one.kind === "list") return `[${one.items.map((item) => inline(item.value)).join(", ")}]`;
  const entries = one.items.map((item) => `${JSON.stringify(item.key)}: ${inline(item.value)}`);
  return `{ ${entries.join(", ")} }`;
}

const scalar = (json: null | boolean | number | string) =>
  typeof json === "number" ? numberText(json) : JSON.stringify(json);
const comment = (line: string) => `// ${line}`.trimEnd();
