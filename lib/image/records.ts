/** The records of the image room: a camera, what it saw, and what that says of the shower. @module */

/**
 * A camera with all that is needed to turn its ADC counts into an image: plain data that travels
 * with every packet, so that each can be processed by whoever gets it, and again later.
 */
export interface Camera {
  /**
   * Equal for equal content of `geometry` and `readout` (but for `disabled`), whatever telescope it
   * is; what is derived from them (neighbours, integration corrections) is kept under it.
   */
  readonly id: string;
  /** Where the pixels are. */
  readonly geometry: CameraGeometry;
  /** How its traces are read out. */
  readonly readout: CameraReadout;
  /**
   * Pedestals and factors, as they were when the event was taken. Null if the file has none, and in
   * packets behind the step that has used them: they are most of a camera's bytes.
   */
  readonly calibration: CameraCalibration | null;
}

/** Where the pixels of a camera are. Arrays have one entry per pixel. */
export interface CameraGeometry {
  /** Position in metre, in the pixel frame of the file (not derotated). */
  readonly x: Float32Array;
  /** Like `x`. */
  readonly y: Float32Array;
  /** m². */
  readonly area: Float32Array;
  /** 0 circular, 1 hexagonal, 2 square, 3 hexagonal rotated by 30°, −1 unknown. */
  readonly shape: number;
  /** Rotation of the pixel frame against the sky-aligned camera frame, in radian. */
  readonly rotation: number;
  /** Effective focal length in metre; the nominal one where no other is known. */
  readonly focalLength: number;
}

/** How the traces of a camera are read out. */
export interface CameraReadout {
  /** Nanosecond per sample; NaN if the file does not say. */
  readonly timeSlice: number;
  /** Reference pulses, C order [pulse][point], `refStep` ns apart; null if the file has none. */
  readonly refPulses: Float32Array | null;
  /** Points of each reference pulse. */
  readonly refLength: number;
  /** Nanosecond between two points of a reference pulse. */
  readonly refStep: number;
  /** Pixels without high voltage. */
  readonly disabled: Int32Array;
}

/** Calibration of a camera; arrays are C order [gain][pixel]. */
export interface CameraCalibration {
  /** Sum over `nPedSlices` samples, in ADC counts. */
  readonly pedestal: Float32Array;
  /** Number of samples that `pedestal` sums over. */
  readonly nPedSlices: number;
  /** Photo-electrons per ADC count above pedestal. */
  readonly dcToPe: Float32Array;
  /** Time offsets in ns; null if the file has none. */
  readonly timeOffset: Float32Array | null;
}

/** The counts of a camera, as `Adc` of `ctapipe-flow/simtel` has them. */
export interface RawImage {
  /** Traces, or sums over them. */
  readonly kind: "adc_samples" | "adc_sums";
  readonly nGains: number;
  readonly nPixels: number;
  /** Samples per trace; 1 for sums. */
  readonly nSamples: number;
  /** C order [gain][pixel][sample]. */
  readonly values: Uint16Array | Uint32Array;
  /** 0 where zero suppression has dropped a trace, C order [gain][pixel]; null if it has none. */
  readonly known: Uint8Array | null;
}

/** What a camera saw: one value per pixel. */
export interface CameraImage {
  /** Photo-electrons; NaN where it cannot be known, as with a NaN among the pedestals. */
  readonly charge: Float64Array;
  /** ns from the first sample; NaN where there is none, as for sums. */
  readonly peakTime: Float64Array;
  /** Index of the gain that was used: 0 high, 1 low. */
  readonly gain: Uint8Array;
  /** 1 where a pixel survived the cleaning; null before it. */
  readonly mask: Uint8Array | null;
}

/** Moments of a cleaned image (Hillas 1985), in the derotated camera frame. */
export interface Hillas {
  /** Photo-electrons. */
  readonly intensity: number;
  /** Centre of gravity, metre. */
  readonly x: number;
  /** Like `x`. */
  readonly y: number;
  /** Distance of the centre of gravity from the camera's centre, metre. */
  readonly r: number;
  /** Direction of the centre of gravity, radian. */
  readonly phi: number;
  /** RMS along the long axis, metre. */
  readonly length: number;
  /** RMS across it, metre. */
  readonly width: number;
  /** Direction of the long axis, radian in (−π/2, π/2]; null if the image has no extent. */
  readonly psi: number | null;
  /** Of the distribution along the long axis; null if the image has no extent. */
  readonly skewness: number | null;
  /** Likewise, without −3. */
  readonly kurtosis: number | null;
}

/** How much of a cleaned image lies at the camera's border. */
export interface Leakage {
  /** Fraction of the surviving pixels within one pixel of the border. */
  readonly pixelsWidth1: number;
  /** Within two pixels. */
  readonly pixelsWidth2: number;
  /** Fraction of the intensity within one pixel. */
  readonly intensityWidth1: number;
  /** Within two pixels. */
  readonly intensityWidth2: number;
}

/** How much of a cleaned image is near its centre, as fractions of the intensity. */
export interface Concentration {
  /** Within a pixel of the centre of gravity. */
  readonly cog: number;
  /** Within the Hillas ellipse; null if it has no area. */
  readonly core: number | null;
  /** In the brightest pixel. */
  readonly pixel: number;
}

/** How peak times change along the long axis. */
export interface Timing {
  /** ns per metre. */
  readonly slope: number;
  /** ns at the centre of gravity. */
  readonly intercept: number;
  /** RMS of what the line leaves, ns. */
  readonly deviation: number;
}

/** All parameters of a cleaned image; what is undefined for it is null. */
export interface ImageParameters {
  /** Surviving pixels. */
  readonly nPixels: number;
  /** Connected components of the surviving pixels. */
  readonly nIslands: number;
  /** Null if no pixel survived, or their charges sum up to nothing; and likewise below. */
  readonly hillas: Hillas | null;
  readonly leakage: Leakage | null;
  readonly concentration: Concentration | null;
  /** Null also where the image has no long axis, or pixels have no time. */
  readonly timing: Timing | null;
}
