import assert from "node:assert/strict";
import { crc32 } from "node:zlib";
import {
  calibrateTraces,
  CameraKits,
  countIslands,
  ImageExtractor,
  imageParameters,
  localPeaks,
  neighbourPeaks,
  selectGains,
  tailCuts,
} from "../lib/image/mod.ts";
import type { CameraImage, CameraKit, ExtractOptions, ImageParameters } from "../lib/image/mod.ts";
import { testShared } from "../lib/testing/shared.ts";
import type { TelescopeEventPacket } from "../steps/_messages.ts";
import { expectedOf, FILES, telescopeEventsIn } from "./_dl1.ts";

/** The extractions that there are figures for. */
const EXTRACTIONS: Readonly<Record<string, ExtractOptions>> = {
  full_waveform_sum: { extractor: "full_waveform_sum" },
  local_peak_7_3: { extractor: "local_peak" },
  neighbor_peak_7_3_corrected: { extractor: "neighbor_peak" },
  adc_sum: { extractor: "neighbor_peak" },
};

// deno-lint-ignore no-explicit-any
type Figures = any;

const near = (
  what: string,
  actual: number | null,
  expected: number | null,
  rel: number,
  abs: number,
) => {
  if (actual === null || expected === null) return assert.equal(actual, expected, what);
  const off = Math.abs(actual - expected);
  assert.ok(off <= rel * Math.abs(expected) + abs, `${what}: ${actual} instead of ${expected}`);
};
const charge = (what: string, actual: number, expected: number) =>
  near(what, actual, expected, 1e-5, 1e-3);
const length = (what: string, actual: number, expected: number) =>
  near(what, actual, expected, 1e-5, 1e-6);
const degrees = (radian: number | null) => radian === null ? null : radian * 180 / Math.PI;

function checkImage(
  what: string,
  image: CameraImage,
  packet: TelescopeEventPacket,
  figures: Figures,
) {
  const { charge: charges, gain, peakTime } = image;
  charge(`${what}: total`, charges.reduce((sum, q) => sum + q, 0), figures.charge_total);
  charge(`${what}: least`, Math.min(...charges), figures.charge_min);
  charge(`${what}: most`, Math.max(...charges), figures.charge_max);
  const brightest = charges.indexOf(Math.max(...charges));
  assert.equal(brightest, figures.brightest_pixel, what);
  for (const [i, q] of figures.charge_first5.entries()) {
    charge(`${what}: pixel ${i}`, charges[i]!, q);
  }
  if (figures.peak_time_ns_brightest === undefined) return;
  const offset = packet.camera.calibration!
    .timeOffset![gain[brightest]! * charges.length + brightest]!;
  const time = peakTime[brightest]!;
  near(`${what}: time`, time, figures.peak_time_ns_brightest_minus_tm_calib, 1e-5, 1e-4);
  near(`${what}: raw time`, time + offset, figures.peak_time_ns_brightest, 1e-5, 1e-4);
}

function checkParameters(what: string, parameters: ImageParameters, figures: Figures) {
  const { hillas, leakage } = parameters;
  if (figures.hillas === null || figures.hillas === undefined) {
    return assert.equal(hillas, null, what);
  }
  const expected = figures.hillas;
  charge(`${what}: intensity`, hillas!.intensity, expected.intensity);
  for (const name of ["x", "y", "r", "length", "width"] as const) {
    length(`${what}: ${name}`, hillas![name], expected[name]);
  }
  near(`${what}: phi`, degrees(hillas!.phi), expected.phi_deg, 0, 1e-3);
  const well = figures.hillas_well_conditioned_axis !== false;
  if (well) near(`${what}: psi`, degrees(hillas!.psi), expected.psi_deg, 0, 1e-3);
  const size = (value: number | null) => well || value === null ? value : Math.abs(value);
  near(`${what}: skewness`, size(hillas!.skewness), size(expected.skewness), 1e-4, 1e-5);
  near(`${what}: kurtosis`, hillas!.kurtosis, expected.kurtosis, 1e-4, 1e-5);
  near(what, leakage!.pixelsWidth1, figures.leakage.pixels_width_1, 1e-12, 0);
  near(what, leakage!.pixelsWidth2, figures.leakage.pixels_width_2, 1e-12, 0);
  near(what, leakage!.intensityWidth1, figures.leakage.intensity_width_1, 1e-5, 1e-8);
  near(what, leakage!.intensityWidth2, figures.leakage.intensity_width_2, 1e-5, 1e-8);
}

