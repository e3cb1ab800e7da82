/** What plots have in common: their frame, and the values that fit on an axis. @module */
import { INK } from "./axes.ts";
import type { Mark } from "./picture.ts";

/** Where the field of a plot is on its page. */
export const FIELD = { left: 76, right: 476, top: 44, bottom: 324 } as const;
/** Height of a plot's page. */
export const PLOT_HEIGHT = 370;

/** A line above the field, and further ones inside of it, in its upper right corner. */
export function plotTexts(title: string, notes: readonly string[]): Mark[] {
  return [
    {
      kind: "label",
      text: title,
      x: FIELD.left,
      y: FIELD.top - 14,
      size: 13,
      color: INK,
      bold: true,
    },
    ...notes.map((text, i): Mark => ({
      kind: "label",
      text,
      x: FIELD.right - 10,
      y: FIELD.top + 18 + 14 * i,
      size: 10,
      color: "#555555",
      anchor: "end",
    })),
  ];
}

/** Whether a value has a place on an axis. */
export function fits(value: number, log: boolean): boolean {
  return Number.isFinite(value) && (!log || value > 0);
}

/** A figure for a note, with four digits that count. */
export function noteFigure(value: number): string {
  return String(Number(value.toPrecision(4)));
}
