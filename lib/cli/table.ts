/**
 * Tables of text: columns that two spaces part, the same on a terminal and in a pipe, so that what
 * is seen can also be cut, sorted and compared.
 *
 * @module
 */
import { stripVTControlCharacters } from "node:util";
import { paint } from "./output.ts";

/** A column: its title, and `right` for numbers. */
export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
}

/** How a table is drawn. */
export interface TableStyle {
  readonly color: boolean;
  /** The last column is wrapped so that lines have at most this many columns. Default: never. */
  readonly width?: number;
}

const GAP = "  ";
/** A last column narrower than this is not worth wrapping. */
const MIN_WRAPPED = 20;

/** Draws a table; cells may have several lines and styles. Every line ends with a line feed. */
export function drawTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  style: TableStyle,
): string {
  const head = columns.map((column) => column.title);
  const cells = [head, ...rows].map((row) => row.map((cell) => cell.split("\n")));
  const widths = columns.map((_, i) =>
    Math.max(...cells.map((row) => Math.max(...(row[i] ?? [""]).map(textWidth))))
  );
  const room = (style.width ?? Infinity) -
    widths.slice(0, -1).reduce((sum, width) => sum + width + GAP.length, 0);
  const wrapped = cells.map((row) => wrapLast(row, Math.max(room, MIN_WRAPPED)));
  return wrapped.flatMap((row, index) => {
    const lines = drawRow(row, columns, widths);
    return index === 0 ? lines.map((line) => paint("bold", line, style.color)) : lines;
  }).map((line) => `${line}\n`).join("");
}

/** Columns that `text` takes on a terminal, styles not counted. */
export function textWidth(text: string): number {
  return stripVTControlCharacters(text).length;
}

/** `text` with spaces up to `width` columns. */
export function padText(text: string, width: number, align: "left" | "right" = "left"): string {
  const spaces = " ".repeat(Math.max(0, width - textWidth(text)));
  return align === "left" ? text + spaces : spaces + text;
}

/** Lines of at most `width` columns, broken at spaces; a longer word stays whole. */
export function wrapText(text: string, width: number): string[] {
  if (textWidth(text) <= width) return [text];
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && textWidth(`${last} ${word}`) <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}

function wrapLast(row: readonly string[][], width: number): readonly string[][] {
  const last = row.at(-1) ?? [];
  return [...row.slice(0, -1), last.flatMap((line) => wrapText(line, width))];
}

function drawRow(
  row: readonly string[][],
  columns: readonly Column[],
  widths: readonly number[],
): string[] {
  const height = Math.max(...row.map((cell) => cell.length));
  return Array.from({ length: height }, (_, line) =>
    columns
      .map((column, i) => padText(row[i]?.[line] ?? "", widths[i] ?? 0, column.align))
      .join(GAP)
      .trimEnd());
}
