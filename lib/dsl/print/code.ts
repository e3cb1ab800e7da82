/** Plain values as code, laid out as `deno fmt` leaves it. @module */
import type { Json } from "../../graph/model.ts";
import { isIdentifier } from "./names.ts";
import { numberText } from "./numbers.ts";

/** Most columns of a line. */
const WIDTH = 100;

/** A value as code: a variable, text that stands as it is, or something to lay out. */
export type Code =
  | { readonly kind: "name"; readonly text: string }
  | { readonly kind: "text"; readonly text: string }
  | ({ readonly kind: "list"; readonly items: readonly Code[] } & Openable)
  | ({ readonly kind: "object"; readonly entries: readonly (readonly [string, Code])[] } & Openable)
  | Call;

/** A call of a function. */
export interface Call {
  readonly kind: "call";
  readonly name: string;
  readonly args: readonly Code[];
}

interface Openable {
  /** One member a line, even if all fit into one. */
  readonly open?: boolean;
}

/** A call of a function. */
export const call = (name: string, ...args: readonly Code[]): Call => ({
  kind: "call",
  name,
  args,
});

/** A variable. */
export const variable = (text: string): Code => ({ kind: "name", text });

/** The code of a JSON value. */
export function codeOf(value: Json): Code {
  if (Array.isArray(value)) return { kind: "list", items: value.map(codeOf) };
  if (typeof value !== "object" || value === null) return { kind: "text", text: scalarOf(value) };
  const entries = Object.entries(value).map(([key, inside]) => [key, codeOf(inside)] as const);
  return { kind: "object", entries };
}

function scalarOf(value: null | boolean | number | string): string {
  if (typeof value === "string") return stringText(value);
  return typeof value === "number" ? numberText(value) : String(value);
}

/** In double quotes, unless single ones spare escapes. */
export function stringText(value: string): string {
  const double = JSON.stringify(value);
  const isCheaper = value.split('"').length > value.split("'").length;
  if (!isCheaper) return double;
  const inside = double.slice(1, -1).replace(
    /\\.|'/g,
    (found) => found === '\\"' ? '"' : found === "'" ? "\\'" : found,
  );
  return `'${inside}'`;
}

/**
 * Lays code out: in one line if it fits, else one member a line; of a call the last argument is
 * broken up.
 *
 * @param before what stands before it on its first line, with the indentation
 * @param after what follows on its last line
 * @returns all of it, with `before` and `after`
 */
export function layOut(code: Code, before: string, after: string, indent = ""): string {
  const line = `${before}${flat(code)}${after}`;
  if (code.kind === "name" || code.kind === "text") return line;
  if (isEmpty(code) || line.length <= WIDTH && !isOpen(code)) return line;
  if (code.kind === "object") {
    const members = code.entries.map((entry) => ({ start: startOf(entry), code: entry[1] }));
    return spread(members, `${before}{`, `}${after}`, indent);
  }
  const parts = code.kind === "list" ? code.items : code.args;
  const members = parts.map((one) => ({ start: "", code: one }));
  if (code.kind === "list") return spread(members, `${before}[`, `]${after}`, indent);
  const last = parts.at(-1)!;
  if (last.kind !== "object") return spread(members, `${before}${code.name}(`, `)${after}`, indent);
  const first = parts.slice(0, -1).map((one) => `${flat(one)}, `).join("");
  return layOut(last, `${before}${code.name}(${first}`, `)${after}`, indent);
}

const isEmpty = (code: Code) =>
  (code.kind === "list" && code.items.length === 0) ||
  (code.kind === "object" && code.entries.length === 0);

function isOpen(code: Code): boolean {
  if (code.kind === "call") return code.args.some(isOpen);
  return (code.kind === "list" || code.kind === "object") && code.open === true;
}

function spread(
  members: readonly { readonly start: string; readonly code: Code }[],
  open: string,
  close: string,
  indent: string,
): string {
  const inside = `${indent}  `;
  const lines = members.map(({ start, code }) => {
    const line = layOut(code, inside + start, ",", inside);
    if (start === "" || line.split("\n")[0]!.length <= WIDTH) return line;
    const further = `${inside}  `;
    return `${inside}${start.trimEnd()}\n${layOut(code, further, ",", further)}`;
  });
  return [open, ...lines, indent + close].join("\n");
}

function flat(code: Code): string {
  if (code.kind === "name" || code.kind === "text") return code.text;
  if (code.kind === "call") return `${code.name}(${code.args.map(flat).join(", ")})`;
  if (code.kind === "list") return `[${code.items.map(flat).join(", ")}]`;
  if (code.entries.length === 0) return "{}";
  return `{ ${code.entries.map((entry) => startOf(entry) + flat(entry[1])).join(", ")} }`;
}

/** The key, with a colon; nothing where a variable's name says it. */
function startOf([key, code]: readonly [string, Code]): string {
  if (code.kind === "name" && code.text === key) return "";
  // As a plain key this would set the prototype.
  if (key === "__proto__") return '["__proto__"]: ';
  return `${isIdentifier(key) ? key : stringText(key)}: `;
}
