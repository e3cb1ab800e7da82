/** Writes canonical documents as YAML. @module */
import { type Annotated, isBare, isEmpty, isShortList, type Item } from "./annotate.ts";
import { numberText } from "./numbers.ts";
import { yamlLines, yamlText } from "./yaml_text.ts";

const WIDTH = 100;
/** Longer keys are refused before a colon on the same line. */
const LONGEST_KEY = 1000;

/** Block style; lists of scalars in brackets where they fit into a line. */
export function printYaml(document: Annotated): string {
  return [...block(document, ""), ""].join("\n");
}

/** The lines of a map or list that is not empty, or of a scalar. */
function block(value: Annotated, indent: string): string[] {
  if (value.kind === "scalar" || isEmpty(value)) return [indent + inline(value)];
  const one = value.kind === "map" ? entry : listItem;
  return [
    ...value.items.flatMap((item) => [...comments(item.before, indent), ...one(item, indent)]),
    ...comments(value.end, indent),
  ];
}

function entry({ key, value, behind }: Item, indent: string): string[] {
  const name = yamlText(key);
  const start = name.length > LONGEST_KEY ? `${indent}? ${name}\n${indent}:` : `${indent}${name}:`;
  const inside = `${indent}  `;
  const text = value.kind === "scalar" && typeof value.value === "string"
    ? yamlLines(value.value, inside)
    : null;
  if (text) return [`${start} ${text[0]}`, ...text.slice(1)];
  if (!isInline(value, start.length)) return [start, ...block(value, inside)];
  return [`${start} ${inline(value)}${behindText(behind)}`];
}

function listItem({ value, behind }: Item, indent: string): string[] {
  if (isInline(value, indent.length + 1)) {
    return [`${indent}- ${inline(value)}${behindText(behind)}`];
  }
  const [first = "", ...rest] = block(value, `${indent}  `);
  return [`${indent}- ${first.trimStart()}`, ...rest];
}

/** @param column where the text before it ends */
function isInline(value: Annotated, column: number): boolean {
  if (value.kind === "scalar" || isEmpty(value) || isShortList(value)) return true;
  return value.kind === "list" && value.items.every(isBare) && value.end.length === 0 &&
    column + 1 + inline(value).length <= WIDTH;
}

function inline(value: Annotated, inBrackets = false): string {
  if (value.kind === "scalar") {
    if (typeof value.value === "string") return yamlText(value.value, inBrackets);
    return typeof value.value === "number" ? numberText(value.value) : String(value.value);
  }
  if (value.kind === "map") return "{}";
  return `[${value.items.map((one) => inline(one.value, true)).join(", ")}]`;
}

const comments = (lines: readonly string[], indent: string) =>
  lines.map((line) => `${indent}${comment(line)}`);
const behindText = (line: string | null) => line === null ? "" : ` ${comment(line)}`;
const comment = (line: string) => `# ${line}`.trimEnd();
