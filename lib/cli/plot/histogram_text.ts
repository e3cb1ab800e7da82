/** A histogram on a terminal. @module */
import type { Histogram } from "../../draw/mod.ts";

const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** A line per bin, with a bar that is as long as there are values; then a line of figures. */
export function histogramText(histogram: Histogram, label: string, width: number): string {
  const { min, max, log, counts, total, left, mean, deviation } = histogram;
  const edgeOf = (bin: number) => {
    const share = bin / counts.length;
    return log ? min * (max / min) ** share : min + (max - min) * share;
  };
  const edges = Array.from({ length: counts.length + 1 }, (_, bin) => digits(edgeOf(bin)));
  const wide = Math.max(...edges.map((edge) => edge.length));
  const most = Math.max(...counts);
  const room = Math.max(10, width - 2 * wide - 5 - String(most).length - 1);
  const lines = [...counts].map((count, bin) => {
    const [from, to] = [edges[bin]!.padStart(wide), edges[bin + 1]!.padStart(wide)];
    const bar = barOf(count / most * room);
    return `${from} – ${to}  ${bar}${bar === "" ? "" : " "}${count}`;
  });
  const rest = left > 0 ? `, ${left} left out` : "";
  return [
    label,
    ...lines,
    `${total} values, mean ${digits(mean)}, std. dev. ${digits(deviation)}${rest}`,
  ].map((line) => `${line}\n`).join("");
}

function barOf(length: number): string {
  const eighths = Math.round(length * 8);
  return "█".repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8]!;
}

const digits = (value: number) => String(Number(value.toPrecision(4)));
