import assert from "node:assert/strict";
import { StepFailed, testStep } from "../lib/testing/step_context.ts";
import { ImageExtractor } from "../lib/image/mod.ts";
import calibrate from "./calibrate.ts";
import { simulatedEvents, telescopeEvents } from "./_fixtures.ts";
import type { CameraImagePacket, TelescopeEventPacket } from "./_messages.ts";

async function imagesOf(inputs: readonly unknown[], params = {}): Promise<CameraImagePacket[]> {
  const { emitted } = await testStep(calibrate, { params }, inputs as never);
  return emitted.map(({ value }) => value as CameraImagePacket);
}

/** A telescope event with some of its calibration replaced. */
function with_(packet: TelescopeEventPacket, pedestal: (before: Float32Array) => Float32Array) {
  const calibration = packet.camera.calibration!;
  const changed = { ...calibration, pedestal: pedestal(calibration.pedestal.slice()) };
  return { ...packet, camera: { ...packet.camera, calibration: changed } };
}

Deno.test("calibrate makes the images that lib/image does, of either kind of event", async () => {
  const events = await simulatedEvents();
  const telescopes = await telescopeEvents();
  const extractor = new ImageExtractor({ extractor: "neighbor_peak" });
  const expected = telescopes.map(({ data, camera }) => extractor.extract(data.adc!, camera));
  for (const inputs of [events, telescopes]) {
    const images = await imagesOf(inputs);
    assert.deepEqual(images.map(({ image }) => image), expected);
    for (const [index, image] of images.entries()) {
      const { telescope, place, eventId, truth, nTelescopes } = telescopes[index]!;
      const { parameters } = image;
      assert.deepEqual(
        { telescope: image.telescope, place: image.place, truth: image.truth, parameters },
        { telescope, place, truth, parameters: null },
      );
      assert.deepEqual([image.eventId, image.nTelescopes], [eventId, nTelescopes]);
      assert.equal(image.camera.calibration, null, "it was used, and is most of the bytes");
      assert.equal(image.camera.id, telescopes[index]!.camera.id);
    }
  }
});

Deno.test("calibrate finds the simulated light", async () => {
  const events = await telescopeEvents();
  const images = await imagesOf(events);
  let [seen, simulated] = [0, 0];
  for (const [index, { image }] of images.entries()) {
    const truth = events[index]!.data.truePe!.image;
    for (const [pixel, nPe] of truth.entries()) {
      if (nPe < 10) continue;
      seen += image.charge[pixel]!;
      simulated += nPe;
    }
  }
  assert.ok(simulated > 1000);
  assert.ok(Math.abs(seen / simulated - 1) < 0.1, `${seen} instead of ${simulated}`);
});

Deno.test("calibrate sends nothing of calibration events, and of telescopes without data", async () => {
  const [packet] = await telescopeEvents();
  const nothing = { ...packet!, data: { ...packet!.data, adc: null } };
  assert.deepEqual(await imagesOf([{ ...packet!, eventType: "calibration" }, nothing]), []);
});

Deno.test("calibrate: the integrators of the old framework, with their scale", async () => {
  const [packet] = await telescopeEvents();
  const totalOf = async (params: object) => {
    const [{ image }] = await imagesOf([packet], params) as [CameraImagePacket];
    return image.charge.reduce((sum, q) => sum + q, 0);
  };
  const near = (actual: number, expected: number) =>
    assert.ok(Math.abs(actual / expected - 1) < 1e-12, `${actual} is not ${expected}`);
  near(
    await totalOf({ integrator: "nb_peak_integration" }),
    0.92 * await totalOf({ extractor: "neighbor_peak" }),
  );
  near(
    await totalOf({ integrator: "local_peak_integration", integrationCalibScale: 1 }),
    await totalOf({ extractor: "local_peak", correction: true }),
  );
  near(
    await totalOf({ integrator: "full_integration", integrationCalibScale: 0.5 }),
    0.5 * await totalOf({ extractor: "full_waveform_sum" }),
  );
  const all = { extractor: "fixed_window", peakSample: 5, windowShift: 5, windowWidth: 1000 };
  near(await totalOf(all), await totalOf({ extractor: "full_waveform_sum" }));
  near(
    await totalOf({ integrator: "global_peak_integration", correction: false }),
    0.92 * await totalOf({ extractor: "global_peak" }),
  );
});

Deno.test("calibrate knows the five integration schemes, and no other", () => {
  const { params } = calibrate;
  for (const integrator of ["simple_integration", "nb_peak_integration"]) {
    assert.equal(params!.safeParse({ integrator }).success, true);
  }
  assert.equal(params!.safeParse({ integrator: "peak" }).success, false);
  assert.equal(params!.safeParse({ integrationCalibScale: 0 }).success, false);
});

Deno.test("calibrate fails a packet whose counts do not fit its camera, and says which", async () => {
  const [packet] = await telescopeEvents();
  const { camera } = packet!;
  const short = camera.geometry.x.subarray(1);
  const geometry = { ...camera.geometry, x: short, y: short };
  const without = { ...camera, calibration: null };
  const cases: [unknown, RegExp][] = [
    [with_(packet!, (before) => before.subarray(1)), /pedestals.*: 1261 instead of 1262/],
    [{ ...packet!, camera: { ...camera, id: "other", geometry } }, /pixels.*: 631 instead of 630/],
    [{ ...packet!, camera: without }, /the file has no calibration/],
  ];
  for (const [input, message] of cases) {
    const failed = await imagesOf([input]).then(() => null, (error) => error);
    assert.ok(failed instanceof StepFailed, String(failed));
    assert.match(failed.message, /^telescope 1 \(HexCam631\): /);
    assert.match(failed.message, message);
  }
});

Deno.test("calibrate: a NaN among the pedestals is told once, and makes no number", async () => {
  const [packet] = await telescopeEvents();
  const odd = with_(packet!, (before) => before.fill(NaN, 7, 8));
  const { emitted, logs } = await testStep(calibrate, {}, [odd, odd]);
  const [first] = emitted.map(({ value }) => value as CameraImagePacket);
  assert.ok(Number.isNaN(first!.image.charge[7]), "the pixel itself");
  assert.deepEqual(logs.map(({ level }) => level), ["warning"]);
  assert.match(logs[0]!.message, /telescope 1, event \d+: the charge of pixel \d+ is NaN/);
});
