import { type CameraKit, CameraKits } from "./camera_kit.ts";
import { calibrateTraces, checkSizes, type Traces } from "./calibrate.ts";
import { interpolateDisabled, marked } from "./disabled.ts";
import { GAIN_THRESHOLD, selectGains } from "./gains.ts";
import type { Window } from "./integration_correction.ts";
import { globalPeak, localPeaks, neighbourPeaks } from "./peaks.ts";
import type { Camera, CameraImage, RawImage } from "./records.ts";
import { windowSums } from "./window_sums.ts";

/**
 * How the charge of a pixel is found in its trace: all of it is summed up (`full_waveform_sum`), or
 * a window around a peak: the one of the sum of the neighbours' traces (`neighbor_peak`), of the
 * pixel's own trace (`local_peak`), of the sum of all traces (`global_peak`), or at a given sample
 * (`fixed_window`). Sums of ADC counts are what they are, whatever is chosen (`adc_sum`).
 */
export type Extractor =
  | "full_waveform_sum"
  | "neighbor_peak"
  | "local_peak"
  | "global_peak"
  | "fixed_window";

/** How images are made of counts. */
export interface ExtractOptions {
  readonly extractor: Extractor;
  /** Default: 7 samples, from 3 before the peak on. */
  readonly window?: Window;
  /** The peak of `fixed_window`: a sample. Default 0. */
  readonly peak?: number;
  /**
   * Whether charges in windows are multiplied with the camera's integration correction. Default: for
   * `neighbor_peak` only.
   */
  readonly correction?: boolean;
  /** ADC samples above this mean that the low gain is used. Default {@link GAIN_THRESHOLD}. */
  readonly gainThreshold?: number;
  /** Whether the time offsets of the calibration are subtracted from peak times. Default true. */
  readonly timeOffsets?: boolean;
  /** A factor on all charges. Default 1. */
  readonly scale?: number;
}

/** Makes the large arrays of an image, such as by `alloc` of a step; they may hold anything. */
export type MakeArray = (length: number) => Float64Array;

const ordinary: MakeArray = (length) => new Float64Array(length);

/** The window of the reference pipeline. */
export const WINDOW: Window = { width: 7, shift: 3 };

/**
 * Makes images of the counts of cameras. Holds what is worked out per make of camera, and memory
 * that is used again: one per replica, never two images at a time.
 */
export class ImageExtractor {
  readonly kits: CameraKits;
  readonly #options: Required<ExtractOptions>;
  #values = new Float64Array();
  #sum = new Float64Array();
  #peaks = new Int32Array();

  constructor(options: ExtractOptions, kits: CameraKits = new CameraKits()) {
    this.kits = kits;
    this.#options = {
      window: WINDOW,
      peak: 0,
      correction: options.extractor === "neighbor_peak",
      gainThreshold: GAIN_THRESHOLD,
      timeOffsets: true,
      scale: 1,
      ...options,
    };
  }

  /**
   * The image of a shower event: gains selected, counts calibrated, charges and times extracted,
   * and those of pixels without high voltage taken from their neighbours.
   *
   * @throws {Error} if sizes differ, the camera has no calibration, or lacks the reference pulse
   * that a correction needs
   */
  extract(raw: RawImage, camera: Camera, make: MakeArray = ordinary): CameraImage {
    const { calibration, readout } = camera;
    if (calibration === null) throw new Error("the file has no calibration of the camera");
    const kit = this.kits.of(camera);
    checkSizes(raw, calibration, kit.nPixels);
    const { nPixels } = raw;
    const gain = selectGains(raw, this.#options.gainThreshold, new Uint8Array(nPixels));
    const traces = calibrateTraces(raw, calibration, gain, this.#roomFor(raw));
    const disabled = readout.disabled.length > 0 ? marked(readout.disabled, nPixels) : null;
    const [charge, peakTime] = [make(nPixels), make(nPixels)];
    if (raw.kind === "adc_sums") {
      charge.set(traces.values.subarray(0, nPixels));
      peakTime.fill(NaN);
    } else {
      this.#sumUp(traces, kit, disabled, charge, peakTime);
      this.#finish(charge, peakTime, gain, camera, kit);
    }
    if (raw.known !== null) forgetTimes(raw.known, gain, peakTime);
    const { scale } = this.#options;
    if (scale !== 1) { for (let i = 0; i < nPixels; i++) charge[i]! *= scale; }
    if (disabled !== null) {
      interpolateDisabled(charge, kit.neighbours, disabled, readout.disabled, 0);
      interpolateDisabled(peakTime, kit.neighbours, disabled, readout.disabled, NaN);
    }
    return { charge, peakTime, gain, mask: null };
  }

  #roomFor({ nPixels, nSamples }: RawImage): Float64Array {
    const size = nPixels * nSamples;
    if (this.#values.length < size) this.#values = new Float64Array(size);
    if (this.#sum.length < nSamples) this.#sum = new Float64Array(nSamples);
    if (this.#peaks.length < nPixels) this.#peaks = new Int32Array(nPixels);
    return this.#values;
  }

  #sumUp(
    traces: Traces,
    kit: CameraKit,
    disabled: Uint8Array | null,
    charge: Float64Array,
    time: Float64Array,
  ): void {
    const { extractor, window, peak } = this.#options;
    const full = extractor === "full_waveform_sum";
    const peaks = extractor === "neighbor_peak"
      ? neighbourPeaks(traces, kit.neighbours, disabled, this.#sum, this.#peaks)
      : extractor === "global_peak"
      ? globalPeak(traces, disabled, this.#sum, this.#peaks)
      : extractor === "fixed_window"
      ? this.#peaks.fill(Math.min(peak, traces.nSamples - 1))
      : localPeaks(traces, this.#peaks);
    const all = { width: 2 * traces.nSamples, shift: traces.nSamples };
    windowSums(traces, peaks, full ? all : window, charge, time);
  }

  /** Corrects charges, and turns times into ns. */
  #finish(
    charge: Float64Array,
    time: Float64Array,
    gain: Uint8Array,
    { readout, calibration }: Camera,
    kit: CameraKit,
  ): void {
    const { window, correction, extractor, timeOffsets } = this.#options;
    if (correction && extractor !== "full_waveform_sum") {
      const corrections = kit.corrections(window);
      const [high, low] = [corrections[0]!, corrections.at(-1)!];
      for (let i = 0; i < charge.length; i++) charge[i]! *= gain[i] === 1 ? low : high;
    }
    const { timeSlice } = readout;
    const offsets = timeOffsets ? calibration!.timeOffset : null;
    for (let i = 0; i < time.length; i++) {
      const offset = offsets === null ? 0 : offsets[gain[i]! * time.length + i]!;
      time[i] = time[i]! * timeSlice - offset;
    }
  }
}

/** What zero suppression has dropped has no time. */
function forgetTimes(known: Uint8Array, gain: Uint8Array, time: Float64Array): void {
  for (let i = 0; i < time.length; i++) {
    if (known[gain[i]! * time.length + i] === 0) time[i] = NaN;
  }
}
