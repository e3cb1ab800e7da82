import assert from "node:assert/strict";
import fc from "fast-check";
import { makeCamera } from "./camera.ts";
import type { Camera } from "./records.ts";

const pixels = fc.float32Array({ minLength: 1, maxLength: 20, noNaN: true });
const anyCamera: fc.Arbitrary<Omit<Camera, "id">> = fc.record({
  geometry: fc.record({
    x: pixels,
    y: pixels,
    area: pixels,
    shape: fc.integer({ min: -1, max: 3 }),
    rotation: fc.double(),
    focalLength: fc.double(),
  }),
  readout: fc.record({
    timeSlice: fc.double(),
    refPulses: fc.option(pixels),
    refLength: fc.nat(20),
    refStep: fc.double(),
    disabled: fc.int32Array(),
  }),
  calibration: fc.constant(null),
});

Deno.test("property: an id is of the content, wherever it lies in memory", () => {
  fc.assert(fc.property(anyCamera, (parts) => {
    const { id } = makeCamera(parts);
    assert.match(id, /^[0-9a-f]{16}$/);
    const x = new Float32Array([0, ...parts.geometry.x]).subarray(1);
    assert.equal(makeCamera({ ...parts, geometry: { ...parts.geometry, x } }).id, id);
    const readout = { ...parts.readout, disabled: Int32Array.of(1) };
    assert.equal(makeCamera({ ...parts, readout }).id, id, "disabled pixels are a telescope's own");
  }));
});

Deno.test("property: cameras that differ anywhere have different ids", () => {
  fc.assert(fc.property(anyCamera, fc.nat(), fc.nat(2), (parts, at, which) => {
    const key = (["x", "y", "area"] as const)[which]!;
    const changed = parts.geometry[key].slice();
    changed[at % changed.length] = changed[at % changed.length]! === 7 ? 8 : 7;
    const id = makeCamera(parts).id;
    const geometry = { ...parts.geometry, [key]: changed };
    assert.notEqual(makeCamera({ ...parts, geometry }).id, id);
    const readout = { ...parts.readout, refLength: parts.readout.refLength + 1 };
    assert.notEqual(makeCamera({ ...parts, readout }).id, id);
  }));
});

Deno.test("no two of many cameras that differ by one number have the same id", () => {
  const ids = new Set<string>();
  const area = new Float32Array(4);
  for (let i = 0; i < 20_000; i++) {
    const x = Float32Array.of(i, 0, 0, 0);
    const geometry = { x, y: area, area, shape: 1, rotation: 0, focalLength: 28 };
    const readout = {
      timeSlice: 1,
      refPulses: null,
      refLength: 0,
      refStep: 1,
      disabled: new Int32Array(),
    };
    ids.add(makeCamera({ geometry, readout, calibration: null }).id);
  }
  assert.equal(ids.size, 20_000);
});
