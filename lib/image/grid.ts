import type { Positions } from "./derotate.ts";

/** Cells per side never exceed this: positions may be anything. */
const MOST_CELLS = 1024;

/**
 * Points sorted into square cells of about one point each, so that what is near a point is found
 * without looking at all of them.
 */
export class Grid {
  readonly #points: Positions;
  readonly #left: number;
  readonly #bottom: number;
  readonly #cell: number;
  readonly #columns: number;
  readonly #rows: number;
  /** Points of cell c: `#sorted[#start[c]]` to, without it, `#sorted[#start[c + 1]]`. */
  readonly #start: Int32Array;
  readonly #sorted: Int32Array;

  /** @throws {RangeError} if a position is not a finite number */
  constructor(points: Positions) {
    this.#points = points;
    const { x, y } = points;
    const [left, right] = span(x);
    const [bottom, top] = span(y);
    this.#left = left;
    this.#bottom = bottom;
    const [width, height] = [right - left, top - bottom];
    const side = Math.sqrt(width * height / x.length) || (width + height) / x.length || 1;
    this.#cell = Math.max(side, width / MOST_CELLS, height / MOST_CELLS);
    this.#columns = Math.floor(width / this.#cell) + 1;
    this.#rows = Math.floor(height / this.#cell) + 1;
    this.#start = new Int32Array(this.#columns * this.#rows + 1);
    this.#sorted = new Int32Array(x.length);
    this.#sort();
  }

  /** Side of a cell, in the unit of the positions. */
  get cell(): number {
    return this.#cell;
  }

  /** Number of cells on the longer side: further apart no two points are. */
  get extent(): number {
    return Math.max(this.#columns, this.#rows);
  }

  /**
   * The points in the cells that are at most `cells` away from the cell of a point, that point
   * among them, written to `out`. Points that are missing are further away than `cells` sides.
   *
   * @returns how many they are
   */
  around(point: number, cells: number, out: Int32Array): number {
    const column = this.#column(point);
    const row = this.#row(point);
    const [first, last] = [
      Math.max(0, column - cells),
      Math.min(this.#columns - 1, column + cells),
    ];
    let found = 0;
    for (let r = Math.max(0, row - cells); r <= Math.min(this.#rows - 1, row + cells); r++) {
      const from = this.#start[r * this.#columns + first]!;
      const to = this.#start[r * this.#columns + last + 1]!;
      for (let at = from; at < to; at++) out[found++] = this.#sorted[at]!;
    }
    return found;
  }

  #column(point: number): number {
    return Math.floor((this.#points.x[point]! - this.#left) / this.#cell);
  }

  #row(point: number): number {
    return Math.floor((this.#points.y[point]! - this.#bottom) / this.#cell);
  }

  #sort(): void {
    const n = this.#sorted.length;
    const cells = Int32Array.from(
      { length: n },
      (_, point) => this.#row(point) * this.#columns + this.#column(point),
    );
    for (const cell of cells) this.#start[cell + 1]!++;
    for (let cell = 1; cell < this.#start.length; cell++) {
      this.#start[cell]! += this.#start[cell - 1]!;
    }
    const next = this.#start.slice();
    for (let point = 0; point < n; point++) this.#sorted[next[cells[point]!]!++] = point;
  }
}

function span(values: Float64Array): [least: number, most: number] {
  let [least, most] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) throw new RangeError(`the place of pixel ${i} is ${value}`);
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return values.length === 0 ? [0, 0] : [least, most];
}