function checkPeaks(
  { data: { adc }, camera }: TelescopeEventPacket,
  gain: Uint8Array,
  figures: Figures,
  { neighbours }: CameraKit,
): void {
  const { nPixels, nSamples } = adc!;
  const room = new Float64Array(nPixels * nSamples);
  const traces = calibrateTraces(adc!, camera.calibration!, gain, room);
  const sum = new Float64Array(nSamples);
  const found = {
    local_peak_7_3: localPeaks(traces, new Int32Array(nPixels)),
    neighbor_peak_7_3_corrected: neighbourPeaks(
      traces,
      neighbours,
      null,
      sum,
      new Int32Array(nPixels),
    ),
  };
  for (const [name, peaks] of Object.entries(found)) {
    const { peak_sample_sum, peak_sample_brightest, brightest_pixel } = figures[name];
    assert.equal(peaks.reduce((sum, peak) => sum + peak, 0), peak_sample_sum, name);
    assert.equal(peaks[brightest_pixel], peak_sample_brightest, name);
  }
}

function checkShower(packet: TelescopeEventPacket, figures: Figures, kits: CameraKits): number {
  const { data: { adc }, camera } = packet;
  const gain = selectGains(adc!, 4000, new Uint8Array(adc!.nPixels));
  const low = Array.from(gain.keys()).filter((pixel) => gain[pixel] === 1);
  assert.equal(low.length, figures.n_low_gain_pixels);
  if (figures.low_gain_pixels !== null) assert.deepEqual(low, figures.low_gain_pixels);
  assert.equal(camera.readout.disabled.length, figures.n_invalid_pixels);
  const kit = kits.of(camera);
  if (figures.integration_correction_7_3) {
    const corrections = kit.corrections({ width: 7, shift: 3 });
    assert.equal(corrections.length, figures.integration_correction_7_3.length);
    for (const [i, value] of corrections.entries()) {
      near("correction", value, figures.integration_correction_7_3[i], 1e-9, 0);
    }
  }
  if (figures.local_peak_7_3) checkPeaks(packet, gain, figures, kit);
  let checked = 0;
  for (const [name, options] of Object.entries(EXTRACTIONS)) {
    const each = figures[name];
    if (each === undefined) continue;
    checked++;
    const what =
      `${packet.file} event ${packet.eventId} telescope ${packet.telescope.telId} ${name}`;
    const image = new ImageExtractor(options, kits).extract(adc!, camera);
    checkImage(what, image, packet, each);
    const mask = tailCuts(image.charge, kit.neighbours);
    assert.equal(crc32(mask), each.cleaning.mask_crc32, what);
    assert.equal(countIslands(mask, kit.neighbours), each.cleaning.n_islands, what);
    const parameters = imageParameters({ ...image, mask }, kit);
    assert.equal(parameters.nPixels, each.cleaning.n_pixels, what);
    checkParameters(what, parameters, each);
  }
  return checked;
}

