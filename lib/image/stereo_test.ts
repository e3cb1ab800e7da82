import assert from "node:assert/strict";
import fc from "fast-check";
import { sharedPath, testShared } from "../testing/shared.ts";
import { placeOf, separation, type SkyDirection, vectorOf } from "./sky.ts";
import { reconstructStereo, type StereoImage } from "./stereo.ts";
import { cross, plus, unit, type Vector } from "./vector.ts";

const RAD = Math.PI / 180;
const DEGREE = 1 / RAD;

interface Shower {
  readonly from: SkyDirection;
  readonly core: readonly [number, number];
  readonly height: number;
}

/** What a telescope sees of a shower that is a line: its light comes from one height, and above. */
function imageOf(shower: Shower, position: Vector, pointing: SkyDirection, focalLength = 16) {
  const axis = vectorOf(shower.from);
  const pointAt = (height: number): Vector =>
    plus([...shower.core, 0], axis, height / Math.sin(shower.from.altitude));
  const place = (height: number) =>
    placeOf({ pointing, focalLength }, unit(plus(pointAt(height), position, -1)))!;
  const [cog, higher] = [place(shower.height), place(1.3 * shower.height)];
  const psi = Math.atan((higher.y - cog.y) / (higher.x - cog.x));
  const hillas = { intensity: 100, ...cog, psi, length: 0.3, width: 0.1 };
  return { hillas, position, pointing, focalLength } satisfies StereoImage;
}

const pointing = { altitude: 70 * RAD, azimuth: 300 * RAD };
const shower: Shower = {
  from: { altitude: 70.5 * RAD, azimuth: 301 * RAD },
  core: [40, -60],
  height: 9000,
};
const POSITIONS: readonly Vector[] = [[0, 0, 10], [120, 0, 40], [0, 150, 0], [-90, -80, 20]];
const images = POSITIONS.map((position) => imageOf(shower, position, pointing));

Deno.test("axes that cross exactly give the shower exactly, without any spread", () => {
  const found = reconstructStereo(images)!;
  assert.ok(separation(found, shower.from) < 1e-9);
  assert.ok(Math.hypot(found.coreX - 40, found.coreY + 60) < 1e-5);
  assert.ok(Math.abs(found.maxHeight! - 9000) < 1e-3);
  assert.equal(found.images, 4);
  assert.ok(found.directionSpread! < 1e-9 && found.coreSpread! < 1e-5);
});

Deno.test("two images make one pair, which says nothing of its spread", () => {
  const found = reconstructStereo(images.slice(0, 2))!;
  assert.ok(separation(found, shower.from) < 1e-9);
  assert.deepEqual([found.images, found.directionSpread, found.coreSpread], [2, null, null]);
});

Deno.test("bright images count more, and images that differ show in the spread", () => {
  const turned = (intensity: number) => {
    const [first, ...rest] = images as [StereoImage, ...StereoImage[]];
    const hillas = { ...first.hillas, intensity, psi: first.hillas.psi! + 0.1 };
    return reconstructStereo([{ ...first, hillas }, ...rest])!;
  };
  const [bright, faint] = [turned(1000), turned(10)];
  assert.ok(separation(faint, shower.from) < separation(bright, shower.from) / 10);
  assert.ok(faint.directionSpread! > 0 && bright.directionSpread! > faint.directionSpread!);
  assert.ok(bright.coreSpread! > faint.coreSpread!);
});

const changed = (hillas: Partial<StereoImage["hillas"]>, rest: Partial<StereoImage> = {}) => ({
  ...images[0]!,
  ...rest,
  hillas: { ...images[0]!.hillas, ...hillas },
});

for (
  const [what, list] of [
    ["no image", []],
    ["one image", images.slice(0, 1)],
    ["parallel axes", [images[0]!, changed({}, { position: [5, 5, 0] })]],
    ["the same telescope twice", [images[0]!, images[0]!]],
    ["an image without axis", [changed({ psi: null }), images[1]!]],
    ["an image without width", [changed({ width: 0 }), images[1]!]],
    ["an image of nothing", [changed({ intensity: 0 }), images[1]!]],
    ["a place that is no number", [changed({ x: NaN }), images[1]!]],
    ["a position that is no number", [changed({}, { position: [0, Infinity, 0] }), images[1]!]],
  ] as const
) {
  Deno.test(`there is no shower from ${what}`, () => assert.equal(reconstructStereo(list), null));
}

