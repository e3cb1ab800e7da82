/** From photo-electrons to digitised traces. */

import type { AdcSamples } from "../records.ts";
import { addPulse, PULSE_AFTER, PULSE_AREA, PULSE_BEFORE, PULSE_SQUARE } from "./pulse.ts";
import type { Random } from "./random.ts";
import type { SimulatedTelescope } from "./telescopes.ts";
import type { ShowerImage } from "./image.ts";

/** Largest ADC value: 12 bits. */
const ADC_MAX = 4095;
/** The mean arrival time of the light falls on this sample. */
export const TRIGGER_SAMPLE = 8;

/**
 * Digitises an image: pulses of shower light and night-sky background, pixel by pixel gains and
 * baselines, electronics noise, clipping at 12 bits. The readout is AC-coupled: the mean of the
 * background is not in the traces. Broken pixels see no light.
 */
export function drawTraces(
  telescope: SimulatedTelescope,
  image: ShowerImage,
  nSamples: number,
  nsbRate: number,
  random: Random,
): AdcSamples {
  const light = lightTraces(telescope, image, nSamples, nsbRate, random);
  const { nPixels, gain, baseline, kind } = telescope;
  const nGains = kind.gains.length;
  const values = new Uint16Array(nGains * nPixels * nSamples);
  for (let channel = 0; channel < nGains * nPixels; channel++) {
    const noise = kind.noise[Math.floor(channel / nPixels)]!;
    const trace = channel % nPixels * nSamples;
    for (let sample = 0; sample < nSamples; sample++) {
      const counts = baseline[channel]! + gain[channel]! * light[trace + sample]! +
        noise * random.normal();
      const digitised = Math.max(0, Math.min(ADC_MAX, Math.round(counts)));
      values[channel * nSamples + sample] = digitised;
    }
  }
  return {
    kind: "adc_samples",
    telescopeId: telescope.telId,
    nGains,
    nPixels,
    nSamples,
    zeroSupMode: 0,
    known: null,
    values,
  };
}

/** Light in units of one-photo-electron pulses, C order [pixel][sample]. */
function lightTraces(
  telescope: SimulatedTelescope,
  image: ShowerImage,
  nSamples: number,
  nsbRate: number,
  random: Random,
): Float64Array {
  const { nPixels, broken } = telescope;
  const { pixelId, time } = image.truth;
  const traces = new Float64Array(nPixels * nSamples);
  const exposure = PULSE_AFTER + nSamples + PULSE_BEFORE;
  for (let pixel = 0; pixel < nPixels; pixel++) {
    if (broken.has(pixel)) continue;
    const start = pixel * nSamples;
    traces.fill(-nsbRate * PULSE_AREA, start, start + nSamples);
    for (let n = random.poisson(nsbRate * exposure); n > 0; n--) {
      addPulse(traces, start, nSamples, random.uniform() * exposure - PULSE_AFTER);
    }
  }
  const windowStart = image.meanTime - TRIGGER_SAMPLE;
  pixelId.forEach((pixel, i) => {
    if (!broken.has(pixel)) addPulse(traces, pixel * nSamples, nSamples, time[i]! - windowStart);
  });
  return traces;
}

/** Noise of one sample in ADC counts, electronics and background, per gain and pixel. */
export function sampleNoise(telescope: SimulatedTelescope, nsbRate: number): Float32Array {
  const { nPixels, gain, kind, broken } = telescope;
  return gain.map((counts, channel) => {
    const electronics = kind.noise[Math.floor(channel / nPixels)]!;
    const rate = broken.has(channel % nPixels) ? 0 : nsbRate;
    return Math.sqrt(electronics * electronics + rate * PULSE_SQUARE * counts * counts);
  });
}
