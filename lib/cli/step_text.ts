/** Steps as text: the list, and everything about one. @module */
import type { Json, JsonObject, ParamRole, StepSignature } from "../graph/model.ts";
import { paint } from "./output.ts";
import { drawTable, padText, textWidth, wrapText } from "./table.ts";

/** A param, as `steps NAME` prints it. */
export interface ParamRow {
  /** Keys from the top of the params, with dots; `*` stands for every item of a list. */
  readonly name: string;
  readonly type: string;
  /** The default as JSON, or `required`, or nothing. */
  readonly fallback: string;
  readonly unit: string;
  readonly grants: string;
  readonly description: string;
}

/** What each role lets a step do. */
const GRANTED_BY: Readonly<Record<ParamRole["role"], string>> = {
  inputFile: "reads this file",
  inputFolder: "reads this folder",
  inputGlob: "reads this folder",
  outputFile: "writes this file",
  outputFolder: "writes into this folder",
  endpoint: "connects there",
};

/** A row per step: name, kind, summary. */
export function formatStepList(signatures: readonly StepSignature[], color: boolean): string {
  const columns = [{ title: "step" }, { title: "kind" }, { title: "summary" }];
  return drawTable(columns, signatures.map((s) => [s.name, s.kind, s.summary]), { color });
}

/** One step: what it is for, its params, what it takes and gives. */
export function formatStep(signature: StepSignature, color: boolean, width?: number): string {
  const title = paint("bold", signature.name, color);
  return [
    `${title} (${signature.kind}): ${signature.summary}\n`,
    formatParams(paramRows(signature.params, signature.roles), color, width),
    formatPorts(signature),
  ].join("\n");
}

/** How {@link formatStepParams} writes. */
export interface ParamsStyle {
  readonly color: boolean;
  /** Columns of the terminal; by default lines are not wrapped. */
  readonly width?: number;
  /** A node of a flow that the step is of: params are named as `--set` names them, `NODE.PARAM`. */
  readonly node?: string;
}

/** One step in paragraphs, which need less room than a table: what it is for, and its params. */
export function formatStepParams(signature: StepSignature, style: ParamsStyle): string {
  const { color, node, width = Infinity } = style;
  const { name, kind, summary } = signature;
  const rows = paramRows(signature.params, signature.roles);
  const names = rows.map((row) => node === undefined ? row.name : `${node}.${row.name}`);
  const column = Math.max(0, ...names.map(textWidth).filter((each) => each <= LONG_NAME));
  const indent = " ".repeat(INDENT + column + GAP);
  const title = node === undefined || node === name ? name : `${node}: ${name}`;
  const head = wrapText(`${title} (${kind}): ${summary}`, width);
  const params = rows.flatMap((row, index) => {
    const label = names[index]!;
    const [first = "", ...more] = aboutParam(row).flatMap((said) =>
      wrapText(said, width - indent.length)
    );
    const start = " ".repeat(INDENT) + paint("cyan", label, color);
    return textWidth(label) > column
      ? [start, ...[first, ...more].map((line) => indent + line)]
      : [`${padText(start, indent.length)}${first}`, ...more.map((line) => indent + line)];
  });
  const lines = rows.length === 0 ? ["  It has no params."] : params;
  return [...head.map((line) => paint("bold", line, color)), ...lines]
    .map((line) => `${line.trimEnd()}\n`).join("");
}

const INDENT = 2;
const GAP = 2;
/** A longer name stands on a line of its own. */
const LONG_NAME = 28;

/** Type, default, unit and grant of a param in a line, its description in the next. */
function aboutParam({ type, fallback, unit, grants, description }: ParamRow): string[] {
  const facts = [
    type,
    ...(fallback === "" ? [] : [fallback === "required" ? fallback : `default ${fallback}`]),
    ...(unit === "" ? [] : [`in ${unit}`]),
    ...(grants === "" ? [] : [grants]),
  ];
  return [facts.join(", "), ...(description === "" ? [] : [description])];
}

