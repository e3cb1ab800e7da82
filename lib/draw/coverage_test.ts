import assert from "node:assert/strict";
import fc from "fast-check";
import { Coverage } from "./coverage.ts";
import { strokeOf } from "./strokes.ts";

const SIZE = 12;

/** Shares of a grid of 12 × 12 cells. */
function cover(polygons: readonly Float64Array[]): Float64Array {
  const cells = new Float64Array(SIZE * SIZE);
  const coverage = new Coverage(SIZE);
  // It has been used before: what is left of that must not show.
  coverage.forEach([Float64Array.of(0, 0, SIZE, 0, SIZE, SIZE)], () => {});
  coverage.forEach(polygons, (x, y, share) => cells[y * SIZE + x] = share);
  return cells;
}

const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
const near = (a: number, b: number, slack: number) =>
  assert.ok(Math.abs(a - b) < slack, `${a} ${b}`);

const coordinate = fc.double({ min: 0, max: SIZE, noNaN: true });
const triangle = fc.array(coordinate, { minLength: 6, maxLength: 6 });

Deno.test("what is covered is the area of a triangle, whichever way it turns", () => {
  fc.assert(
    fc.property(triangle, ([ax, ay, bx, by, cx, cy]) => {
      const area = Math.abs((bx! - ax!) * (cy! - ay!) - (cx! - ax!) * (by! - ay!)) / 2;
      for (const corners of [[ax, ay, bx, by, cx, cy], [cx, cy, bx, by, ax, ay]] as number[][]) {
        near(sum(cover([Float64Array.from(corners)])), area, 0.3); // cells below 1/512 are left out
      }
    }),
    { numRuns: 300 },
  );
});

Deno.test("a rectangle covers its cells by their shares", () => {
  const cells = cover([Float64Array.of(1.25, 2.5, 3.5, 2.5, 3.5, 4, 1.25, 4)]);
  const row = (y: number) => [...cells.slice(y * SIZE, y * SIZE + 5)];
  assert.deepEqual(row(1), [0, 0, 0, 0, 0]);
  assert.deepEqual(row(2), [0, 0.375, 0.5, 0.25, 0]);
  assert.deepEqual(row(3), [0, 0.75, 1, 0.5, 0]);
  assert.deepEqual(row(4), [0, 0, 0, 0, 0]);
});

Deno.test("what begins above the first row, or ends below the last, is cut there", () => {
  const found: string[] = [];
  const tall = Float64Array.of(-1, -4, 1, -4, 1, 40, -1, 40);
  new Coverage(2).forEach([tall], (x, y, share) => found.push(`${x},${y} ${share}`));
  assert.deepEqual(found, ["-1,0 1", "0,0 1", "-1,1 1", "0,1 1"]);
  new Coverage(2).forEach([Float64Array.of(0, 5, 1, 5, 1, 6)], () => assert.fail("it is below"));
  new Coverage(2).forEach([], () => assert.fail("there is nothing"));
});

Deno.test("a stroke covers its length times its width, corners and overlaps once", () => {
  near(sum(cover(strokeOf(Float64Array.of(2, 6, 10, 6), 2))), 8 * 2 + Math.PI, 0.25);
  const corner = cover(strokeOf(Float64Array.of(2, 2, 9, 2, 9, 9), 2));
  near(sum(corner), 2 * 7 * 2 + Math.PI - 1 + Math.PI / 4, 0.4);
  assert.ok(corner.every((share) => share <= 1));
  const square = cover(strokeOf(Float64Array.of(2, 2, 9, 2, 9, 9, 2, 9), 1, { closed: true }));
  // A cell at a corner, which two sides cover in different parts, gets the larger part: 0.25 less.
  near(sum(square), 4 * 7 - 1 + Math.PI / 4 - 4 * 0.25, 0.2);
});

Deno.test("a dashed stroke has its gaps", () => {
  const cells = cover(strokeOf(Float64Array.of(0.5, 6, 11.5, 6), 0.5, { dash: [2, 2] }));
  const at = (x: number) => cells[6 * SIZE + x]! > 0;
  assert.deepEqual([at(1), at(3), at(5), at(7), at(9), at(11)], [
    true,
    false,
    true,
    false,
    true,
    false,
  ]);
});
