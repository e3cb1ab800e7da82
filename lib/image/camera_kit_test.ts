import assert from "node:assert/strict";
import { cameraWith } from "./_fixtures.ts";
import { CameraKits } from "./camera_kit.ts";

Deno.test("a kit is made once per make of camera, whichever packet brought it", () => {
  const kits = new CameraKits();
  const kit = kits.of(cameraWith());
  assert.equal(kits.of(cameraWith({}, { disabled: Int32Array.of(3) })), kit);
  assert.notEqual(kits.of(cameraWith({ rotation: 1 })), kit);
  assert.equal(kit.neighbours, kit.neighbours);
  assert.equal(kit.corrections({ width: 7, shift: 3 }), kit.corrections({ width: 7, shift: 3 }));
  assert.notEqual(kit.corrections({ width: 1, shift: 0 }), kit.corrections({ width: 7, shift: 3 }));
});

Deno.test("kits that were not used for longest are given up", () => {
  const kits = new CameraKits();
  const [first, second] = [kits.of(cameraWith()), kits.of(cameraWith({ rotation: 1 }))];
  for (let i = 2; i < 64; i++) kits.of(cameraWith({ rotation: i }));
  assert.equal(kits.of(cameraWith()), first);
  kits.of(cameraWith({ rotation: 64 }));
  assert.equal(kits.of(cameraWith()), first, "used since");
  assert.notEqual(kits.of(cameraWith({ rotation: 1 })), second, "given up");
});

Deno.test("a kit keeps nothing of what was lent", () => {
  const camera = cameraWith();
  const kit = new CameraKits().of(camera);
  const { x, y, area } = camera.geometry;
  for (const lent of [x, y, area, camera.readout.refPulses!]) lent.fill(NaN);
  const fresh = new CameraKits().of(cameraWith());
  assert.deepEqual(kit.positions, fresh.positions);
  assert.deepEqual(kit.neighbours, fresh.neighbours);
  assert.deepEqual(
    kit.corrections({ width: 7, shift: 3 }),
    fresh.corrections({ width: 7, shift: 3 }),
  );
  assert.equal(kit.pixelWidth, fresh.pixelWidth);
});

Deno.test("the width of a pixel: flat to flat, through a circle, along a side", () => {
  const width = (shape: number, area: number) =>
    new CameraKits().of(cameraWith({ shape, area: new Float32Array(37).fill(area) })).pixelWidth;
  assert.ok(Math.abs(width(1, Math.sqrt(3) / 2) - 1) < 1e-6);
  assert.ok(Math.abs(width(0, Math.PI) - 2) < 1e-6);
  assert.equal(width(2, 9), 3);
});
