/** What there is to be drawn, as plain data: the same for every format, and able to travel. @module */

/**
 * A drawing on a white page: marks in the order in which they are laid on each other. Lengths are
 * points (1/72 inch), from the upper left corner, y downwards. Plain data that may cross Workers.
 */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** What it shows, in one line; for those who cannot see it, and for the titles of files. */
  readonly title: string;
  readonly marks: readonly Mark[];
}

/** One layer of a {@link Picture}. Colours are `#rrggbb`. */
export type Mark = Tiles | Lines | Label;

/** Many copies of one shape: the pixels of a camera, the points of a plot. */
export interface Tiles {
  readonly kind: "tiles";
  /** Corners of the shape around (0, 0), `x0, y0, x1, y1, …`; see {@link regularPolygon}. */
  readonly outline: Float64Array;
  /** Where the copies are. */
  readonly x: Float64Array;
  /** Like `x`. */
  readonly y: Float64Array;
  /** Factor on `outline`, one per copy. */
  readonly size: Float64Array;
  /** Index into `palette`, one per copy. */
  readonly color: Uint16Array;
  readonly palette: readonly string[];
}

/** Lines and areas of one style. */
export interface Lines {
  readonly kind: "lines";
  /** Corners of each, `x0, y0, x1, y1, …`. */
  readonly parts: readonly Float64Array[];
  /** Whether the last corner is joined to the first. */
  readonly closed?: boolean;
  /** Colour of the line; none is drawn without it. */
  readonly stroke?: string;
  /** Default: 1. */
  readonly width?: number;
  /** Lengths of a stroke and of the gap behind it; default: no gaps. */
  readonly dash?: readonly [stroke: number, gap: number];
  /** Colour of the area inside. */
  readonly fill?: string;
}

/** A line of text. */
export interface Label {
  readonly kind: "label";
  readonly text: string;
  /** Where it is anchored. */
  readonly x: number;
  /** Its baseline. */
  readonly y: number;
  /** Height of the font. */
  readonly size: number;
  /** Default: black. */
  readonly color?: string;
  /** Which part of it is at `x`; default: `start`. */
  readonly anchor?: "start" | "middle" | "end";
  readonly bold?: boolean;
  /** Whether it runs upwards instead of to the right. */
  readonly upwards?: boolean;
}

/**
 * A polygon around (0, 0), its corners at distance 1.
 *
 * @param turn angle of the first corner, radian, from x towards y
 */
export function regularPolygon(corners: number, turn = 0): Float64Array {
  const outline = new Float64Array(2 * corners);
  for (let i = 0; i < corners; i++) {
    const angle = turn + 2 * Math.PI * i / corners;
    outline[2 * i] = Math.cos(angle);
    outline[2 * i + 1] = Math.sin(angle);
  }
  return outline;
}

/** A rectangle with its sides along the axes. */
export function rectangle(x: number, y: number, width: number, height: number): Float64Array {
  return Float64Array.of(x, y, x + width, y, x + width, y + height, x, y + height);
}

/** The sign before negative figures, as wide as a plus; formats without it write a dash. */
export const MINUS = "\u2212";
