import assert from "node:assert/strict";
import fc from "fast-check";
import { anyPoints, hexagons, listsOf, positionsOf, squares } from "./_fixtures.ts";
import { borderPixels, widerBorder } from "./border.ts";
import type { Positions } from "./derotate.ts";
import { findNeighbours } from "./neighbours.ts";

/** As the definition says, by looking at all pairs. */
function byAllPairs({ x, y }: Positions, square: boolean): number[][] {
  const [limit, factor] = square ? [4, 1.5] : [6, 1.4];
  const all = Array.from(x.keys());
  return all.map((i) => {
    const far = (j: number) => {
      const [dx, dy] = [Math.abs(x[i]! - x[j]!), Math.abs(y[i]! - y[j]!)];
      return square ? dx + dy : Math.sqrt(dx * dx + dy * dy);
    };
    const others = all.filter((j) => j !== i).sort((a, b) => far(a) - far(b) || a - b);
    const nearest = others.length > 0 ? far(others[0]!) : 0;
    return others.filter((j) => far(j) < factor * nearest).slice(0, limit).sort((a, b) => a - b);
  });
}

Deno.test("property: neighbours are those that looking at all pairs finds, of any points", () => {
  fc.assert(
    fc.property(anyPoints, fc.boolean(), (points, square) => {
      const found = findNeighbours(points, square ? 2 : 1);
      assert.deepEqual(listsOf(found), byAllPairs(points, square));
      assert.equal(found.most, Math.max(...listsOf(found).map(({ length }) => length)));
    }),
    { numRuns: 500 },
  );
});

Deno.test("hexagons have six neighbours, squares four; at the border fewer", () => {
  const hexes = findNeighbours(hexagons(5), 1);
  assert.equal(hexes.most, 6);
  assert.equal(borderPixels(hexes).reduce((sum, is) => sum + is, 0), 6 * 5);
  const grid = findNeighbours(squares(8), 2);
  assert.equal(grid.most, 4);
  assert.deepEqual(listsOf(grid)[9], [1, 8, 10, 17]);
  assert.equal(borderPixels(grid).reduce((sum, is) => sum + is, 0), 4 * 7);
});

Deno.test("the wider border: pixels with one of the border beside them", () => {
  const grid = findNeighbours(squares(5), 2);
  const wider = widerBorder(grid, borderPixels(grid));
  assert.equal(wider.reduce((sum, is) => sum + is, 0), 24, "all but the one in the middle");
  assert.equal(wider[12], 0);
  const tee = findNeighbours(positionsOf([[0, 0], [1, 0], [-1, 0], [0, 1]]), 2);
  const border = borderPixels(tee);
  assert.deepEqual([...border], [0, 1, 1, 1]);
  assert.deepEqual([...widerBorder(tee, border)], [1, 0, 0, 0], "of themselves they are not");
});

Deno.test("pixels in one place, and one alone, have none", () => {
  assert.deepEqual(listsOf(findNeighbours(positionsOf([[1, 1]]), 1)), [[]]);
  assert.deepEqual(listsOf(findNeighbours(positionsOf([[1, 1], [1, 1], [2, 2]]), 1))[0], []);
  assert.deepEqual(listsOf(findNeighbours(positionsOf([]), 1)), []);
});

Deno.test("a place that is no number is named", () => {
  assert.throws(() => findNeighbours(positionsOf([[0, 0], [NaN, 0]]), 1), {
    message: "the place of pixel 1 is NaN, 0",
  });
});

Deno.test("40000 pixels take well under a second, however they lie", () => {
  const spread = squares(200);
  const lone = { x: spread.x.slice(), y: spread.y.slice() };
  lone.x[0] = 1e6; // all the others in few cells
  for (const positions of [spread, hexagons(115), lone]) {
    const took = Math.min(...[1, 2, 3].map(() => {
      const start = performance.now();
      findNeighbours(positions, 2);
      return performance.now() - start;
    }));
    assert.ok(took < 1000, `${took} ms`);
  }
});
