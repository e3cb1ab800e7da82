/**
 * Records of what one telescope recorded of an event.
 *
 * @module
 */
import type { Timestamp } from "./records_header.ts";

/** What one telescope recorded of an event. */
export interface TelescopeEvent {
  telId: number;
  header: TelescopeEventHeader;
  adc: Adc | null;
  tracking: TrackingPosition | null;
  imageParameters: ImageParameters | null;
  pixelTiming: PixelTiming | null;
  pixelLists: PixelList[];
  truePe: TruePhotoelectrons | null;
}

/** Where a telescope pointed (2100 …). */
export interface TrackingPosition {
  telescopeId: number;
  azimuthRaw: number | null;
  altitudeRaw: number | null;
  azimuthCor: number | null;
  altitudeCor: number | null;
}

/** Header of a telescope event (2011). */
export interface TelescopeEventHeader {
  telescopeId: number;
  locCount: number;
  globCount: number;
  cpuTime: Timestamp;
  gpsTime: Timestamp;
  /** 1 internal (physics), 2 external (calibration). */
  trgSource: number;
  listTrgsect: number[] | null;
  /** One per entry of `listTrgsect`. */
  timeTrgsect: number[] | null;
  physAddr: number[] | null;
  readoutTime: number | null;
  relativeTriggerTime: number | null;
  startReadout: number | null;
}

interface AdcBlock {
  telescopeId: number;
  nGains: number;
  nPixels: number;
  /** 0 if all pixels were stored. */
  zeroSupMode: number;
  /**
   * 1 where a value was stored, 0 where zero suppression dropped it (its value is then 0 and must
   * not be taken for a signal), C order [gain][pixel]; `null` if everything was stored.
   */
  known: Uint8Array | null;
}

/** ADC traces (2013). */
export interface AdcSamples extends AdcBlock {
  kind: "adc_samples";
  nSamples: number;
  /** C order [gain][pixel][sample], in a buffer of its own. */
  values: Uint16Array<ArrayBuffer>;
}

/** ADC sums (2012). */
export interface AdcSums extends AdcBlock {
  kind: "adc_sums";
  nSamples: 1;
  /** C order [gain][pixel], in a buffer of its own. */
  values: Uint32Array<ArrayBuffer>;
}

/** The raw camera data of one telescope event. */
export type Adc = AdcSamples | AdcSums;

/** Image parameters (2014) that sim_telarray computed itself; positions and sizes are angles. */
export interface ImageParameters {
  /** The ident of the object. */
  flags: number;
  telescopeId: number;
  cutId: number;
  pixels: number;
  nSat: number;
  clipAmp: number | null;
  amplitude: number;
  x: number;
  y: number;
  phi: number;
  l: number;
  w: number;
  nConc: number;
  concentration: number;
  /** The fields below are `null` where the object did not store their block. */
  xErr: number | null;
  yErr: number | null;
  phiErr: number | null;
  lErr: number | null;
  wErr: number | null;
  skewness: number | null;
  skewnessErr: number | null;
  kurtosis: number | null;
  kurtosisErr: number | null;
  hotAmp: Float32Array | null;
  hotPixel: Int32Array | null;
  tmSlope: number | null;
  tmResidual: number | null;
  tmWidth1: number | null;
  tmWidth2: number | null;
  tmRise: number | null;
}

/** Pulse times found by sim_telarray (2016). */
export interface PixelTiming {
  telescopeId: number;
  nPixels: number;
  nGains: number;
  beforePeak: number;
  afterPeak: number;
  withSum: boolean;
  /** 1: `pixelList` holds pixel ids; 2: pairs of first and last id, inclusive. */
  listType: number;
  pixelList: Int32Array;
  threshold: number;
  globOnlySelected: boolean;
  timeType: Int16Array;
  timeLevel: Float32Array;
  /** Fraction of a sample that one stored unit of time stands for. */
  granularity: number;
  peakGlobal: number;
  /** Ids of the pixels that have times, in file order. */
  timedPixels: Int32Array;
  /** In samples, C order [timed pixel][time type]. */
  time: Float32Array;
  /** Sum around the pixel's own peak, C order [gain][pixel], 0 where not stored. */
  pulseSumLoc: Int32Array | null;
  /** Sum around the global peak, C order [gain][pixel], 0 where not stored. */
  pulseSumGlob: Int32Array | null;
}

/** A list of pixel ids (2027): code 0 triggered, 1 selected by image cleaning. */
export interface PixelList {
  code: number;
  telescopeId: number;
  pixels: number[];
}

/** True photo-electrons of one telescope (1208). */
export interface TruePhotoelectrons {
  /** Total number, as stored. */
  nPe: number;
  nPixels: number;
  nonEmpty: number;
  /** Number of photo-electrons per pixel. */
  image: Uint32Array;
  /** Pixel of each photo-electron, grouped by pixel in file order. */
  pixelId: Uint32Array;
  /** Arrival time of each photo-electron. */
  time: Float32Array;
  /** Amplitude of each photo-electron, if stored. */
  amplitude: Float32Array | null;
  /** Number of photons per pixel, if stored. */
  photons: Uint32Array | null;
}
