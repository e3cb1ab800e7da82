/** Columns as a picture, or as text. @module */
import { basename } from "node:path";
import { histogramOf, histogramPicture, type Picture, scatterPicture } from "../../draw/mod.ts";
import { stdout } from "../output.ts";
import { UserError } from "../user_error.ts";
import type { Gathered } from "./gather.ts";
import { histogramText } from "./histogram_text.ts";

/** How columns are to be drawn. */
export interface DrawChoices {
  readonly file: string;
  readonly bins: number | undefined;
  readonly log: boolean;
  readonly logY: boolean;
}

/** A histogram of one column, or a scatter plot of two. @throws {UserError} if there is nothing */
export function pictureOf({ values, labels }: Gathered, chosen: DrawChoices): Picture {
  const { log, logY, bins = 50, file } = chosen;
  const title = basename(file);
  return placed(labels, chosen, () => {
    if (values.length === 1) {
      const histogram = histogramOf(values[0]!, bins, log);
      return histogramPicture(histogram, { title, label: labels[0]! }, logY);
    }
    return scatterPicture(values[0]!, values[1]!, {
      title,
      labels: { x: labels[0]!, y: labels[1]! },
      log: { x: log, y: logY },
    });
  });
}

/** A histogram of one column. @throws {UserError} if there is nothing */
export function textOf({ values, labels }: Gathered, chosen: DrawChoices): string {
  const { bins = 20, log } = chosen;
  const histogram = placed(labels, chosen, () => histogramOf(values[0]!, bins, log));
  return histogramText(histogram, labels[0]!, stdout.isTerminal ? stdout.size().columns : 80);
}

/** Draws, unless there is no value that has a place. */
function placed<T>(labels: readonly string[], chosen: DrawChoices, draw: () => T): T {
  try {
    return draw();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const what = chosen.log || chosen.logY ? "no positive number" : "no number";
    throw new UserError(`"${chosen.file}": there is ${what} in ${labels.join(" and ")}`);
  }
}
