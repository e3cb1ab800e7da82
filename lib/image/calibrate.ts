import type { CameraCalibration, RawImage } from "./records.ts";

/** Calibrated traces: photo-electrons per sample, C order [pixel][sample]. */
export interface Traces {
  readonly nPixels: number;
  readonly nSamples: number;
  /** May be longer than the traces: memory that is used again. */
  readonly values: Float64Array;
}

/**
 * Subtracts pedestals and converts to photo-electrons: per pixel, of its gain in `gain`,
 * (sample − pedestal / nPedSlices) · dcToPe. A sum (`adc_sums`) has the whole pedestal subtracted.
 * What zero suppression has dropped is 0: no signal, not one of minus the pedestal.
 *
 * @param gain per pixel: 0 high, 1 low
 * @param values where the traces go
 */
export function calibrateTraces(
  raw: RawImage,
  calibration: CameraCalibration,
  gain: Uint8Array,
  values: Float64Array,
): Traces {
  const { nPixels, nSamples, known } = raw;
  const { pedestal, dcToPe } = calibration;
  const slices = raw.kind === "adc_sums" ? 1 : calibration.nPedSlices;
  for (let pixel = 0, at = 0; pixel < nPixels; pixel++) {
    const trace = gain[pixel]! * nPixels + pixel;
    if (known !== null && known[trace] === 0) {
      for (const end = at + nSamples; at < end; at++) values[at] = 0;
      continue;
    }
    const [base, factor] = [pedestal[trace]! / slices, dcToPe[trace]!];
    const adc = raw.values;
    for (let from = trace * nSamples, end = at + nSamples; at < end; at++, from++) {
      values[at] = (adc[from]! - base) * factor;
    }
  }
  return { nPixels, nSamples, values };
}

/**
 * @throws {Error} if counts, calibration and camera are not of the same size, saying which is which
 */
export function checkSizes(
  { nGains, nPixels, nSamples, values, known }: RawImage,
  calibration: CameraCalibration,
  cameraPixels: number,
): void {
  const differ = (what: string, has: number, expected: number) => {
    if (has !== expected) throw new Error(`${what}: ${has} instead of ${expected}`);
  };
  differ("pixels with ADC counts, in a camera of another size", nPixels, cameraPixels);
  differ(
    "ADC counts, for their gains, pixels and samples",
    values.length,
    nGains * nPixels * nSamples,
  );
  if (known !== null) differ("marks of known traces", known.length, nGains * nPixels);
  differ(
    "pedestals, for the gains and pixels of the ADC counts",
    calibration.pedestal.length,
    nGains * nPixels,
  );
  differ(
    "conversion factors, for the gains and pixels",
    calibration.dcToPe.length,
    nGains * nPixels,
  );
  const { timeOffset } = calibration;
  if (timeOffset !== null) differ("time offsets", timeOffset.length, nGains * nPixels);
}
