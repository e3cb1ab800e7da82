import assert from "node:assert/strict";
import fc from "fast-check";
import { cameraWith, hexagons, positionsOf } from "./_fixtures.ts";
import { CameraKit } from "./camera_kit.ts";
import { concentrationParameters } from "./concentration.ts";
import type { Positions } from "./derotate.ts";
import { hillasParameters } from "./hillas.ts";
import { imageParameters } from "./image_parameters.ts";
import { leakageParameters } from "./leakage.ts";
import type { Hillas } from "./records.ts";
import { timingParameters } from "./timing.ts";

const POSITIONS = hexagons(40, 0.01);
const N = POSITIONS.x.length;
const ALL = new Uint8Array(N).fill(1);

const near = (actual: number | null, expected: number, within: number, what = "") =>
  assert.ok(Math.abs(actual! - expected) <= within, `${what}: ${actual} is not ${expected}`);

/** A Gaussian image, with what its density would be. */
function gaussian(
  { x, y }: Positions,
  x0: number,
  y0: number,
  length: number,
  width: number,
  psi: number,
) {
  return Float64Array.from(x, (_, i) => {
    const [dx, dy] = [x[i]! - x0, y[i]! - y0];
    const along = dx * Math.cos(psi) + dy * Math.sin(psi);
    const across = dy * Math.cos(psi) - dx * Math.sin(psi);
    return 1000 * Math.exp(-((along / length) ** 2 + (across / width) ** 2) / 2);
  });
}

Deno.test("a Gaussian is found: where it is, how large, and how it lies", () => {
  for (const psi of [-1.5, -0.7, 0, 0.3, 1, Math.PI / 2]) {
    const charge = gaussian(POSITIONS, 0.05, -0.03, 0.06, 0.03, psi);
    const hillas = hillasParameters(POSITIONS, charge, ALL)!;
    near(hillas.x, 0.05, 1e-4, "x");
    near(hillas.y, -0.03, 1e-4, "y");
    near(hillas.r, Math.hypot(hillas.x, hillas.y), 1e-15, "r");
    near(hillas.phi, Math.atan2(hillas.y, hillas.x), 1e-15, "phi");
    near(hillas.length, 0.06, 1e-3, "length");
    near(hillas.width, 0.03, 1e-3, "width");
    near(Math.sin(hillas.psi! - psi), 0, 5e-3, "psi");
    assert.ok(hillas.psi! > -Math.PI / 2 && hillas.psi! <= Math.PI / 2);
    near(hillas.skewness, 0, 0.02, "skewness");
    near(hillas.kurtosis, 3, 0.1, "kurtosis");
  }
});

Deno.test("two pixels are a line, one a point, none nothing", () => {
  const positions = positionsOf([[1, 1], [1, 3], [5, 5]]);
  const hillas = (charges: number[], mask: number[]) =>
    hillasParameters(positions, Float64Array.from(charges), Uint8Array.from(mask));
  const line = hillas([10, 30, 99], [1, 1, 0])!;
  assert.deepEqual([line.intensity, line.x, line.y], [40, 1, 2.5]);
  near(line.length, Math.sqrt(3) / 2, 1e-15);
  assert.equal(line.width, 0);
  assert.equal(line.psi, Math.PI / 2);
  // (10·(−1.5)³ + 30·0.5³) / 40 / length³
  near(line.skewness, -0.75 / (Math.sqrt(3) / 2) ** 3, 1e-12);
  const point = hillas([10, 30, 99], [0, 0, 1])!;
  const { length, width, psi, skewness, kurtosis } = point;
  assert.deepEqual({ length, width, psi, skewness, kurtosis }, {
    length: 0,
    width: 0,
    psi: null,
    skewness: null,
    kurtosis: null,
  });
  assert.equal(hillas([10, 30, 99], [0, 0, 0]), null);
  assert.equal(hillas([10, -30, 99], [1, 1, 0]), null, "less than nothing");
  assert.equal(hillas([10, NaN, 99], [1, 1, 0]), null);
});

Deno.test("pixels in a slanting line have no width, not that of rounding", () => {
  for (let i = 1; i < 30; i++) {
    const positions = positionsOf([0, 1, 2, 3].map((k) => [0.1 + k * 0.037 * i, -0.2 + k * 0.011]));
    const charge = Float64Array.of(7, 11.3, 5.1, 9);
    assert.equal(hillasParameters(positions, charge, Uint8Array.of(1, 1, 1, 1))!.width, 0);
  }
});

const anyImage = fc.array(fc.double({ min: 5, max: 1000, noNaN: true }), {
  minLength: 61,
  maxLength: 61,
});

Deno.test("property: a turned, shifted and scaled camera has the same image, turned and so on", () => {
  const small = hexagons(4, 0.05);
  const angle = fc.double({ min: -3, max: 3, noNaN: true });
  fc.assert(fc.property(anyImage, angle, angle, angle, (values, turn, dx, dy) => {
    const charge = Float64Array.from(values);
    const mask = Uint8Array.from(values, (q) => q > 300 ? 1 : 0);
    const [sine, cosine] = [Math.sin(turn), Math.cos(turn)];
    const turned = {
      x: small.x.map((x, i) => 2 * (x * cosine - small.y[i]! * sine) + dx),
      y: small.x.map((x, i) => 2 * (x * sine + small.y[i]! * cosine) + dy),
    };
    const [one, other] = [
      hillasParameters(small, charge, mask),
      hillasParameters(turned, charge, mask),
    ];
    if (one === null) return assert.equal(other, null);
    near(other!.intensity, one.intensity, 1e-9);
    near(other!.length, 2 * one.length, 1e-9);
    near(other!.width, 2 * one.width, 1e-7);
    near(other!.x, 2 * (one.x * cosine - one.y * sine) + dx, 1e-9);
    assert.ok(one.width <= one.length);
    if (one.psi === null || one.length < 1.01 * one.width) return;
    near(Math.sin(other!.psi! - one.psi - turn), 0, 1e-6);
    near(Math.abs(other!.skewness!), Math.abs(one.skewness!), 1e-6);
    near(other!.kurtosis, one.kurtosis!, 1e-6);
  }));
});