Deno.test("images that are no use do no harm to the others", () => {
  const found = reconstructStereo([...images, changed({ psi: null }), changed({ width: 0 })]);
  assert.deepEqual(found, reconstructStereo(images));
});

Deno.test("property: any shower is found from any array, each telescope looking its own way", () => {
  const coordinate = fc.double({ min: -300, max: 300, noNaN: true });
  const near = fc.double({ min: -2, max: 2, noNaN: true });
  const arbitrary = fc.record({
    from: fc.record({
      altitude: fc.double({ min: 40, max: 85, noNaN: true }).map((it) => it * RAD),
      azimuth: fc.double({ min: 0, max: 360, noNaN: true }).map((it) => it * RAD),
    }),
    core: fc.tuple(coordinate, coordinate),
    height: fc.double({ min: 5000, max: 15000, noNaN: true }),
  });
  const telescope = fc.record({
    position: fc.tuple(coordinate, coordinate, fc.double({ min: -50, max: 50, noNaN: true })),
    off: fc.tuple(near, near),
    focalLength: fc.double({ min: 2, max: 30, noNaN: true }),
  });
  const array = fc.array(telescope, { minLength: 3, maxLength: 6 });
  fc.assert(fc.property(arbitrary, array, ({ from, core, height }, telescopes) => {
    // what a telescope in the core sees has no axis
    const impact = ({ position }: { position: Vector }) =>
      Math.hypot(...cross(plus(position, [...core, 0], -1), vectorOf(from)));
    fc.pre(telescopes.every((telescope) => impact(telescope) > 10));
    const images = telescopes.map(({ position, off: [up, aside], focalLength }) => {
      const azimuth = from.azimuth + aside * RAD / Math.cos(from.altitude);
      const pointing = { altitude: from.altitude + up * RAD, azimuth };
      return imageOf({ from, core, height }, position, pointing, focalLength);
    });
    const found = reconstructStereo(images);
    if (found === null) return; // telescopes in one line with the core
    assert.ok(separation(found, from) < 1e-6);
    assert.ok(Math.hypot(found.coreX - core[0], found.coreY - core[1]) < 0.05);
    assert.ok(Math.abs(found.maxHeight! - height) < 1);
    const again = reconstructStereo(images.toReversed())!;
    assert.ok(separation(found, again) < 1e-9, "whatever the order of telescopes");
  }));
});

interface Expected {
  readonly telescopes: readonly {
    readonly tel_id: number;
    readonly position: Vector;
    readonly effective_focal_length: number;
  }[];
  readonly events: readonly {
    readonly mc: { azimuth: number; altitude: number; xcore: number; ycore: number; hmax: number };
    readonly telescopes: Readonly<
      Record<string, {
        readonly tracking: { azimuth_raw: number; altitude_raw: number };
        readonly dl1: {
          readonly neighbor_peak_7_3_corrected: {
            readonly hillas: StereoImage["hillas"] & { readonly psi_deg: number | null } | null;
          };
        };
      }>
    >;
  }[];
}

testShared("the event of history_meta_75 is found within 0.3 degrees and 30 m", async () => {
  const path = sharedPath("simtel/expected/history_meta_75.simtel.zst.json");
  const { telescopes, events: [event] } = JSON.parse(await Deno.readTextFile(path)) as Expected;
  const { mc, telescopes: data } = event!;
  const images = Object.entries(data).flatMap(([id, { tracking, dl1 }]): StereoImage[] => {
    const { hillas } = dl1.neighbor_peak_7_3_corrected;
    if (hillas === null) return [];
    const psi = hillas.psi_deg === null ? null : hillas.psi_deg * RAD;
    const described = telescopes.find(({ tel_id }) => tel_id === Number(id))!;
    return [{
      hillas: { ...hillas, psi },
      position: described.position,
      focalLength: described.effective_focal_length,
      pointing: { azimuth: tracking.azimuth_raw, altitude: tracking.altitude_raw },
    }];
  });
  const found = reconstructStereo(images)!;
  const off = separation(found, mc) * DEGREE;
  const metres = Math.hypot(found.coreX - mc.xcore, found.coreY - mc.ycore);
  assert.ok(off < 0.15, `${off}°`);
  assert.ok(metres < 20, `${metres} m`);
  assert.equal(found.images, 14); // one is a line of pixels
  // the simulation's is above sea level, where electrons are most; the telescopes are 2158 m up
  assert.ok(Math.abs(found.maxHeight! + 2158 - mc.hmax) < 1000, `${found.maxHeight}`);
});
