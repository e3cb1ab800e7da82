import assert from "node:assert/strict";
import { placeOf, vectorOf } from "../lib/image/mod.ts";
import { testStep } from "../lib/testing/step_context.ts";
import type { Group } from "./_group.ts";
import stereo, { type StereoRecord } from "./stereo_reconstruct.ts";

const RAD = Math.PI / 180;
const label = { file: "made_up", run: 1, eventId: 12 };
const truth = { energy: 1.5, altitude: 70.4 * RAD, azimuth: 0.3 * RAD, coreX: 30, coreY: -20 };
const focalLength = 16;
const pointing = { altitude: 70 * RAD, azimuth: 0 };

/** What a telescope sees of a line of light, from 8 km up. */
function member(position: readonly [number, number, number], rest: object = {}) {
  const axis = vectorOf(truth);
  const at = (height: number) => {
    const along = height / axis[2];
    const seen = [
      truth.coreX + along * axis[0] - position[0],
      truth.coreY + along * axis[1] - position[1],
      height - position[2],
    ] as const;
    return placeOf({ pointing, focalLength }, seen)!;
  };
  const [cog, higher] = [at(8000), at(10000)];
  const psi = Math.atan((higher.y - cog.y) / (higher.x - cog.x));
  const hillas = { intensity: 200, ...cog, psi, length: 0.2, width: 0.05 };
  return {
    ...label,
    place: { position, pointing },
    camera: { geometry: { focalLength } },
    parameters: { hillas },
    truth,
    ...rest,
  };
}

const group = (members: readonly unknown[], size: number | null = members.length): Group => ({
  kind: "group",
  key: label,
  size,
  members,
});
const three = [member([0, 0, 10]), member([100, 20, 0]), member([-50, 120, 30])];
const reconstructed = async (one: Group) => {
  const { emitted, figures } = await testStep(stereo, {}, [one]);
  return { record: emitted[0]!.value as StereoRecord, figures };
};

Deno.test("stereo_reconstruct gives a flat record, with what was simulated beside what was found", async () => {
  const { record, figures } = await reconstructed(group(three, 4));
  const { altitude, azimuth, coreX, coreY, maxHeight, offset, ...rest } = record;
  const near = (a: number | null, b: number, by: number) =>
    assert.ok(Math.abs(a! - b) < by, `${a}`);
  near(altitude, truth.altitude, 1e-9);
  near(azimuth, truth.azimuth, 1e-9);
  near(coreX, 30, 1e-6);
  near(coreY, -20, 1e-6);
  near(maxHeight, 8000, 1e-3);
  near(offset, 0, 1e-9);
  near(rest.directionSpread, 0, 1e-9);
  near(rest.coreSpread, 0, 1e-6);
  assert.deepEqual({ ...rest, directionSpread: 0, coreSpread: 0 }, {
    ...label,
    telescopes: 4,
    images: 3,
    directionSpread: 0,
    coreSpread: 0,
    trueEnergy: 1.5,
    trueAltitude: truth.altitude,
    trueAzimuth: truth.azimuth,
    trueCoreX: 30,
    trueCoreY: -20,
  });
  assert.deepEqual(figures, { reconstructed: 1 });
});

Deno.test("stereo_reconstruct gives nulls where nothing can be told, and counts it", async () => {
  const unknown = [
    three[0]!,
    member([100, 0, 0], { parameters: null }),
    member([0, 100, 0], { parameters: { hillas: null } }),
    member([0, 100, 0], { place: { position: [0, 100, 0], pointing: null } }),
  ];
  const { record, figures } = await reconstructed(group(unknown, null));
  assert.deepEqual([record.telescopes, record.images], [4, 0]);
  for (const name of ["altitude", "azimuth", "coreX", "coreY", "maxHeight", "offset"] as const) {
    assert.equal(record[name], null, name);
  }
  assert.equal(record.trueEnergy, 1.5);
  assert.deepEqual(figures, { "not reconstructed": 1 });
});

Deno.test("stereo_reconstruct does without a truth", async () => {
  const { record } = await reconstructed(group(three.map((each) => ({ ...each, truth: null }))));
  assert.ok(record.altitude !== null);
  assert.deepEqual([record.trueEnergy, record.offset], [null, null]);
});

Deno.test("stereo_reconstruct names what is missing in members", async () => {
  const { parameters: _, ...bare } = three[1]!;
  await assert.rejects(
    reconstructed(group([three[0], bare])),
    /member 1 of the group has no parameters: the join must come behind the step that computes/,
  );
  const { camera: __, ...blind } = three[1]!;
  await assert.rejects(reconstructed(group([blind])), /member 0 .* no camera.geometry.focalLength/);
});
