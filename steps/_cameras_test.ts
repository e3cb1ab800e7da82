import assert from "node:assert/strict";
import {
  simulateCalibrations,
  simulateHeader,
  simulateShowers,
} from "../lib/simtel/simulate/mod.ts";
import type { ArrayEvent } from "../lib/simtel/mod.ts";
import { Telescopes } from "./_cameras.ts";
import { SMALL } from "./_fixtures.ts";

function setUp() {
  const header = simulateHeader(SMALL);
  const calibrations = new Map(simulateCalibrations(SMALL).map((each) => [each.telId, each]));
  const events = [...simulateShowers(SMALL)].filter((each): each is ArrayEvent =>
    each.type !== "untriggered"
  );
  return { header, calibrations, events, telescopes: new Telescopes(() => header, calibrations) };
}

Deno.test("each telescope has its label, its place and its camera, in the order of the data", () => {
  const { header, calibrations, events, telescopes } = setUp();
  for (const event of events) {
    const { telescopes: labels, places, cameras } = telescopes.of(event);
    for (const [index, { telId, tracking }] of event.telescopes.entries()) {
      const description = header.telescopes.find((each) => each.telId === telId)!;
      const { pedestal, dcToPe, tmCalib, nPedSlices } = calibrations.get(telId)!;
      assert.equal(labels[index]!.telId, telId);
      assert.deepEqual(places[index]!.position, description.position);
      assert.deepEqual(places[index]!.pointing, {
        azimuth: tracking!.azimuthCor ?? tracking!.azimuthRaw,
        altitude: tracking!.altitudeCor ?? tracking!.altitudeRaw,
      });
      const { geometry, readout, calibration } = cameras[index]!;
      assert.deepEqual(geometry.x, description.camera.pixelX);
      assert.deepEqual(geometry.rotation, description.camera.camRot);
      assert.deepEqual(readout.disabled, description.disabled!.hvDisabled);
      assert.equal(
        readout.refPulses!.length,
        readout.refLength * pedestal!.length / geometry.x.length,
      );
      assert.deepEqual(calibration, { pedestal, nPedSlices, dcToPe, timeOffset: tmCalib });
    }
  }
});

Deno.test("while nothing changes the objects are the same; telescopes of one make share theirs", () => {
  const { calibrations, events, telescopes } = setUp();
  const [event] = events;
  const { telId } = event!.telescopes[0]!;
  const before = telescopes.of(event!).cameras;
  assert.equal(telescopes.of(event!).cameras[0], before[0]);
  calibrations.set(telId, { ...calibrations.get(telId)!, pedestal: new Float32Array(3) });
  const after = telescopes.of(event!).cameras;
  assert.equal(after[0]!.calibration!.pedestal.length, 3);
  assert.equal(after[0]!.geometry, before[0]!.geometry);
  assert.deepEqual(after.slice(1), before.slice(1));
  for (const one of before) {
    for (const other of before) {
      assert.equal(one.geometry === other.geometry, one.id === other.id);
      assert.equal(one.readout.refPulses === other.readout.refPulses, one.id === other.id);
    }
  }
});

Deno.test("half a calibration is none, and a telescope that was not tracked points as the run", () => {
  const { header, calibrations, events, telescopes } = setUp();
  const [event] = events;
  const { telId } = event!.telescopes[0]!;
  calibrations.set(telId, { ...calibrations.get(telId)!, dcToPe: null });
  const lost = event!.telescopes.map((each) => ({ ...each, tracking: null }));
  const { places, cameras } = telescopes.of({ ...event!, telescopes: lost });
  assert.equal(cameras[0]!.calibration, null);
  const [azimuth, altitude] = header.runHeader.direction;
  assert.deepEqual(places[0]!.pointing, { azimuth, altitude });
  const onSky = { ...header, runHeader: { ...header.runHeader, trackingMode: 1 } };
  const others = new Telescopes(() => onSky, calibrations).of({ ...event!, telescopes: lost });
  assert.equal(others.places[0]!.pointing, null);
});

Deno.test("a telescope that the header does not describe is named", () => {
  const { events, telescopes } = setUp();
  const stranger = { ...events[0]!.telescopes[0]!, telId: 99 };
  assert.throws(() => telescopes.of({ ...events[0]!, telescopes: [stranger] }), {
    message: "telescope 99 has data but the file does not describe it",
  });
});

Deno.test("a header that comes between events counts from then on", () => {
  const { header, calibrations, events } = setUp();
  let current = header;
  const telescopes = new Telescopes(() => current, calibrations);
  const [event] = events;
  const { telId } = event!.telescopes[0]!;
  const [before] = telescopes.of(event!).cameras;
  const disabled = { triggerDisabled: new Int32Array(), hvDisabled: Int32Array.of(1, 2, 3) };
  const changed = header.telescopes.map((each) =>
    each.telId === telId ? { ...each, disabled } : each
  );
  current = { ...header, telescopes: changed };
  const [after] = telescopes.of(event!).cameras;
  assert.deepEqual(after!.readout.disabled, disabled.hvDisabled);
  assert.equal(after!.geometry, before!.geometry);
});
