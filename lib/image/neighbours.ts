import type { Positions } from "./derotate.ts";
import { NearestPoints } from "./nearest.ts";

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
  const n = positions.x.length;
  const [limit, factor] = shape === SQUARE ? [4, 1.5] : [6, 1.4];
  const nearest = new NearestPoints(positions, shape === SQUARE ? "manhattan" : "euclidean", limit);
  const start = new Int32Array(n + 1);
  const ids = new Int32Array(n * limit);
  let [end, most] = [0, 0];
  for (let pixel = 0; pixel < n; pixel++) {
    const near = nearest.of(pixel);
    let count = 0;
    while (count < near.ids.length && near.distances[count]! < factor * near.distances[0]!) count++;
    ids.set(near.ids.subarray(0, count).sort(), end);
    end += count;
    start[pixel + 1] = end;
    most = Math.max(most, count);
  }
  return { start, ids: ids.slice(0, end), most };
}
