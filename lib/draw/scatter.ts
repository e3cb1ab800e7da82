/** Scatter plots, and densities where points would hide each other. @module */
import { axes, colorBar } from "./axes.ts";
import { paletteOf } from "./color_map.ts";
import { type Mark, type Picture, rectangle, regularPolygon, type Tiles } from "./picture.ts";
import { FIELD, fits, PLOT_HEIGHT, plotTexts } from "./plot_frame.ts";
import { placeOf, type Scale, scaleOf, shareOf } from "./scale.ts";

/** More points than this are counted in cells. */
const MAX_POINTS = 5000;
const CELL = 4;
/** Radius of a point. */
const POINT = 1.6;

/** What is drawn, and how. */
export interface ScatterOptions {
  readonly title: string;
  /** The values, with their units. */
  readonly labels: { readonly x: string; readonly y: string };
  /** Axes of equal ratios. */
  readonly log?: { readonly x: boolean; readonly y: boolean };
}

/**
 * Draws a point per pair of values; of more than 5,000 it shows how many there are per cell.
 *
 * @throws {RangeError} if there is no pair of which both have a place
 */
export function scatterPicture(
  x: Float64Array,
  y: Float64Array,
  { title, labels, log = { x: false, y: false } }: ScatterOptions,
): Picture {
  const hasPlace = (_: number, i: number) => fits(x[i]!, log.x) && fits(y[i]!, log.y);
  const [keptX, keptY] = [x.filter(hasPlace), y.filter(hasPlace)];
  const scales = [
    wide(keptX, [FIELD.left, FIELD.right], log.x),
    wide(keptY, [FIELD.bottom, FIELD.top], log.y),
  ] as const;
  const at: Places = {
    x: keptX.map((value) => placeOf(scales[0], value)),
    y: keptY.map((value) => placeOf(scales[1], value)),
  };
  const dense = keptX.length > MAX_POINTS;
  const left = x.length - keptX.length;
  const notes = [`${keptX.length} points`, ...(left > 0 ? [`${left} left out`] : [])];
  const above = [title, ...(dense ? notes : [])].join(" · ");
  return {
    width: FIELD.right + (dense ? 92 : 24),
    height: PLOT_HEIGHT,
    title: `${title}: ${labels.y} against ${labels.x}`,
    marks: [
      ...(dense ? cells(at) : [points(at)]),
      ...axes(...scales, labels),
      ...plotTexts(above, dense ? [] : notes),
    ],
  };
}

/** Where points are on the page. */
interface Places {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** A scale with some room at its ends. */
function wide(values: Float64Array, place: [number, number], log: boolean): Scale {
  let [min, max] = [Infinity, -Infinity];
  for (const value of values) {
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  const tight = scaleOf([min, max], place, log);
  const room = log ? (tight.max / tight.min) ** 0.03 : (tight.max - tight.min) * 0.03;
  const range = log
    ? [tight.min / room, tight.max * room] as const
    : [tight.min - room, tight.max + room] as const;
  return scaleOf(range, place, log);
}

function points({ x, y }: Places): Tiles {
  return {
    kind: "tiles",
    outline: regularPolygon(8, Math.PI / 8),
    x,
    y,
    size: new Float64Array(x.length).fill(POINT),
    color: new Uint16Array(x.length),
    palette: ["#2f5d8c"],
  };
}

function cells({ x, y }: Places): Mark[] {
  const columns = (FIELD.right - FIELD.left) / CELL;
  const rows = (FIELD.bottom - FIELD.top) / CELL;
  const counts = new Uint32Array(columns * rows);
  for (let i = 0; i < x.length; i++) {
    const column = Math.min(columns - 1, Math.floor((x[i]! - FIELD.left) / CELL));
    const row = Math.min(rows - 1, Math.floor((y[i]! - FIELD.top) / CELL));
    counts[row * columns + column] = counts[row * columns + column]! + 1;
  }
  const filled = [...counts.keys()].filter((i) => counts[i]! > 0);
  const palette = paletteOf("viridis");
  const most = counts.reduce((a, b) => Math.max(a, b), 1);
  const scale = scaleOf([0.8, most], [FIELD.bottom, FIELD.top], true);
  return [
    {
      kind: "tiles",
      outline: rectangle(-0.1, -0.1, CELL + 0.2, CELL + 0.2),
      x: Float64Array.from(filled, (i) => FIELD.left + i % columns * CELL),
      y: Float64Array.from(filled, (i) => FIELD.top + Math.floor(i / columns) * CELL),
      size: new Float64Array(filled.length).fill(1),
      color: Uint16Array.from(filled, (i) => Math.round(shareOf(scale, counts[i]!) * 255)),
      palette,
    },
    ...colorBar(scale, FIELD.right + 14, palette, "Points per cell"),
  ];
}