/** The params of a step as rows, those of nested objects too, from their JSON Schema. */
export function paramRows(schema: JsonObject, roles: readonly ParamRole[]): ParamRow[] {
  return walk(schema, roles, []);
}

function walk(schema: JsonObject, roles: readonly ParamRole[], above: string[]): ParamRow[] {
  const required = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(objectOr(schema.properties)).flatMap(([key, value]) => {
    const property = objectOr(value);
    const path = [...above, key];
    const row: ParamRow = {
      name: path.join("."),
      type: typeText(property),
      fallback: property.default !== undefined
        ? JSON.stringify(property.default)
        : required.includes(key)
        ? "required"
        : "",
      unit: textOr(property.unit),
      grants: grantsOf(path, roles),
      description: textOr(property.description),
    };
    const items = objectOr(property.items);
    return [row, ...walk(property, roles, path), ...walk(items, roles, [...path, "*"])];
  });
}

/** The type of a JSON Schema in words, such as `number ≥ 0`, `"a" | "b"` or `integer[]`. */
export function typeText(schema: JsonObject): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (Array.isArray(schema.enum)) return schema.enum.map((v) => JSON.stringify(v)).join(" | ");
  const union = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(union)) return union.map((s) => typeText(objectOr(s))).join(" | ");
  if (Array.isArray(schema.type)) return schema.type.join(" | ");
  if (schema.type === "array") {
    const item = schema.items === undefined ? "any" : typeText(objectOr(schema.items));
    return item.includes(" ") ? `(${item})[]` : `${item}[]`;
  }
  return [textOr(schema.type) || "any", ...bounds(schema)].join(" ");
}

/** Limits that a schema library adds to every integer say nothing. */
function bounds(schema: JsonObject): string[] {
  const meant = (limit: Json | undefined): limit is number =>
    typeof limit === "number" && Math.abs(limit) !== Number.MAX_SAFE_INTEGER;
  return [
    meant(schema.minimum) ? `≥ ${schema.minimum}` : "",
    meant(schema.exclusiveMinimum) ? `> ${schema.exclusiveMinimum}` : "",
    meant(schema.maximum) ? `≤ ${schema.maximum}` : "",
    meant(schema.exclusiveMaximum) ? `< ${schema.exclusiveMaximum}` : "",
  ].filter((text) => text !== "");
}

function formatParams(rows: readonly ParamRow[], color: boolean, width?: number): string {
  if (rows.length === 0) return "It has no params.\n";
  const titles = ["param", "type", "default", "unit", "grants", "description"] as const;
  const cells = rows.map((r) => [r.name, r.type, r.fallback, r.unit, r.grants, r.description]);
  // Columns that nobody fills are left out.
  const used = titles.map((_, i) => cells.some((row) => row[i] !== ""));
  return drawTable(
    titles.filter((_, i) => used[i]).map((title) => ({ title })),
    cells.map((row) => row.filter((_, i) => used[i])),
    { color, ...(width !== undefined && { width }) },
  );
}

function formatPorts(signature: StepSignature): string {
  const ports = Object.entries(signature.outputs).map(([name, port]) =>
    `${name} (${port.payload}${port.optional ? ", may stay unconnected" : ""})`
  );
  const outputs = signature.dynamic === null
    ? ports.join(", ")
    : `one port per next node (${signature.dynamic}), chosen by the step`;
  return [
    ...(signature.input.length > 0 ? [`takes    ${signature.input.join(" or ")}`] : []),
    ...(outputs === "" ? [] : [`ports    ${outputs}`]),
    `replicas ${signature.replicable ? "any number" : "one only"}`,
  ].map((line) => `${line}\n`).join("");
}

function grantsOf(path: readonly string[], roles: readonly ParamRole[]): string {
  const same = (other: readonly string[]) => other.join("\0") === path.join("\0");
  // The role of a list of files is that of its items.
  const role = roles.find((role) =>
    same(role.path) || same(role.path.slice(0, -1)) &&
      role.path.at(-1) === "*"
  );
  return role === undefined ? "" : GRANTED_BY[role.role];
}

function objectOr(value: Json | undefined): JsonObject {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? value : {};
}

function textOr(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}