function checkCalibration({ data: { adc }, camera }: TelescopeEventPacket, figures: Figures): void {
  const { nGains, nPixels, nSamples } = adc!;
  for (let gain = 0; gain < nGains; gain++) {
    const { values } = calibrateTraces(
      adc!,
      camera.calibration!,
      new Uint8Array(nPixels).fill(gain),
      new Float64Array(nPixels * nSamples),
    );
    const sums = Array.from(
      { length: nPixels },
      (_, pixel) =>
        values.subarray(pixel * nSamples, (pixel + 1) * nSamples).reduce((sum, r1) => sum + r1, 0),
    );
    charge("total", sums.reduce((sum, q) => sum + q, 0), figures.charge_total_per_gain[gain]);
    for (const [i, q] of figures.charge_first5_per_gain[gain].entries()) {
      charge(`${i}`, sums[i]!, q);
    }
  }
}

for (const file of FILES) {
  testShared(`${file}: images and their parameters are the expected ones`, async () => {
    const expected = await expectedOf(file);
    const packets = await telescopeEventsIn(file);
    const kits = new CameraKits();
    let checked = 0;
    for (const event of expected.events) {
      for (const [telId, { dl1 }] of Object.entries<Figures>(event.telescopes)) {
        const packet = packets.find((each) =>
          each.eventId === event.event_id && each.eventType === event.type &&
          each.telescope.telId === Number(telId)
        );
        assert.ok(packet, `event ${event.event_id} of telescope ${telId}`);
        if (event.type === "calibration") checkCalibration(packet, dl1);
        else assert.ok(checkShower(packet, dl1, kits) > 0);
        checked++;
      }
    }
    assert.equal(checked, packets.length);
  });

  testShared(`${file}: geometry is the expected one`, async () => {
    const { geometry } = await expectedOf(file);
    const kits = new CameraKits();
    const seen = new Set<number>();
    for (const { telescope: { telId }, camera } of await telescopeEventsIn(file)) {
      if (seen.has(telId)) continue;
      seen.add(telId);
      const figures = geometry[telId];
      const { positions, neighbours: { start, ids }, borders } = kits.of(camera);
      const of = (pixel: number) => [...ids.subarray(start[pixel]!, start[pixel + 1]!)];
      const n = positions.x.length;
      const histogram: Record<number, number> = {};
      for (let pixel = 0; pixel < n; pixel++) {
        histogram[of(pixel).length] = (histogram[of(pixel).length] ?? 0) + 1;
      }
      assert.deepEqual(histogram, figures.neighbour_count_histogram);
      assert.deepEqual(of(0), figures.neighbours_of_pixel0);
      assert.deepEqual(of(n - 1), figures.neighbours_of_last_pixel);
      assert.equal(borders[0].reduce((sum, is) => sum + is, 0), figures.n_border1);
      for (let i = 0; i < 3; i++) {
        length("x", positions.x[i]!, figures.derotated_x_first3[i]);
        length("y", positions.y[i]!, figures.derotated_y_first3[i]);
      }
    }
    assert.ok(seen.size > 0);
  });

  testShared(`${file}: sim_telarray's own hot pixels are ours`, async () => {
    let hot = 0;
    for (const { data: { adc, imageParameters }, camera } of await telescopeEventsIn(file)) {
      if (imageParameters?.hotAmp == null || adc === null) continue;
      for (const [i, amplitude] of imageParameters.hotAmp.entries()) {
        const sums = [0, 1].slice(0, adc.nGains).map((gain) => {
          const gains = new Uint8Array(adc.nPixels).fill(gain);
          const room = new Float64Array(adc.nPixels * adc.nSamples);
          const { values } = calibrateTraces(adc, camera.calibration!, gains, room);
          const from = imageParameters.hotPixel![i]! * adc.nSamples;
          return values.subarray(from, from + adc.nSamples).reduce((sum, r1) => sum + r1, 0);
        });
        hot++;
        const off = Math.min(...sums.map((sum) => Math.abs(sum / amplitude - 1)));
        assert.ok(off < 1e-5, `${amplitude} is not among ${sums}`);
      }
    }
    assert.equal(hot > 0, !file.startsWith("calib_events"));
  });
}
