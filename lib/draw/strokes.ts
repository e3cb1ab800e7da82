/** Lines with a width, as polygons. @module */

/** Corners of the round end of a thick line. */
const ROUND = 12;

/**
 * The areas that a pen of a width covers on its way from corner to corner: a rectangle per segment,
 * and a disc per corner.
 */
export function strokeOf(
  corners: Float64Array,
  width: number,
  { closed = false, dash }: { closed?: boolean; dash?: readonly [number, number] } = {},
): Float64Array[] {
  const areas: Float64Array[] = [];
  const lines = dash ? dashed(corners, closed, dash) : segments(corners, closed);
  for (const [x0, y0, x1, y1] of lines) {
    const length = Math.hypot(x1 - x0, y1 - y0);
    areas.push(disc(x0, y0, width / 2));
    if (length === 0) continue;
    areas.push(disc(x1, y1, width / 2));
    const [nx, ny] = [(y1 - y0) / length * width / 2, (x0 - x1) / length * width / 2];
    areas.push(
      Float64Array.of(x0 + nx, y0 + ny, x1 + nx, y1 + ny, x1 - nx, y1 - ny, x0 - nx, y0 - ny),
    );
  }
  return areas;
}

type Segment = [x0: number, y0: number, x1: number, y1: number];

function segments(corners: Float64Array, closed: boolean): Segment[] {
  const n = corners.length;
  const found: Segment[] = [];
  for (let i = 0; i + (closed ? 0 : 2) < n; i += 2) {
    const j = (i + 2) % n;
    found.push([corners[i]!, corners[i + 1]!, corners[j]!, corners[j + 1]!]);
  }
  return found;
}

function dashed(corners: Float64Array, closed: boolean, dash: readonly [number, number]) {
  const found: Segment[] = [];
  let [at, left] = [0, dash[0]];
  for (const [x0, y0, x1, y1] of segments(corners, closed)) {
    const length = Math.hypot(x1 - x0, y1 - y0);
    for (let done = 0; done < length;) {
      const step = Math.min(left, length - done);
      const [a, b] = [done / length, (done + step) / length];
      const place = (t: number) => [x0 + (x1 - x0) * t, y0 + (y1 - y0) * t] as const;
      if (at === 0) found.push([...place(a), ...place(b)]);
      done += step;
      left -= step;
      if (left <= 1e-9) left = dash[at ^= 1]!;
    }
  }
  return found;
}

function disc(x: number, y: number, radius: number): Float64Array {
  const corners = new Float64Array(2 * ROUND);
  for (let i = 0; i < ROUND; i++) {
    corners[2 * i] = x + radius * Math.cos(2 * Math.PI * i / ROUND);
    corners[2 * i + 1] = y + radius * Math.sin(2 * Math.PI * i / ROUND);
  }
  return corners;
}
