/// <reference lib="dom" />
/** A value over time. @module */
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import { theme } from "./theme.ts";
import { useCell } from "./state.ts";

/** A line in a plot. */
export interface Line {
  readonly label: string;
  readonly values: readonly (number | null)[];
  /** Name of a colour in the style sheet, such as `--run`. */
  readonly colour: string;
  readonly dashed?: boolean;
  readonly filled?: boolean;
}

/** What is plotted: lines over the same times. */
export interface CurveProps {
  readonly title: string;
  /** Seconds since the start. */
  readonly t: readonly number[];
  readonly lines: readonly Line[];
  readonly format: (value: number) => string;
  readonly log?: boolean;
  /** The axis reaches at least here. */
  readonly least?: number;
}

const HEIGHT = 112;

/** A plot of one or two lines, with the value under the pointer in its legend. */
export function Curve(props: CurveProps) {
  const { title, t, lines } = props;
  const frame = useRef<HTMLDivElement>(null);
  const caption = useRef<HTMLElement>(null);
  const plot = useRef<uPlot | null>(null);
  const look = useCell(theme);
  const data = [t, ...lines.map(({ values }) => values)] as unknown as uPlot.AlignedData;
  useEffect(() => {
    const made = plot.current = new uPlot(
      optionsOf(props, frame.current!, caption.current!),
      data,
      frame.current!,
    );
    const observer = new ResizeObserver(([entry]) =>
      made.setSize({ width: Math.floor(entry!.contentRect.width), height: HEIGHT })
    );
    observer.observe(frame.current!);
    return () => {
      observer.disconnect();
      made.destroy();
    };
  }, [title, look]);
  useEffect(() => {
    plot.current?.setData(data);
    showNewest(plot.current!);
  }, [t.at(-1), t.length, title, look]);
  return (
    <figure class="curve">
      <figcaption ref={caption}>
        <b>{title}</b>
      </figcaption>
      <div ref={frame} />
    </figure>
  );
}

/** The legend has the newest values unless the pointer chooses others. */
function showNewest(plot: uPlot): void {
  const { idx } = plot.cursor;
  if (idx === null || idx === undefined) plot.setLegend({ idx: plot.data[0].length - 1 });
}

function optionsOf(
  { lines, format, log, least }: CurveProps,
  frame: HTMLElement,
  caption: HTMLElement,
): uPlot.Options {
  const style = getComputedStyle(frame);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const axis = {
    stroke: colour("--muted"),
    font: `11px ${style.fontFamily}`,
    grid: { stroke: colour("--line"), width: 1 },
    ticks: { show: false },
  };
  return {
    width: frame.clientWidth,
    height: HEIGHT,
    padding: [6, 4, 0, 0],
    legend: { show: true, live: true, mount: (_, legend) => caption.append(legend) },
    hooks: { setCursor: [showNewest] },
    cursor: { points: { size: 6 }, drag: { x: false, y: false } },
    scales: {
      x: { time: false },
      y: log
        ? { distr: 3, range: (_, low, high) => [decade(low, Math.floor), decade(high, Math.ceil)] }
        : { range: (_, __, most) => [0, Math.max(least ?? 1, most * 1.08)] },
    },
    axes: [
      { ...axis, size: 22, values: (_, ticks) => ticks.map((s) => clockTick(s)) },
      {
        ...axis,
        size: 58,
        ...(log && {
          splits: (_, __, low, high) => decades(low, high),
          filter: (_, splits) => splits,
        }),
        values: (_, ticks) => ticks.map((v) => v === null ? "" : format(v)),
      },
    ],
    series: [
      { label: "at", value: (_, s) => s === null ? "–" : clockTick(s) },
      ...lines.map((line): uPlot.Series => ({
        label: line.label,
        stroke: colour(line.colour),
        width: 1.6,
        ...(line.dashed && { dash: [5, 3] }),
        ...(line.filled && { fill: `${colour(line.colour)}22` }),
        points: { show: false },
        value: (_, v) => v === null || v === undefined ? "–" : format(v),
      })),
    ],
  };
}

/** The power of ten at or next to a value. */
const decade = (value: number, round: (exponent: number) => number) =>
  10 ** round(Math.log10(value > 0 ? value : 1e-3));

/** The powers of ten from one to another, four at most. */
function decades(low: number, high: number): number[] {
  const [first, last] = [Math.round(Math.log10(low)), Math.round(Math.log10(high))];
  const step = Math.max(1, Math.ceil((last - first) / 3));
  return Array.from(
    { length: Math.floor((last - first) / step) + 1 },
    (_, i) => 10 ** (first + i * step),
  );
}

const clockTick = (s: number) =>
  s < 60
    ? `${Math.round(s)} s`
    : `${Math.floor(s / 60)}:${`${Math.round(s % 60)}`.padStart(2, "0")}`;
