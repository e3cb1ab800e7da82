/** Any value that may flow, as a tree for people: large parts are summed up. @module */
import { printable } from "../graph/render/labels.ts";

/** Entries shown of each level. */
const MOST_ENTRIES = 30;
/** Levels shown. */
const MOST_LEVELS = 8;
/** Characters shown of a text. */
const MOST_TEXT = 200;
/** Numbers shown of a typed array that has no more. */
const FEW = 8;

/** Lines, each with a line feed at its end; typed arrays by length, least and largest number. */
export function formatValue(value: unknown): string {
  return `${linesOf(value, new Set(), 0).join("\n")}\n`;
}

function linesOf(value: unknown, above: ReadonlySet<object>, level: number): string[] {
  if (typeof value !== "object" || value === null) return [primitive(value)];
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return [arrayText(value)];
  if (value instanceof Date) return [`Date ${isNaN(+value) ? "invalid" : value.toISOString()}`];
  if (value instanceof RegExp) return [`RegExp ${printable(String(value))}`];
  if (value instanceof Error) return [`${printable(`${value.name}: ${value.message}`)}`];
  const entries = entriesOf(value);
  const head = headOf(value, entries.length);
  if (above.has(value)) return [`${head} (above)`];
  if (level === MOST_LEVELS) return [`${head} …`];
  const inside = new Set([...above, value]);
  const shown = entries.slice(0, MOST_ENTRIES).flatMap(([key, item]) => {
    const [first = "", ...rest] = linesOf(item, inside, level + 1);
    return [`  ${key}: ${first}`, ...rest.map((line) => `  ${line}`)];
  });
  const more = entries.length - MOST_ENTRIES;
  return [head, ...shown, ...(more > 0 ? [`  … ${more} more`] : [])];
}

function headOf(value: object, size: number): string {
  if (Array.isArray(value)) return `list of ${size}`;
  if (value instanceof Map) return `Map of ${size}`;
  if (value instanceof Set) return `Set of ${size}`;
  return size === 0 ? "{}" : "object";
}

function entriesOf(value: object): [key: string, item: unknown][] {
  if (value instanceof Map) return [...value].map(([key, item]) => [keyText(key), item]);
  if (value instanceof Set) return [...value].map((item) => ["-", item]);
  return Object.entries(value).map(([key, item]) => [printable(key), item]);
}

const keyText = (key: unknown) =>
  typeof key === "object" && key !== null
    ? linesOf(key, new Set(), MOST_LEVELS)[0]!
    : primitive(key);

function primitive(value: unknown): string {
  if (typeof value === "string") {
    const cut = value.length > MOST_TEXT ? `${value.slice(0, MOST_TEXT)}` : value;
    const more = value.length > MOST_TEXT ? ` … (${value.length} characters)` : "";
    return `${printable(JSON.stringify(cut))}${more}`;
  }
  return typeof value === "bigint" ? `${value}n` : Object.is(value, -0) ? "-0" : String(value);
}

function arrayText(value: ArrayBufferView | ArrayBuffer): string {
  if (value instanceof ArrayBuffer) return `ArrayBuffer of ${value.byteLength} bytes`;
  if (value instanceof DataView) return `DataView of ${value.byteLength} bytes`;
  const numbers = value as unknown as ArrayLike<number | bigint>;
  const name = value.constructor.name;
  if (numbers.length <= FEW) return `${name} [${Array.from(numbers).join(", ")}]`;
  let [least, most, nans] = [numbers[0]!, numbers[0]!, 0];
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i]!;
    if (number !== number) nans++;
    if (number < least || least !== least) least = number;
    if (number > most || most !== most) most = number;
  }
  const odd = nans > 0 ? `, ${nans} NaN` : "";
  return `${name} of ${numbers.length}, from ${least} to ${most}${odd}`;
}
