/**
 * Records of the run: what a file says before its events.
 *
 * @module
 */

/** Seconds since the Unix epoch and nanoseconds within that second. */
export type Timestamp = [seconds: number, nanoseconds: number];

/** The run header (2000). `telId` and `telPos` have one entry per telescope, in file order. */
export interface RunHeader {
  /** Version of the layout the header was stored in. */
  version: number;
  run: number;
  /** Start time, seconds since the Unix epoch. */
  time: number;
  /** −1 for simulations. */
  runType: number;
  /** 0: `direction` is azimuth and altitude; 1: right ascension and declination. */
  trackingMode: number;
  /** `null` in layouts before version 2. */
  reverseFlag: number | null;
  direction: [azimuth: number, altitude: number];
  offsetFov: [number, number];
  convDepth: number;
  /** `null` in layouts before version 1. */
  convRefPos: [number, number] | null;
  nTelescopes: number;
  telId: number[];
  /** x north, y west, z up. */
  telPos: [x: number, y: number, z: number][];
  minTelTrig: number;
  duration: number;
  target: string;
  observer: string;
}

/** The settings of the shower simulation (2001). A merged file holds several. */
export interface McRunHeader {
  showerProgId: number;
  showerProgVers: number;
  showerProgStart: number;
  detectorProgId: number;
  detectorProgVers: number;
  detectorProgStart: number;
  obsheight: number;
  nShowers: number;
  /** How often each shower is used. */
  nUse: number;
  corePosMode: number;
  coreRange: [number, number];
  altRange: [number, number];
  azRange: [number, number];
  diffuse: number;
  /** Degree. */
  viewcone: [number, number];
  eRange: [number, number];
  spectralIndex: number;
  /** µT. */
  bTotal: number;
  bInclination: number;
  bDeclination: number;
  injectionHeight: number;
  atmosphere: number;
  corsikaIactOptions: number;
  corsikaLowEModel: number;
  corsikaHighEModel: number;
  corsikaBunchsize: number;
  /** Nanometre. */
  corsikaWlenMin: number;
  /** Nanometre. */
  corsikaWlenMax: number;
  corsikaLowEDetail: number;
  corsikaHighEDetail: number;
}

/** One line of the history of a file: a command line (71) or a configuration line (72). */
export interface HistoryLine {
  kind: "command" | "configuration";
  /** Seconds since the Unix epoch. */
  timestamp: number;
  /** Configuration lines keep their newline. */
  text: string;
}

/** An atmospheric profile (1216). */
export interface AtmosphericProfile {
  id: number;
  name: string;
  /** Observation level in centimetre. */
  obslevel: number;
  nRows: number;
  /** Kilometre. */
  altitude: Float64Array;
  /** Density, g/cm³. */
  rho: Float64Array;
  /** Depth above this altitude, g/cm². */
  thickness: Float64Array;
  /** Refractive index minus one. */
  refractiveIndexMinusOne: Float64Array;
  /** Top of the atmosphere in centimetre, with the five-layer parameters; `null` if not stored. */
  htoa: number | null;
  /** C order [5][5]; `null` if not stored. */
  fiveLayerAtmosphere: Float64Array | null;
}

/** Geometry of a camera (2002). Arrays have one entry per pixel. */
export interface CameraSettings {
  version: number;
  nPixels: number;
  focalLength: number;
  effectiveFocalLength: number | null;
  effectiveFocalLengthX: number | null;
  effectiveFocalLengthY: number | null;
  effectiveFocalLengthDx: number | null;
  effectiveFocalLengthDy: number | null;
  pixelX: Float32Array;
  pixelY: Float32Array;
  /** Only for curved cameras. */
  pixelZ: Float32Array | null;
  /** Only where the pixels are not parallel. */
  normalX: Float32Array | null;
  normalY: Float32Array | null;
  /** `null` in layouts before version 4, where the camera is flat with parallel pixels. */
  curvedSurface: number | null;
  pixelsParallel: number | null;
  commonPixelShape: number | null;
  /** 0 circular, 1 hexagonal, 2 square, 3 hexagonal rotated by 30°, −1 unknown. */
  pixelShape: Int32Array;
  /** m². */
  pixelArea: Float32Array;
  /** Flat-to-flat; `null` in layout version 0. */
  pixelSize: Float32Array | null;
  nMirrors: number | null;
  /** m². */
  mirrorArea: number | null;
  /** Rotation of the pixel frame against the sky-aligned camera frame; `null` before version 3. */
  camRot: number | null;
}

