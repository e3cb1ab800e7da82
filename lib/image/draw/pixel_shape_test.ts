import assert from "node:assert/strict";
import { openSimtel } from "../../simtel/mod.ts";
import { sharedPath, testShared } from "../../testing/shared.ts";
import type { CameraGeometry } from "../records.ts";
import { gridCamera } from "./_cameras.ts";
import { type PixelShapes, pixelShapes } from "./pixel_shape.ts";

/** Edges of pixels, as `midpoint, length`, in thousandths. */
function edgesOf({ x, y, outline, size }: PixelShapes, i: number): string[] {
  const n = outline.length / 2;
  const corner = (k: number) => [
    x[i]! + outline[2 * (k % n)]! * size[i]!,
    y[i]! + outline[2 * (k % n) + 1]! * size[i]!,
  ];
  return Array.from({ length: n }, (_, k) => {
    const [[ax, ay], [bx, by]] = [corner(k), corner(k + 1)] as [[number, number], [number, number]];
    return [(ax + bx) / 2, (ay + by) / 2].map((v) => Math.round(v * 100) + 0).join();
  });
}

for (const shape of [1, 2, 3] as const) {
  for (const rotation of [0, 0.3, -1.2]) {
    Deno.test(`pixels of shape ${shape}, turned by ${rotation}, share their edges`, () => {
      const pixels = pixelShapes(gridCamera(shape, 5, rotation).geometry);
      const inner = 2 * 5 + 2;
      const own = edgesOf(pixels, inner);
      const others = new Set(
        [...pixels.x.keys()].filter((i) => i !== inner).flatMap((i) => edgesOf(pixels, i)),
      );
      assert.equal(own.length, shape === 2 ? 4 : 6);
      assert.ok(own.every((edge) => others.has(edge)), `${own} among ${[...others]}`);
    });
  }
}

Deno.test("a pixel without an area gets that of the others; without any, its share", () => {
  const { geometry } = gridCamera(2, 4);
  const one = Float32Array.from(geometry.area);
  one[3] = 0;
  assert.deepEqual(pixelShapes({ ...geometry, area: one }), pixelShapes(geometry));
  const { size } = pixelShapes({ ...geometry, area: new Float32Array(16) });
  assert.ok(size.every((s) => s > 0.4 && s < 0.8));
});

testShared(
  "in every public file pixels touch their neighbours and do not reach into them",
  async () => {
    let hexagons = 0;
    let squares = 0;
    for (const { name } of Deno.readDirSync(sharedPath("simtel/data"))) {
      if (!/\.(zst|gz)$/.test(name)) continue;
      await using file = await openSimtel(sharedPath(`simtel/data/${name}`), {
        onTruncated: "warn",
      });
      for (const { camera: c } of file.header.telescopes) {
        const geometry: CameraGeometry = {
          x: c.pixelX,
          y: c.pixelY,
          area: c.pixelArea,
          shape: c.pixelShape[0]!,
          rotation: c.camRot ?? 0,
          focalLength: c.focalLength,
        };
        const pixels = pixelShapes(geometry);
        if (pixels.normals.length > 6) continue;
        pixels.normals.length === 6 ? hexagons++ : squares++;
        assertFacing(pixels, name);
      }
    }
    assert.ok(hexagons > 20 && squares > 2, `${hexagons} with hexagons, ${squares} with squares`);
  },
);

/** An inner pixel's nearest neighbours are where its edges look, twice as far as these. */
function assertFacing({ x, y, size, normals }: PixelShapes, name: string): void {
  const i = [...x.keys()].sort((a, b) => Math.hypot(x[a]!, y[a]!) - Math.hypot(x[b]!, y[b]!))[5]!;
  const inradius = size[i]! * Math.cos(Math.PI / normals.length);
  const near = [...x.keys()].filter((j) => j !== i)
    .map((j) => ({ d: Math.hypot(x[j]! - x[i]!, y[j]! - y[i]!), j }))
    .sort((a, b) => a.d - b.d).slice(0, 2);
  for (const { d, j } of near) {
    const direction = Math.atan2(y[j]! - y[i]!, x[j]! - x[i]!);
    const off = Math.min(...normals.map((n) => Math.abs(Math.sin((n - direction) / 2))));
    assert.ok(off < 0.01, `${name}: a neighbour in direction ${direction}, no edge looks there`);
    assert.ok(2 * inradius < d * 1.001 && 2 * inradius > d * 0.85, `${name}: ${inradius} ${d}`);
  }
}
