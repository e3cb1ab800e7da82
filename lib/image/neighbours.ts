import type { Positions } from "./derotate.ts";
import { Grid } from "./grid.ts";

/**
 * Which pixels lie side by side: those of pixel i are `ids[start[i]]` to, without it,
 * `ids[start[i + 1]]`, in ascending order.
 */
export interface Neighbours {
  readonly start: Int32Array;
  readonly ids: Int32Array;
  /** Neighbours of the pixel that has most. */
  readonly most: number;
}

/** Pixels of shape 2 are squares, all others count as hexagons. */
const SQUARE = 2;

/**
 * Finds the neighbours of all pixels. With d the distance of a pixel to the nearest other one:
 * hexagonal and circular pixels have the at most 6 nearest that are nearer than 1.4 d (Euclidean),
 * square ones the at most 4 nearest that are nearer than 1.5 d (Manhattan). These are the rules of
 * ctapipe's `CameraGeometry`.
 *
 * @param shape as in `CameraGeometry`
 * @throws {RangeError} if a position is not a finite number
 */
export function findNeighbours(positions: Positions, shape: number): Neighbours {
  const { x, y } = positions;
  const n = x.length;
  const square = shape === SQUARE;
  const [limit, factor] = square ? [4, 1.5] : [6, 1.4];
  const distance = (a: number, b: number) => {
    const [dx, dy] = [Math.abs(x[a]! - x[b]!), Math.abs(y[a]! - y[b]!)];
    return square ? dx + dy : Math.sqrt(dx * dx + dy * dy);
  };
  const grid = new Grid(positions);
  const near = new Int32Array(n);
  const start = new Int32Array(n + 1);
  const ids = new Int32Array(n * limit);
  let [end, most] = [0, 0];
  for (let pixel = 0; pixel < n; pixel++) {
    const found = nearer(grid, pixel, factor, near, distance, limit);
    ids.set(found, end);
    end += found.length;
    start[pixel + 1] = end;
    most = Math.max(most, found.length);
  }
  return { start, ids: ids.slice(0, end), most };
}

type Distance = (a: number, b: number) => number;

/** Looks ever further away until nothing nearer can come. */
function nearer(
  grid: Grid,
  pixel: number,
  factor: number,
  near: Int32Array,
  distance: Distance,
  limit: number,
): number[] {
  let nearest = Infinity;
  for (let cells = 1;; cells *= 2) {
    const count = grid.around(pixel, cells, near);
    for (let i = 0; i < count; i++) {
      if (near[i] !== pixel) nearest = Math.min(nearest, distance(pixel, near[i]!));
    }
    if (factor * nearest > cells * grid.cell && cells < grid.extent) continue;
    return nearestOf(pixel, near.subarray(0, count), factor * nearest, distance, limit);
  }
}

function nearestOf(
  pixel: number,
  near: Int32Array,
  within: number,
  distance: Distance,
  limit: number,
): number[] {
  const found: number[] = [];
  for (const other of near) {
    if (other !== pixel && distance(pixel, other) < within) found.push(other);
  }
  if (found.length > limit) {
    found.sort((a, b) => distance(pixel, a) - distance(pixel, b) || a - b);
    found.length = limit;
  }
  return found.sort((a, b) => a - b);
}
