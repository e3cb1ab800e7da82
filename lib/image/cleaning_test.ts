import assert from "node:assert/strict";
import fc from "fast-check";
import { hexagons, listsOf } from "./_fixtures.ts";
import { countIslands } from "./islands.ts";
import { findNeighbours } from "./neighbours.ts";
import { tailCuts } from "./tail_cuts.ts";

const NEIGHBOURS = findNeighbours(hexagons(4), 1);
const BESIDE = listsOf(NEIGHBOURS);
const N = BESIDE.length;

const anyCharges = fc.array(
  fc.oneof(
    fc.constantFrom(-3, 0, 4.999, 5, 9.999, 10, 100),
    fc.double({ min: -5, max: 30, noNaN: true }),
  ),
  { minLength: N, maxLength: N },
).map((charges) => Float64Array.from(charges));

/** Pixels that a condition holds for. */
const those = (holds: (pixel: number) => boolean) => BESIDE.map((_, pixel) => holds(pixel));

Deno.test("property: tail cuts are what the definition says, in sets", () => {
  fc.assert(
    fc.property(anyCharges, fc.integer({ min: 0, max: 3 }), fc.boolean(), (q, least, isolated) => {
      const company = isolated ? 0 : least;
      const above = those((i) => q[i]! >= 10);
      const picture = those((i) =>
        above[i]! && BESIDE[i]!.filter((j) => above[j]!).length >= company
      );
      const boundary = those((i) => q[i]! >= 5);
      const survives = those((i) =>
        (boundary[i]! && BESIDE[i]!.some((j) => picture[j]!)) ||
        (picture[i]! && (isolated || BESIDE[i]!.some((j) => boundary[j]!)))
      );
      const cuts = {
        picture: 10,
        boundary: 5,
        minPictureNeighbours: least,
        keepIsolated: isolated,
      };
      assert.deepEqual([...tailCuts(q, NEIGHBOURS, cuts)], survives.map(Number));
    }),
    { numRuns: 1000 },
  );
});

Deno.test("a boundary above the picture threshold is what it is, too", () => {
  const q = new Float64Array(N).fill(0);
  [q[0], q[1]] = [10, 10];
  const cuts = { picture: 10, boundary: 11, minPictureNeighbours: 1, keepIsolated: false };
  assert.ok(tailCuts(q, NEIGHBOURS, cuts).every((is) => is === 0));
});

Deno.test("a charge that is no finite number: nothing survives", () => {
  for (const odd of [NaN, Infinity, -Infinity]) {
    const q = new Float64Array(N).fill(50);
    q[N - 1] = odd;
    assert.ok(tailCuts(q, NEIGHBOURS).every((is) => is === 0), String(odd));
  }
});

/** By flooding, one island after the other. */
function floods(mask: Uint8Array): number {
  const left = new Set([...mask.keys()].filter((i) => mask[i] === 1));
  let islands = 0;
  for (const first of left) {
    islands++;
    const reached = [first];
    left.delete(first);
    for (const pixel of reached) {
      for (const other of BESIDE[pixel]!) if (left.delete(other)) reached.push(other);
    }
  }
  return islands;
}

Deno.test("property: islands are counted as flooding does", () => {
  const anyMask = fc.array(fc.nat(1), { minLength: N, maxLength: N });
  fc.assert(
    fc.property(anyMask, (values) => {
      const mask = Uint8Array.from(values);
      assert.equal(countIslands(mask, NEIGHBOURS), floods(mask));
    }),
    { numRuns: 500 },
  );
});

Deno.test("pixels of which only one knows the other are one island", () => {
  const oneWay = { start: Int32Array.of(0, 0, 1), ids: Int32Array.of(0), most: 1 };
  assert.equal(countIslands(Uint8Array.of(1, 1), oneWay), 1);
  assert.equal(countIslands(Uint8Array.of(0, 0), oneWay), 0);
});
