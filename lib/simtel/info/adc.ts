import { crc32 } from "node:zlib";
import type { Adc, AdcSamples } from "../records_event.ts";
import { first, range, rows, sum } from "./figures.ts";

/** Figures about the raw data of one camera; CRCs are over little-endian bytes in C order. */
export function adcFigures(adc: Adc) {
  const gains = rows<Uint16Array | Uint32Array>(adc.values, adc.nGains);
  const sumPerGain = gains.map(sum);
  const crc = crc32(new Uint8Array(adc.values.buffer));
  return {
    kind: adc.kind,
    shape: adc.kind === "adc_samples"
      ? [adc.nGains, adc.nPixels, adc.nSamples]
      : [adc.nGains, adc.nPixels],
    sum: sum(sumPerGain),
    sum_per_gain: sumPerGain,
    ...range(adc.values),
    ...(adc.kind === "adc_samples"
      ? { ...traceFigures(adc, gains), crc32_le_u2: crc }
      : { pixels0to4: gains.map((gain) => first(gain, 5)), crc32_le_u4: crc }),
  };
}

function traceFigures({ nPixels, nSamples }: AdcSamples, gains: (Uint16Array | Uint32Array)[]) {
  const trace = (gain: Uint16Array | Uint32Array, pixel: number) =>
    gain.subarray(pixel * nSamples, (pixel + 1) * nSamples);
  return {
    pixel0_first5: gains.map((gain) => first(trace(gain, 0), 5)),
    last_pixel_last5: gains.map((gain) => Array.from(trace(gain, nPixels - 1).slice(-5))),
  };
}
