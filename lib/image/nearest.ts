import type { Positions } from "./derotate.ts";

/** Points of a leaf, which are looked at one by one. */
const LEAF = 8;

/** How far two points are apart: by a straight line, or along x and y. */
export type Norm = "euclidean" | "manhattan";

/**
 * Finds the points that are nearest to one of them, by a k-d tree: halves of halves, cut at the
 * median of the longer side. It takes any points; a grid would not bear one that is far from all
 * others.
 */
export class NearestPoints {
  readonly #points: Positions;
  readonly #straight: boolean;
  readonly #most: number;
  /** The points in the order of the tree: each half is one stretch of it. */
  readonly #order: Int32Array;
  /** Where the stretch with this middle was cut. */
  readonly #cuts: { readonly along: Float64Array; readonly at: number }[];
  readonly #distances: Float64Array;
  readonly #found: Int32Array;
  #count = 0;

  /**
   * @param most of the nearest that are wanted of a point
   * @throws {RangeError} if a position is not a finite number
   */
  constructor(points: Positions, norm: Norm, most: number) {
    const { x, y } = points;
    for (let i = 0; i < x.length; i++) {
      if (Number.isFinite(x[i]! + y[i]!)) continue;
      throw new RangeError(`the place of pixel ${i} is ${x[i]}, ${y[i]}`);
    }
    this.#points = points;
    this.#straight = norm === "euclidean";
    this.#most = most;
    this.#order = Int32Array.from(x.keys());
    this.#cuts = new Array(x.length);
    this.#distances = new Float64Array(most + 1);
    this.#found = new Int32Array(most + 1);
    this.#cut(0, x.length);
  }

  /**
   * The nearest other points, nearest first, of equally near ones the first, with their distances.
   * Both arrays hold until the next call.
   */
  of(point: number): { readonly ids: Int32Array; readonly distances: Float64Array } {
    this.#count = 0;
    this.#search(point, 0, this.#order.length);
    return {
      ids: this.#found.subarray(0, this.#count),
      distances: this.#distances.subarray(0, this.#count),
    };
  }

  /** The coordinate that a stretch of the tree is cut along: that in which it is longer. */
  #along(start: number, end: number): Float64Array {
    const length = (values: Float64Array) => {
      let [least, most] = [Infinity, -Infinity];
      for (let at = start; at < end; at++) {
        const value = values[this.#order[at]!]!;
        if (value < least) least = value;
        if (value > most) most = value;
      }
      return most - least;
    };
    const { x, y } = this.#points;
    return length(x) >= length(y) ? x : y;
  }

  #cut(start: number, end: number): void {
    if (end - start <= LEAF) return;
    const along = this.#along(start, end);
    this.#order.subarray(start, end).sort((a, b) => along[a]! - along[b]!);
    const middle = (start + end) >> 1;
    this.#cuts[middle] = { along, at: along[this.#order[middle]!]! };
    this.#cut(start, middle);
    this.#cut(middle, end);
  }

  /** The half on the point's side comes first; the other only if it may hold something nearer. */
  #search(point: number, start: number, end: number): void {
    if (end - start <= LEAF) {
      for (let at = start; at < end; at++) this.#meet(point, this.#order[at]!);
      return;
    }
    const middle = (start + end) >> 1;
    const { along, at } = this.#cuts[middle]!;
    const beyond = along[point]! - at;
    if (beyond < 0) this.#search(point, start, middle);
    else this.#search(point, middle, end);
    if (this.#count === this.#most && Math.abs(beyond) > this.#distances[this.#most - 1]!) return;
    if (beyond < 0) this.#search(point, middle, end);
    else this.#search(point, start, middle);
  }

  #meet(point: number, other: number): void {
    if (other === point) return;
    const { x, y } = this.#points;
    const [dx, dy] = [x[point]! - x[other]!, y[point]! - y[other]!];
    const distance = this.#straight ? Math.sqrt(dx * dx + dy * dy) : Math.abs(dx) + Math.abs(dy);
    const [distances, found] = [this.#distances, this.#found];
    let at = this.#count;
    for (; at > 0; at--) {
      const before = distances[at - 1]!;
      if (before < distance || (before === distance && found[at - 1]! < other)) break;
      distances[at] = before;
      found[at] = found[at - 1]!;
    }
    distances[at] = distance;
    found[at] = other;
    if (this.#count < this.#most) this.#count++;
  }
}
