import assert from "node:assert/strict";
import fc from "fast-check";
import { gridCamera } from "./_cameras.ts";
import { maskOutline } from "./mask_outline.ts";
import { pixelShapes } from "./pixel_shape.ts";

const N = 8;

/** Edges around a mask, counted by looking at every pair of survivors. */
function expectedEdges(shape: 1 | 2 | 3, mask: Uint8Array): number {
  const { geometry: { x, y } } = gridCamera(shape, N);
  const survivors = [...mask.keys()].filter((i) => mask[i]);
  const pairs = survivors.flatMap((i) =>
    survivors.filter((j) => j !== i && Math.hypot(x[i]! - x[j]!, y[i]! - y[j]!) < 1.1)
  );
  return survivors.length * (shape === 2 ? 4 : 6) - pairs.length;
}

for (const shape of [1, 2, 3] as const) {
  Deno.test(`the outline of a mask has the edges that two survivors do not share: shape ${shape}`, () => {
    const pixels = pixelShapes(gridCamera(shape, N, 0.4).geometry);
    const some = fc.array(fc.boolean(), { minLength: N * N, maxLength: N * N });
    fc.assert(fc.property(some, (chosen) => {
      const mask = Uint8Array.from(chosen, Number);
      assert.equal(maskOutline(pixels, mask).length, expectedEdges(shape, mask));
    }));
  });
}

Deno.test("the outline of circles is all of each; that of nothing is nothing", () => {
  const pixels = pixelShapes(gridCamera(0, 3).geometry);
  assert.equal(maskOutline(pixels, new Uint8Array(9)).length, 0);
  assert.equal(maskOutline(pixels, new Uint8Array(9).fill(1, 0, 2)).length, 2 * 24);
});
