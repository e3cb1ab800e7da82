/** The shapes of pixels, and where they are on the sky-aligned camera. @module */
import { regularPolygon } from "../../draw/mod.ts";
import type { CameraGeometry } from "../records.ts";

/** Pixels as they are drawn, in metre, x to the right and y upwards. */
export interface PixelShapes {
  /** Positions in the derotated camera frame: that of all Hillas parameters. */
  readonly x: Float64Array;
  /** Like `x`. */
  readonly y: Float64Array;
  /** Corners of a pixel of size 1, around (0, 0), against the clock. */
  readonly outline: Float64Array;
  /** Distance of each pixel's corners from its centre, by its area. */
  readonly size: Float64Array;
  /** Directions in which a pixel's edges look: edge k is from corner k to the next; radian. */
  readonly normals: readonly number[];
}

const CIRCLE = 24;
const SQUARE = 2;
const HEXAGON = 1;
const TURNED_HEXAGON = 3;

/**
 * Derotates a camera, x' = x·cos c − y·sin c, y' = x·sin c + y·cos c, and gives its pixels a shape.
 * Hexagons of shape 1 have neighbours along x before that (and corners above and below), those of
 * shape 3 along y. What is neither a hexagon nor a square is drawn as a circle.
 */
export function pixelShapes(geometry: CameraGeometry): PixelShapes {
  const { rotation, shape, area } = geometry;
  const [cos, sin] = [Math.cos(rotation), Math.sin(rotation)];
  const n = geometry.x.length;
  const [x, y] = [new Float64Array(n), new Float64Array(n)];
  for (let i = 0; i < n; i++) {
    x[i] = geometry.x[i]! * cos - geometry.y[i]! * sin;
    y[i] = geometry.x[i]! * sin + geometry.y[i]! * cos;
  }
  const corners = shape === SQUARE ? 4 : shape === HEXAGON || shape === TURNED_HEXAGON ? 6 : CIRCLE;
  const first = (shape === SQUARE ? Math.PI / 4 : shape === HEXAGON ? Math.PI / 2 : 0) + rotation;
  const outline = regularPolygon(corners, first);
  // Area of a regular polygon with corners at distance R: n/2·R²·sin(2π/n).
  const perArea = 2 / (corners * Math.sin(2 * Math.PI / corners));
  const usual = usualArea(area, x, y);
  const size = Float64Array.from(area, (a) => Math.sqrt((a > 0 ? a : usual) * perArea));
  const normals = Array.from(
    { length: corners },
    (_, k) => first + (2 * k + 1) * Math.PI / corners,
  );
  return { x, y, outline, size, normals };
}

/** What a pixel without an area gets: the mean of the others, else its share of the camera. */
function usualArea(area: Float32Array, x: Float64Array, y: Float64Array): number {
  const known = area.filter((a) => a > 0);
  if (known.length > 0) return known.reduce((sum, a) => sum + a, 0) / known.length;
  const [left, right] = extent(x);
  const [low, high] = extent(y);
  return (right - left) * (high - low) / Math.max(1, x.length) || 1e-4;
}

/** Smallest and largest of the finite values; infinite if there is none. */
export function extent(values: ArrayLike<number>): [min: number, max: number] {
  let [min, max] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return [min, max];
}
