import assert from "node:assert/strict";
import { resolveConfig } from "./config.ts";
import { drawImage, type ShowerImage } from "./image.ts";
import { Random } from "./random.ts";
import { drawShower, photonDensity, type Shower } from "./shower.ts";
import { DEGREE, project, skyBasis, type Vector } from "./sky.ts";
import { simulatedArray, type SimulatedTelescope } from "./telescopes.ts";

const config = resolveConfig({ seed: 3, showers: 1, viewcone: 0.4, altitude: 80 });
const pointing = skyBasis(config.azimuth * DEGREE, config.altitude * DEGREE);
const telescope = simulatedArray(config)[0]!;
const base = drawShower(config, 1, new Random(3));

function imageAt(core: Vector, energy = 1): ShowerImage {
  const shower: Shower = { ...base, energy, yield: 1 };
  return drawImage(telescope, pointing, shower, core, new Random(3, 4));
}

/** A core this far from the telescope, on the ground, in the direction of the angle. */
function coreAround({ position }: SimulatedTelescope, radius: number, angle: number): Vector {
  return [position[0] + radius * Math.cos(angle), position[1] + radius * Math.sin(angle), 0];
}

/** Moments of the true image in the sky-aligned frame, in units of the focal length. */
function moments({ truth }: ShowerImage) {
  const { camera, focalLength } = telescope.kind;
  const [s, c] = [Math.sin(camera.rotation), Math.cos(camera.rotation)];
  const points = [...truth.pixelId].map((pixel, i) => {
    const [px, py] = [camera.pixelX[pixel]!, camera.pixelY[pixel]!];
    return {
      x: (px * c - py * s) / focalLength,
      y: (px * s + py * c) / focalLength,
      t: truth.time[i]!,
    };
  });
  const mean = (of: (p: typeof points[0]) => number) =>
    points.reduce((sum, p) => sum + of(p), 0) / points.length;
  const [x, y, t] = [mean((p) => p.x), mean((p) => p.y), mean((p) => p.t)];
  const along = (ux: number, uy: number) => (p: typeof points[0]) =>
    (p.x - x) * ux + (p.y - y) * uy;
  return {
    x,
    y,
    rms: (ux: number, uy: number) => Math.sqrt(mean((p) => along(ux, uy)(p) ** 2)),
    timeSlope: (ux: number, uy: number) => mean((p) => along(ux, uy)(p) * (p.t - t)),
  };
}

const [sourceX, sourceY] = project(pointing, base.sky.axis);

Deno.test("the image lies from the source position towards the core, and is long that way", () => {
  for (let angle = 0; angle < 6; angle += 0.9) {
    const core = coreAround(telescope, 130, angle);
    const image = moments(imageAt(core));
    const offset: [number, number] = [image.x - sourceX, image.y - sourceY];
    // What the telescope sees of the ground direction to the core.
    const [x, y] = project(pointing, [
      base.sky.axis[0] * 1e6 + core[0] - telescope.position[0],
      base.sky.axis[1] * 1e6 + core[1] - telescope.position[1],
      base.sky.axis[2] * 1e6 - telescope.position[2],
    ]);
    const [ex, ey] = [x - sourceX, y - sourceY];
    const size = Math.hypot(ex, ey);
    const [ux, uy] = [ex / size, ey / size];
    const cosine = (offset[0] * ux + offset[1] * uy) / Math.hypot(...offset);
    assert.ok(cosine > 0.995, `angle ${angle}: cosine ${cosine}`);
    assert.ok(image.rms(ux, uy) > 1.4 * image.rms(-uy, ux), `angle ${angle}: not elongated`);
  }
});

Deno.test("images move outwards with the impact distance", () => {
  const displacement = [20, 60, 100, 140].map((radius) => {
    const { x, y } = moments(imageAt(coreAround(telescope, radius, 1)));
    return Math.hypot(x - sourceX, y - sourceY);
  });
  assert.deepEqual(displacement, displacement.toSorted((a, b) => a - b));
  const expected = 100 / base.distance;
  assert.ok(Math.abs(displacement[2]! / expected - 1) < 0.2, `${displacement[2]} / ${expected}`);
});

Deno.test("far from the axis light from the head of the shower comes later", () => {
  const core = coreAround(telescope, 200, 1);
  const image = moments(imageAt(core, 3));
  const [ux, uy] = [image.x - sourceX, image.y - sourceY];
  assert.ok(image.timeSlope(ux, uy) > 0);
});

Deno.test("the light is flat to 120 m, falls beyond, and grows with the energy", () => {
  const at = (impact: number, energy = 1) => photonDensity({ ...base, energy }, impact);
  assert.equal(at(10), at(119));
  assert.ok(at(120) > at(150) && at(150) > at(300));
  assert.equal(at(50, 4), 4 * at(50));
  const core = coreAround(telescope, 50, 0);
  const pe = imageAt(core, 0.5).truth.nPe;
  const mean = imageAt(core, 0.5).expectedPe;
  assert.ok(Math.abs(pe - mean) < 5 * Math.sqrt(mean), `${pe} of ${mean}`);
});

Deno.test("the truth of an image adds up", () => {
  const { truth } = imageAt(coreAround(telescope, 80, 2));
  assert.equal(truth.image.reduce((a, b) => a + b), truth.nPe);
  assert.equal(truth.pixelId.length, truth.nPe);
  assert.equal(truth.time.length, truth.nPe);
  assert.equal(truth.image.filter((n) => n > 0).length, truth.nonEmpty);
});