Deno.test("leakage: pixels and charge at the border, of those that survive", () => {
  const charge = Float64Array.of(10, 20, 30, 40, 1000);
  const mask = Uint8Array.of(1, 1, 1, 1, 0);
  const borders = [Uint8Array.of(1, 0, 0, 0, 1), Uint8Array.of(1, 0, 1, 0, 1)] as const;
  assert.deepEqual(leakageParameters(charge, mask, borders), {
    pixelsWidth1: 0.25,
    pixelsWidth2: 0.5,
    intensityWidth1: 0.1,
    intensityWidth2: 0.4,
  });
  assert.equal(leakageParameters(charge, new Uint8Array(5), borders), null);
});

const HILLAS: Hillas = {
  intensity: 100,
  x: 1,
  y: 1,
  r: Math.SQRT2,
  phi: Math.PI / 4,
  length: 2,
  width: 1,
  psi: Math.PI / 2,
  skewness: 0,
  kurtosis: 0,
};

Deno.test("concentration: near the middle, in the ellipse along its axis, in the brightest pixel", () => {
  // 0.4 off; 1.9 along, and 0.9 across: within; 1.05 across: not
  const positions = positionsOf([[1, 1.4], [1, 2.9], [1.9, 1], [2.05, 1], [1, 1]]);
  const charge = Float64Array.of(10, 20, 30, 40, 1000);
  const mask = Uint8Array.of(1, 1, 1, 1, 0);
  assert.deepEqual(concentrationParameters(positions, charge, mask, HILLAS, 0.5), {
    cog: 0.1,
    core: 0.6,
    pixel: 0.4,
  });
  const line = { ...HILLAS, width: 0 };
  assert.equal(concentrationParameters(positions, charge, mask, line, 0.5).core, null);
});

Deno.test("timing: a gradient along the axis is found, and what it leaves", () => {
  const psi = 0.6;
  const charge = gaussian(POSITIONS, 0.05, -0.03, 0.06, 0.03, psi);
  const hillas = hillasParameters(POSITIONS, charge, ALL)!;
  const along = (i: number) =>
    (POSITIONS.x[i]! - hillas.x) * Math.cos(hillas.psi!) +
    (POSITIONS.y[i]! - hillas.y) * Math.sin(hillas.psi!);
  const exact = Float64Array.from(ALL, (_, i) => 12 + 25 * along(i));
  const timing = timingParameters(POSITIONS, charge, exact, ALL, hillas)!;
  near(timing.slope, 25, 1e-9, "slope");
  near(timing.intercept, 12, 1e-9, "intercept");
  near(timing.deviation, 0, 1e-9, "deviation");
  const four = positionsOf([[-1, 0], [-1, 1], [1, 0], [1, 1]]);
  const times = Float64Array.of(0, 2, 4, 6);
  const flat = { ...HILLAS, x: 0, y: 0.5, psi: 0 };
  const even = timingParameters(
    four,
    Float64Array.of(5, 5, 5, 5),
    times,
    ALL.subarray(0, 4),
    flat,
  )!;
  assert.deepEqual(even, { slope: 2, intercept: 3, deviation: 1 });
  const heavy = timingParameters(
    four,
    Float64Array.of(30, 10, 5, 5),
    times,
    ALL.subarray(0, 4),
    flat,
  )!;
  assert.deepEqual([heavy.intercept - heavy.slope, heavy.intercept + heavy.slope], [0.5, 5]);
});

Deno.test("without a long axis, or a time, there is no timing", () => {
  const charge = new Float64Array(N).fill(1);
  const time = new Float64Array(N);
  const point = { ...HILLAS, psi: null };
  assert.equal(timingParameters(POSITIONS, charge, time, ALL, point), null);
  time[5] = NaN;
  assert.equal(timingParameters(POSITIONS, charge, time, ALL, HILLAS), null);
});

Deno.test("parameters are of the camera and of a cleaned image, or there are none", () => {
  const kit = new CameraKit(cameraWith());
  const charge = new Float64Array(37).fill(20);
  const image = {
    charge,
    peakTime: charge,
    gain: new Uint8Array(37),
    mask: new Uint8Array(37).fill(1),
  };
  const { nPixels, nIslands, hillas, leakage, concentration, timing } = imageParameters(image, kit);
  assert.deepEqual([nPixels, nIslands, hillas!.intensity], [37, 1, 740]);
  assert.deepEqual(leakage!.pixelsWidth1, 18 / 37);
  assert.ok(concentration !== null && timing !== null);
  assert.throws(() => imageParameters({ ...image, mask: null }, kit), /not cleaned/);
  assert.throws(
    () => imageParameters({ ...image, charge: charge.subarray(1) }, kit),
    /36 pixels, but a camera of 37/,
  );
});
