/** Histograms. @module */
import { axes } from "./axes.ts";
import type { Picture } from "./picture.ts";
import { FIELD, fits, noteFigure, PLOT_HEIGHT, plotTexts } from "./plot_frame.ts";
import { placeOf, scaleOf, shareOf } from "./scale.ts";

/** How often values lie in bins of equal width, or of equal ratio. */
export interface Histogram {
  /** Lower edge of the first bin. */
  readonly min: number;
  /** Upper edge of the last bin, which includes it. */
  readonly max: number;
  readonly log: boolean;
  /** Values per bin. */
  readonly counts: Uint32Array;
  /** Values in all bins. */
  readonly total: number;
  /** Values that lie nowhere: no numbers, or not positive where bins are of equal ratio. */
  readonly left: number;
  /** Of the values in the bins, which is where `log` is, too. */
  readonly mean: number;
  /** Standard deviation, with divisor n. */
  readonly deviation: number;
}

/**
 * Counts values.
 *
 * @param log bins of equal ratio
 * @throws {RangeError} if there is no value that has a place
 */
export function histogramOf(values: Float64Array, bins: number, log = false): Histogram {
  const kept = values.filter((value) => fits(value, log));
  const range = kept.reduce<[number, number]>(
    ([min, max], value) => [Math.min(min, value), Math.max(max, value)],
    [Infinity, -Infinity],
  );
  const scale = scaleOf(range, [0, bins], log);
  const counts = new Uint32Array(bins);
  for (const value of kept) {
    const bin = Math.min(bins - 1, Math.floor(shareOf(scale, value) * bins));
    counts[bin] = counts[bin]! + 1;
  }
  const mean = kept.reduce((sum, value) => sum + value, 0) / kept.length;
  const variance = kept.reduce((sum, value) => sum + (value - mean) ** 2, 0) / kept.length;
  return {
    min: scale.min,
    max: scale.max,
    log,
    counts,
    total: kept.length,
    left: values.length - kept.length,
    mean,
    deviation: Math.sqrt(variance),
  };
}

/** What a histogram's picture is called. */
export interface HistogramTexts {
  readonly title: string;
  /** The values, with their unit. */
  readonly label: string;
}

/** Draws a histogram. @param logCounts counts upwards by equal ratios */
export function histogramPicture(
  histogram: Histogram,
  { title, label }: HistogramTexts,
  logCounts = false,
): Picture {
  const { min, max, log, counts, total, mean, deviation, left } = histogram;
  const bins = counts.length;
  const x = scaleOf([min, max], [FIELD.left, FIELD.right], log);
  const most = Math.max(...counts);
  const y = logCounts
    ? scaleOf([0.5, most * 2], [FIELD.bottom, FIELD.top], true)
    : scaleOf([0, most * 1.08], [FIELD.bottom, FIELD.top]);
  const width = (FIELD.right - FIELD.left) / bins;
  const steps: number[] = [FIELD.left, FIELD.bottom];
  counts.forEach((count, bin) => {
    const height = count === 0 ? FIELD.bottom : placeOf(y, count);
    steps.push(FIELD.left + bin * width, height, FIELD.left + (bin + 1) * width, height);
  });
  steps.push(FIELD.right, FIELD.bottom);
  const area = Float64Array.from(steps);
  const notes = [
    `${total} values`,
    `mean ${noteFigure(mean)}`,
    `std. dev. ${noteFigure(deviation)}`,
    ...(left > 0 ? [`${left} left out`] : []),
  ];
  return {
    width: FIELD.right + 24,
    height: PLOT_HEIGHT,
    title: `${title}: histogram of ${label}`,
    marks: [
      { kind: "lines", parts: [area], closed: true, fill: "#9fb7d3" },
      { kind: "lines", parts: [area], stroke: "#2f5d8c", width: 1 },
      ...axes(x, y, { x: label, y: "Count" }),
      ...plotTexts(title, notes),
    ],
  };
}
