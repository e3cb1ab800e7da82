/**
 * Records of the events and of the calibration they need.
 *
 * @module
 */
import type { Timestamp } from "./records_header.ts";
import type {
  TelescopeEvent,
  TrackingPosition,
  TruePhotoelectrons,
} from "./records_telescope_event.ts";

export type * from "./records_telescope_event.ts";

/**
 * Calibration of one telescope, from camera monitoring (2022) and laser calibration (2023). Arrays
 * are C order [gain][pixel]; a part that the file never stored is `null`.
 */
export interface TelescopeCalibration {
  telId: number;
  nGains: number;
  nPixels: number;
  /** Number of samples that `pedestal` sums over. */
  nPedSlices: number | null;
  /** Sum over `nPedSlices` samples, in ADC counts. */
  pedestal: Float32Array | null;
  noise: Float32Array | null;
  /** Photo-electrons per ADC count above pedestal. */
  dcToPe: Float32Array | null;
  /** Time calibration, nanosecond. */
  tmCalib: Float32Array | null;
  flatFielding: Float32Array | null;
}

/** One longitudinal profile of a shower. */
export interface ShowerProfile {
  id: number;
  start: number;
  end: number;
  /** May hold NaN or infinities. */
  values: Float32Array;
}

/** A simulated shower (2020). */
export interface McShower {
  shower: number;
  /** sim_telarray code, not PDG: 0 gamma, 1 e⁻, 2 µ⁻, 100·A + Z for nuclei. */
  primaryId: number;
  energy: number;
  azimuth: number;
  altitude: number;
  /** `null` in layout version 0, and likewise below. */
  depthStart: number | null;
  hFirstInt: number;
  xmax: number;
  hmax: number | null;
  emax: number | null;
  cmax: number | null;
  profiles: ShowerProfile[];
}

/** One use of a simulated shower (2020 and 2021). */
export interface McEvent extends McShower {
  /** The shower number stored with the event; equals `shower` in a sound file. */
  showerNum: number;
  xcore: number;
  ycore: number;
  /** Area weight, 1 if not stored. */
  aweight: number;
}

/** What the array trigger saw (2009). */
export interface TriggerInformation {
  cpuTime: Timestamp;
  gpsTime: Timestamp;
  triggerPattern: number;
  dataPattern: number;
  triggeredTelescopes: number[];
  /** Relative to the time of the event, one per triggered telescope. */
  triggerTimes: number[];
  telescopesWithData: number[];
  /**
   * One mask per triggered telescope: 0x1 majority, 0x2 analog sum, 0x4 digital sum, 0x8 digital
   * majority, 0x100 long event, 0x200 muon, 0x400 random mono; `null` before version 2.
   */
  teltrgTypeMask: number[] | null;
  /** Trigger times by telescope id and mask bit number, where several bits are set. */
  teltrgTimeByType: Map<number, Map<number, number>>;
  /** `speedOfLight` in cm/ns; `null` before version 3. */
  planeWavefrontCompensation: { az: number; alt: number; speedOfLight: number } | null;
}

/** Sums over the photons of an event (2026); index = position in `RunHeader.telId`. */
export interface PhotoelectronSums {
  shower: number;
  nPe: Int32Array;
  nPixels: Int32Array;
  photons: Float32Array | null;
  photonsAtm: Float32Array | null;
  photonsAtm36: Float32Array | null;
  photonsAtmQe: Float32Array | null;
  photonsAtm400: Float32Array | null;
}

/** Stereo reconstruction by sim_telarray (2015); a field not stored is `null`. */
export interface StereoReconstruction {
  resultBits: number;
  nTrg: number;
  nRead: number;
  nImg: number;
  imgPattern: number;
  az: number | null;
  alt: number | null;
  errDir1: number | null;
  errDir2: number | null;
  errDir3: number | null;
  xc: number | null;
  yc: number | null;
  errCore1: number | null;
  errCore2: number | null;
  errCore3: number | null;
  mscl: number | null;
  mscw: number | null;
  errMscl: number | null;
  errMscw: number | null;
  energy: number | null;
  errEnergy: number | null;
  xmax: number | null;
  errXmax: number | null;
}

/** One triggered event of the array, or a calibration event. */
export interface ArrayEvent {
  type: "data" | "calibration";
  eventId: number;
  /**
   * 0 dark pedestal, 1 pedestal, 2 in-lid LED, ≥ 3 laser or flat-field, −1 other; `null` for data
   * and for calibration events stored without a type.
   */
  calibrationType: number | null;
  /** `null` for calibration events. */
  mc: McEvent | null;
  trigger: TriggerInformation;
  /** In file order. */
  telescopes: TelescopeEvent[];
  /** By telescope id; may cover telescopes without data. */
  pointing: Map<number, TrackingPosition>;
  photoelectronSums: PhotoelectronSums | null;
  /** True photo-electrons of telescopes that have no telescope event, by telescope id. */
  otherTruePe: Map<number, TruePhotoelectrons>;
  stereoReconstruction: StereoReconstruction | null;
  /** Byte offset of the array event in the decompressed stream. */
  offset: number;
}

/** A simulated event that did not trigger the array: only its truth is known. */
export interface UntriggeredEvent {
  type: "untriggered";
  eventId: number;
  mc: McEvent;
  photoelectronSums: PhotoelectronSums | null;
  /** By telescope id. */
  otherTruePe: Map<number, TruePhotoelectrons>;
  /** Byte offset of the MC event in the decompressed stream. */
  offset: number;
}