/** One trigger group of a camera. */
export interface TriggerSector {
  type: number;
  threshold: number;
  pixelThreshold: number;
}

/** Readout organisation of a camera (2003). `card`, `chip`, `channel` are C order [pixel][gain]. */
export interface CameraOrganisation {
  nPixels: number;
  nDrawers: number;
  nGains: number;
  nSectors: number;
  drawer: Int32Array;
  card: Int32Array;
  chip: Int32Array;
  channel: Int32Array;
  /** Trigger-sector numbers of each pixel. */
  sectors: (ArrayLike<number> & Iterable<number>)[];
  sectorData: TriggerSector[];
}

/** Readout settings of a camera (2004). */
export interface PixelSettings {
  setupId: number;
  triggerMode: number;
  minPixelMult: number;
  nPixels: number;
  pixelHvDac: Int32Array;
  nDrawers: number;
  thresholdDac: Int32Array;
  adcStart: Int16Array;
  adcCount: Int16Array;
  /** Nanosecond per sample; `null` in layout version 0. */
  timeSlice: number | null;
  /** Number of samples read; `null` in layout version 0. */
  sumBins: number | null;
  /** Nanosecond between two points of the reference pulse; `null` before version 2. */
  refStep: number | null;
  /** Number of reference pulses and of points in each. */
  refShapeDims: [nRef: number, lenRef: number] | null;
  /** Reference pulses, C order [nRef][lenRef]. */
  refShape: Float32Array | null;
  /** `null` before version 3. */
  sumOffset: number | null;
}

/** Pixels switched off (2005). The HV list is the list of broken pixels of an analysis. */
export interface DisabledPixels {
  triggerDisabled: Int32Array;
  hvDisabled: Int32Array;
}

/** Camera software settings (2006). */
export interface CameraSoftware {
  dynTrigMode: number;
  dynTrigThreshold: number;
  dynHvMode: number;
  dynHvThreshold: number;
  dataRedMode: number;
  zeroSupMode: number;
  zeroSupThresholds: Int32Array;
  unbiasedScale: number;
  dynPedMode: number;
  dynPedEvents: number;
  dynPedPeriod: number;
  monitorCurPeriod: number;
  reportCurPeriod: number;
  monitorHvPeriod: number;
  reportHvPeriod: number;
}

/** Pointing correction (2007). */
export interface PointingCorrection {
  functionType: number;
  parameters: Float32Array;
}

/** Drive system (2008); pairs are azimuth and altitude. */
export interface TrackingSetup {
  driveType: [number, number];
  zeropoint: [number, number];
  sign: [number, number];
  resolution: [number, number];
  rangeLow: [number, number];
  rangeHigh: [number, number];
  parkPos: [number, number];
}

/** One telescope: its name, where it stands and its camera. */
export interface TelescopeDescription {
  telId: number;
  /** Size class. */
  type: "LST" | "MST" | "SST";
  opticsName: string;
  cameraName: string;
  /** What the three names above were taken from. */
  nameFrom: "metadata" | "lookup table" | "mirror area";
  position: [x: number, y: number, z: number];
  camera: CameraSettings;
  /** `null` if the file ended before this object, and likewise below. */
  organisation: CameraOrganisation | null;
  pixelSettings: PixelSettings | null;
  disabled: DisabledPixels | null;
  software: CameraSoftware | null;
  pointingCorrection: PointingCorrection | null;
  trackingSetup: TrackingSetup | null;
  /** Metadata (75) of this telescope. */
  meta: ReadonlyMap<string, string> | null;
}

/** Everything before the first event. */
export interface SimtelHeader {
  runHeader: RunHeader;
  mcRunHeaders: McRunHeader[];
  /** In the order of `runHeader.telId`; telescopes without camera settings are left out. */
  telescopes: TelescopeDescription[];
  /** Metadata (75) of the whole file. */
  globalMeta: ReadonlyMap<string, string> | null;
  history: HistoryLine[];
  /** CORSIKA input cards (1212), one list of lines per card. */
  inputCards: string[][];
  atmosphericProfiles: AtmosphericProfile[];
}
