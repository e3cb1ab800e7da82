import assert from "node:assert/strict";
import fc from "fast-check";
import { hexCamera } from "./camera.ts";

const camera = hexCamera(5, 0.05, 0.3);

/** Turns stored pixel coordinates into the sky-aligned frame. */
function aligned(x: number, y: number): [number, number] {
  const [s, c] = [Math.sin(camera.rotation), Math.cos(camera.rotation)];
  return [x * c - y * s, x * s + y * c];
}

Deno.test("a place belongs to the nearest pixel", () => {
  assert.equal(camera.pixelX.length, 91);
  fc.assert(
    fc.property(fc.nat(90), fc.double({ min: 0, max: 6.28, noNaN: true }), (pixel, angle) => {
      const reach = 0.499 * camera.pitch;
      const x = camera.pixelX[pixel]! + reach * Math.cos(angle);
      const y = camera.pixelY[pixel]! + reach * Math.sin(angle);
      assert.equal(camera.pixelAt(...aligned(x, y)), pixel);
    }),
  );
});

Deno.test("places outside belong to no pixel", () => {
  for (let angle = 0; angle < 6.28; angle += 0.1) {
    const reach = 5.7 * camera.pitch;
    assert.equal(camera.pixelAt(reach * Math.cos(angle), reach * Math.sin(angle)), -1);
  }
});

Deno.test("rows run along x: the nearest neighbour is one pitch away on the same row", () => {
  const middle = camera.pixelAt(0, 0);
  assert.ok(Math.abs(camera.pixelX[middle + 1]! - camera.pitch) < 1e-6);
  assert.equal(camera.pixelY[middle + 1], 0);
});
