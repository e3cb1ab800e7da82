import assert from "node:assert/strict";
import { simulateCalibrations, simulateEvents } from "./mod.ts";
import type { AdcSamples, TelescopeCalibration, TelescopeEvent } from "../records.ts";
import { resolveConfig } from "./config.ts";
import { simulatedArray } from "./telescopes.ts";

const options = { seed: 5, showers: 3, energyMin: 3, energyMax: 4, coreRadius: 150, nSamples: 40 };
const broken = new Map(
  simulatedArray(resolveConfig(options)).map(({ telId, broken }) => [telId, broken]),
);
const calibrations = new Map(simulateCalibrations(options).map((c) => [c.telId, c]));
const events = [...simulateEvents(options)].flatMap(({ telescopes }) => telescopes);

/** Calibrated charge of a pixel, summed over the whole trace. */
function charge(
  { values, nPixels, nSamples }: AdcSamples,
  cal: TelescopeCalibration,
  gain: number,
  pixel: number,
): number {
  const channel = gain * nPixels + pixel;
  const trace = values.subarray(channel * nSamples, (channel + 1) * nSamples);
  const baseline = cal.pedestal![channel]! / cal.nPedSlices!;
  return trace.reduce((sum, adc) => sum + (adc - baseline), 0) * cal.dcToPe![channel]!;
}

/** Pixels whose light is well inside the readout window. */
function brightPixels({ telId, truePe, header }: TelescopeEvent, least: number): number[] {
  const { image, pixelId, time } = truePe!;
  const late = new Set<number>();
  pixelId.forEach((pixel, i) => {
    const place = time[i]! - header.readoutTime!;
    if (place < 5 || place > 30) late.add(pixel);
  });
  return [...image.keys()].filter((pixel) =>
    image[pixel]! >= least && !late.has(pixel) && !broken.get(telId)!.has(pixel)
  );
}

Deno.test("calibrating the traces gives back the true photo-electrons", () => {
  let [checked, sum, trueSum] = [0, 0, 0];
  for (const event of events) {
    const adc = event.adc as AdcSamples;
    for (const pixel of brightPixels(event, 60)) {
      const saturated = adc.values
        .subarray(pixel * adc.nSamples, (pixel + 1) * adc.nSamples).includes(4095);
      if (saturated) continue;
      const truth = event.truePe!.image[pixel]!;
      const pe = charge(adc, calibrations.get(event.telId)!, 0, pixel);
      // Background of 0.05 p.e./ns over 40 ns: about 1.5 p.e.; electronics below.
      assert.ok(Math.abs(pe - truth) < 10, `${event.telId}/${pixel}: ${pe} of ${truth}`);
      checked++;
      sum += pe;
      trueSum += truth;
    }
  }
  assert.ok(checked > 100, `only ${checked} pixels`);
  assert.ok(Math.abs(sum / trueSum - 1) < 0.01, `total ${sum} of ${trueSum}`);
});

Deno.test("the high gain saturates at 12 bits where the low gain still measures", () => {
  let checked = 0;
  for (const event of events) {
    const adc = event.adc as AdcSamples;
    assert.ok(adc.values.every((value) => value <= 4095));
    if (adc.nGains !== 2) continue;
    for (const pixel of brightPixels(event, 300)) {
      const trace = adc.values.subarray(pixel * adc.nSamples, (pixel + 1) * adc.nSamples);
      if (!trace.includes(4095)) continue;
      const cal = calibrations.get(event.telId)!;
      const truth = event.truePe!.image[pixel]!;
      assert.ok(charge(adc, cal, 0, pixel) < truth);
      const low = charge(adc, cal, 1, pixel);
      assert.ok(Math.abs(low / truth - 1) < 0.1, `${low} of ${truth}`);
      checked++;
    }
  }
  assert.ok(checked > 10, `only ${checked} saturated pixels`);
});

Deno.test("pixels without light show the baseline and the stated noise", () => {
  const event = events[0]!;
  const adc = event.adc as AdcSamples;
  const cal = calibrations.get(event.telId)!;
  const dark = [...event.truePe!.image.keys()].filter((pixel) => event.truePe!.image[pixel] === 0);
  let [mean, square] = [0, 0];
  for (const pixel of dark) {
    const baseline = cal.pedestal![pixel]! / cal.nPedSlices!;
    for (const value of adc.values.subarray(pixel * adc.nSamples, (pixel + 1) * adc.nSamples)) {
      const pull = (value - baseline) / cal.noise![pixel]!;
      mean += pull / (dark.length * adc.nSamples);
      square += pull * pull / (dark.length * adc.nSamples);
    }
  }
  assert.ok(dark.length > 50 && Math.abs(mean) < 0.1, `mean pull ${mean}`);
  assert.ok(Math.abs(square - 1) < 0.2, `variance of the pull ${square}`);
});
