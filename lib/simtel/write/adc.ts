/** Raw camera data: traces (2013) and sums (2012), whole or zero-suppressed. */

import type { Adc, AdcSamples, AdcSums } from "../records.ts";
import type { ByteWriter } from "./bytes.ts";
import { nested } from "./framing.ts";

const BLOCK = 16;
const NO_LOW_GAIN = 0x2000;

/**
 * Writes the traces or sums of one telescope event. Pixels that the record marks as not stored are
 * left out again, in the suppression mode that can express it.
 *
 * @throws {RangeError} if a pixel has a low-gain value but no high-gain value, which no layout holds
 */
export function writeAdc(w: ByteWriter, telId: number, adc: Adc): void {
  const mode = suppressionMode(adc);
  const ident = mode | telId << 12;
  const type = adc.kind === "adc_samples" ? 2013 : 2012;
  nested(w, { type, version: 3, ident }, () => {
    w.i32(adc.nPixels);
    w.i16(adc.nGains);
    if (adc.kind === "adc_samples") writeTraces(w, adc);
    else if (mode === 0) writeAllSums(w, adc);
    else if (mode === 1) writeMaskedSums(w, adc);
    else writeListedSums(w, adc);
  });
}

const isKnown = (adc: Adc, gain: number, pixel: number): boolean =>
  adc.known === null || adc.known[gain * adc.nPixels + pixel] === 1;

const pixelsOf = (adc: Adc): number[] => Array.from({ length: adc.nPixels }, (_, pixel) => pixel);

/** 0: everything stored; 1: pixels stored with all gains or not at all; 2: high gain alone too. */
function suppressionMode(adc: Adc): 0 | 1 | 2 {
  if (adc.known === null) return 0;
  if (adc.nGains === 1) return 1;
  const pixels = pixelsOf(adc);
  if (pixels.some((pixel) => isKnown(adc, 1, pixel) && !isKnown(adc, 0, pixel))) {
    throw new RangeError(`telescope ${adc.telescopeId}: a pixel has a low-gain value only`);
  }
  const highOnly = pixels.some((pixel) => isKnown(adc, 0, pixel) && !isKnown(adc, 1, pixel));
  if (highOnly && adc.kind === "adc_samples") {
    throw new RangeError(`telescope ${adc.telescopeId}: traces need all gains of a stored pixel`);
  }
  return highOnly ? 2 : 1;
}

function writeTraces(w: ByteWriter, adc: AdcSamples): void {
  const { nGains, nPixels, nSamples, values } = adc;
  w.i16(nSamples);
  const pixels = pixelsOf(adc).filter((pixel) => isKnown(adc, 0, pixel));
  if (adc.known) writeRanges(w, pixels);
  for (let gain = 0; gain < nGains; gain++) {
    for (const pixel of pixels) {
      w.differences(values, (gain * nPixels + pixel) * nSamples, nSamples);
    }
  }
}

/** Writes ascending pixel ids as ranges: −id − 1 for a single pixel, first and last otherwise. */
function writeRanges(w: ByteWriter, pixels: readonly number[]): void {
  const ranges: [first: number, last: number][] = [];
  for (const pixel of pixels) {
    const range = ranges.at(-1);
    if (range && range[1] === pixel - 1) range[1] = pixel;
    else ranges.push([pixel, pixel]);
  }
  w.scnt(ranges.length);
  for (const [first, last] of ranges) w.scnts(first === last ? [-first - 1] : [first, last]);
}

function writeAllSums(w: ByteWriter, adc: AdcSums): void {
  for (let gain = 0; gain < adc.nGains; gain++) {
    w.differences(adc.values, gain * adc.nPixels, adc.nPixels);
  }
}

function writeSumsOf(w: ByteWriter, adc: AdcSums, gain: number, pixels: readonly number[]): void {
  const sums = Uint32Array.from(pixels, (pixel) => adc.values[gain * adc.nPixels + pixel]!);
  w.differences(sums, 0, sums.length);
}

function writeMaskedSums(w: ByteWriter, adc: AdcSums): void {
  for (let first = 0; first < adc.nPixels; first += BLOCK) {
    const block = pixelsOf(adc).slice(first, first + BLOCK);
    const stored = block.filter((pixel) => isKnown(adc, 0, pixel));
    w.i16(stored.reduce((mask, pixel) => mask | 1 << pixel - first, 0));
    if (adc.nGains === 2) writeSumsOf(w, adc, 1, stored);
    writeSumsOf(w, adc, 0, stored);
  }
}

function writeListedSums(w: ByteWriter, adc: AdcSums): void {
  const stored = pixelsOf(adc).filter((pixel) => isKnown(adc, 0, pixel));
  const withLowGain = stored.filter((pixel) => isKnown(adc, 1, pixel));
  w.i16(stored.length);
  w.i16s(stored.map((pixel) => isKnown(adc, 1, pixel) ? pixel : pixel | NO_LOW_GAIN));
  writeSumsOf(w, adc, 1, withLowGain);
  writeSumsOf(w, adc, 0, stored);
}
