/** How much of each pixel of a grid a polygon covers. @module */

/** Is called for a cell that is covered, with the share of it, above 0 and at most 1. */
export type CellCallback = (x: number, y: number, share: number) => void;

/** The smallest and largest cells that polygons reach. */
interface Window {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * Finds the cells that polygons cover, between the rows 0 and `rows`.
 *
 * Of a polygon it is the area in each cell, exactly: each edge adds the area to its right, and a
 * running sum along a row fills what is between two edges (the method of Raph Levien's font-rs). Of
 * several a cell gets the largest share, so that where they overlap nothing is covered twice.
 */
export class Coverage {
  #sums = new Float32Array(0);
  #shares = new Float32Array(0);
  #left = 0;
  #top = 0;
  #width = 0;
  #height = 0;

  /** @param rows below which nothing is looked at */
  constructor(readonly rows: number) {}

  /** Calls back for every cell that any of the polygons, `x0, y0, x1, y1, …`, covers. */
  forEach(polygons: readonly Float64Array[], callback: CellCallback): void {
    if (polygons.length === 1) return this.#cellsOf(polygons[0]!, callback);
    const windows = polygons.map((polygon) => this.#windowOf(polygon));
    const left = Math.min(...windows.map((window) => window.left));
    const top = Math.min(...windows.map((window) => window.top));
    const width = Math.max(...windows.map((window) => window.right)) - left + 1;
    const height = Math.max(...windows.map((window) => window.bottom)) - top;
    if (!(width > 0 && height > 0)) return;
    const shares = this.#shares = cleared(this.#shares, width * height);
    for (const polygon of polygons) {
      this.#cellsOf(polygon, (x, y, share) => {
        const at = (y - top) * width + x - left;
        if (share > shares[at]!) shares[at] = share;
      });
    }
    for (let at = 0; at < width * height; at++) {
      if (shares[at]! > 0) callback(left + at % width, top + Math.floor(at / width), shares[at]!);
    }
  }

  #cellsOf(corners: Float64Array, callback: CellCallback): void {
    const { left, top, right, bottom } = this.#windowOf(corners);
    if (!(left <= right && top < bottom)) return;
    this.#left = left;
    this.#top = top;
    // Two more: an edge at the very right reaches over by one cell, and leaves its rest behind that.
    this.#width = right - left + 2;
    this.#height = bottom - top;
    this.#sums = cleared(this.#sums, this.#width * this.#height);
    const n = corners.length;
    for (let i = 0; i < n; i += 2) {
      const j = i + 2 < n ? i + 2 : 0;
      this.#edge(corners[i]!, corners[i + 1]!, corners[j]!, corners[j + 1]!);
    }
    for (let row = 0; row < this.#height; row++) {
      let sum = 0;
      for (let column = 0; column < this.#width - 1; column++) {
        sum += this.#sums[row * this.#width + column]!;
        const share = Math.min(1, Math.abs(sum));
        if (share > 1 / 512) callback(left + column, top + row, share);
      }
    }
  }

  #windowOf(corners: Float64Array): Window {
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < corners.length; i += 2) {
      left = Math.min(left, corners[i]!);
      right = Math.max(right, corners[i]!);
      top = Math.min(top, corners[i + 1]!);
      bottom = Math.max(bottom, corners[i + 1]!);
    }
    return {
      left: Math.floor(left),
      top: Math.max(0, Math.floor(top)),
      right: Math.ceil(right),
      bottom: Math.min(this.rows, Math.ceil(bottom)),
    };
  }

  #edge(xa: number, ya: number, xb: number, yb: number): void {
    const down = ya < yb;
    const [x0, y0, x1, y1] = down ? [xa, ya, xb, yb] : [xb, yb, xa, ya];
    const slope = y1 > y0 ? (x1 - x0) / (y1 - y0) : 0;
    const [first, last] = [y0 - this.#top, Math.min(y1 - this.#top, this.#height)];
    let y = Math.max(0, first);
    let x = x0 - this.#left + (y - first) * slope;
    while (y < last) {
      const row = Math.floor(y);
      const next = Math.min(row + 1, last);
      const nextX = x + slope * (next - y);
      this.#span(row * this.#width, Math.min(x, nextX), Math.max(x, nextX), down, next - y);
      [x, y] = [nextX, next];
    }
  }

  /** An edge within one row, from `x0` to `x1`, over `height` of it. */
  #span(row: number, x0: number, x1: number, down: boolean, height: number): void {
    const d = down ? height : -height;
    const sums = this.#sums;
    const first = Math.floor(x0);
    if (x1 <= first + 1) {
      const share = (x0 + x1) / 2 - first;
      sums[row + first] = sums[row + first]! + d * (1 - share);
      sums[row + first + 1] = sums[row + first + 1]! + d * share;
      return;
    }
    // The area right of the edge, up to each cell's right side; what a cell adds is the difference.
    const per = d / (x1 - x0);
    let before = 0;
    for (let cell = first; cell < x1; cell++) {
      const upTo = (x: number) => {
        const inside = Math.min(Math.max(x, x0), x1) - x0;
        return inside * inside / 2 + Math.max(0, x - x1) * (x1 - x0);
      };
      const area = (upTo(cell + 1) - upTo(cell)) * per;
      sums[row + cell] = sums[row + cell]! + area - before;
      before = area;
      if (cell + 1 >= x1) sums[row + cell + 1] = sums[row + cell + 1]! + d - area;
    }
  }
}

/** An array of at least a size, the first `size` values zero. */
function cleared(array: Float32Array<ArrayBuffer>, size: number): Float32Array<ArrayBuffer> {
  return array.length < size ? new Float32Array(size) : array.fill(0, 0, size);
}
