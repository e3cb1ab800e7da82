/** Tables that fit a terminal: columns are left out, in an order of their own, until they do. @module */
import { paint } from "./output.ts";
import { padText, textWidth } from "./table.ts";

/** A column of a table of `T`s. */
export interface FitColumn<T> {
  /** What it is known by; shown if there is no title. */
  readonly name: string;
  /** Default: the name. */
  readonly title?: string;
  readonly align: "left" | "right";
  /** The text of a cell, with styles if `color`. */
  readonly cell: (row: T, color: boolean) => string;
}

/**
 * The lines of a table, its head first, none wider than `width`.
 *
 * @param dispensable names of columns, the first to be left out first
 */
export function fitTable<T>(
  rows: readonly T[],
  columns: readonly FitColumn<T>[],
  dispensable: readonly string[],
  width: number,
  color: boolean,
): string[] {
  let shown = columns;
  for (const name of dispensable) {
    if (fits(rows, shown, width)) break;
    shown = shown.filter((column) => column.name !== name);
  }
  if (fits(rows, shown, width)) return layOut(rows, shown, color);
  return layOut(rows, shown, false).map((line) => cut(line, width));
}

function fits<T>(rows: readonly T[], columns: readonly FitColumn<T>[], width: number): boolean {
  return layOut(rows, columns, false).every((line) => line.length <= width);
}

function layOut<T>(
  rows: readonly T[],
  columns: readonly FitColumn<T>[],
  color: boolean,
): string[] {
  const grid = columns.map(({ name, title = name, align, cell }) => {
    const all = [paint("dim", title, color), ...rows.map((row) => cell(row, color))];
    const size = Math.max(...all.map(textWidth));
    return all.map((text) => padText(text, size, align));
  });
  return Array.from(
    { length: rows.length + 1 },
    (_, row) => grid.map((cells) => cells[row]).join("  ").trimEnd(),
  );
}

/** A line without styles, cut so that it has at most so many columns. */
export function cut(line: string, width: number): string {
  return line.length <= width ? line : `${line.slice(0, Math.max(0, width - 1))}…`;
}
