import assert from "node:assert/strict";
import fc from "fast-check";
import { hillasParameters } from "./hillas.ts";
import { inTelescopeFrame } from "./telescope_frame.ts";
import { timingParameters } from "./timing.ts";

const FOCAL_LENGTH = 28;

const near = (what: string, found: number, expected: number, tolerance: number) =>
  assert.ok(Math.abs(found - expected) <= tolerance, `${what}: ${found}, ${expected}`);

/** Images along a line that is drawn, with a gradient of charges and of times. */
const images = fc.record({
  angle: fc.double({ min: -Math.PI / 2 + 0.01, max: Math.PI / 2, noNaN: true }),
  x: fc.double({ min: -1, max: 1, noNaN: true }),
  y: fc.double({ min: -1, max: 1, noNaN: true }),
  charges: fc.array(fc.double({ min: 1, max: 50, noNaN: true }), { minLength: 21, maxLength: 21 }),
  slope: fc.double({ min: -20, max: 20, noNaN: true }),
});

Deno.test("parameters turned over are those of pixels that are turned over", () => {
  fc.assert(fc.property(images, ({ angle, x, y, charges, slope }) => {
    const along = (i: number) => 0.05 * (i % 7 - 3), across = (i: number) => 0.03 * (i % 3 - 1);
    const place = (pixel: (i: number) => number) =>
      Float64Array.from({ length: 21 }, (_, i) => pixel(i));
    const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
    const metre = {
      x: place((i) => x + along(i) * cosine - across(i) * sine),
      y: place((i) => y + along(i) * sine + across(i) * cosine),
    };
    const sky = {
      x: metre.y.map((value) => value / FOCAL_LENGTH),
      y: metre.x.map((value) => value / FOCAL_LENGTH),
    };
    const charge = Float64Array.from(charges), mask = new Uint8Array(21).fill(1);
    const times = place((i) => slope * along(i) + i % 2);
    const inCamera = hillasParameters(metre, charge, mask)!;
    const expected = hillasParameters(sky, charge, mask)!;
    fc.pre(expected.length > 1.05 * expected.width);
    const timing = timingParameters(metre, charge, times, mask, inCamera);
    const expectedTiming = timingParameters(sky, charge, times, mask, expected)!;
    const found = inTelescopeFrame(inCamera, timing, FOCAL_LENGTH);
    near("longitude", found.hillas.fovLon, expected.x, 1e-12);
    near("latitude", found.hillas.fovLat, expected.y, 1e-12);
    for (const name of ["intensity", "r", "phi", "length", "width", "kurtosis"] as const) {
      near(name, found.hillas[name]!, expected[name]!, 1e-9);
    }
    // At the ends of its range the axis may look either way, by rounding.
    const ends = Math.PI / 2 - Math.abs(expected.psi!);
    fc.pre(ends > 1e-6);
    near("psi", found.hillas.psi!, expected.psi!, 1e-9);
    near("skewness", found.hillas.skewness!, expected.skewness!, 1e-7);
    near("slope", found.timing!.slope, expectedTiming.slope, 1e-6);
    near("deviation", found.timing!.deviation, expectedTiming.deviation, 1e-9);
    near("intercept", found.timing!.intercept, expectedTiming.intercept, 1e-8);
  }));
});

Deno.test("the axis is in (-90°, 90°], and what has none keeps none", () => {
  const point = { intensity: 1, x: 0, y: 0, r: 0, phi: 0, length: 0, width: 0 };
  const none = { ...point, psi: null, skewness: null, kurtosis: null };
  assert.deepEqual(inTelescopeFrame(none, null, 28).hillas.psi, null);
  const psi = (degrees: number) => {
    const hillas = { ...point, psi: degrees * Math.PI / 180, skewness: 1, kurtosis: 3 };
    const found = inTelescopeFrame(hillas, null, 28).hillas;
    return [Math.round(found.psi! * 180 / Math.PI), found.skewness];
  };
  assert.deepEqual(psi(90), [0, 1]);
  assert.deepEqual(psi(0), [90, 1]);
  assert.deepEqual(psi(30), [60, 1]);
  assert.deepEqual(psi(-30), [-60, -1]);
  assert.deepEqual(psi(-89), [-1, -1]);
});
