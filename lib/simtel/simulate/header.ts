/** The header and the calibrations of a simulated file. */

import type {
  CameraOrganisation,
  CameraSettings,
  McRunHeader,
  PixelSettings,
  SimtelHeader,
  TelescopeCalibration,
  TelescopeDescription,
} from "../records.ts";
import { resolveConfig, type SimulationConfig, type SimulationOptions } from "./config.ts";
import { REF_STEP, REFERENCE_PULSE } from "./pulse.ts";
import { sampleNoise, TRIGGER_SAMPLE } from "./readout.ts";
import { OBSERVATION_HEIGHT } from "./shower.ts";
import { radians } from "./sky.ts";
import { dcToPe, simulatedArray, type SimulatedTelescope } from "./telescopes.ts";

/** Time stamp of everything simulated, 2020-01-01 00:00:00 UTC: files must not depend on today. */
export const START_TIME = 1_577_836_800;

const RUN = 1;
/** Area of a regular hexagon of flat-to-flat distance 1. */
const HEXAGON = Math.sqrt(3) / 2;
const HEXAGONAL = 1;

/**
 * The header of the simulated file.
 *
 * @throws {RangeError} if a setting is out of its limits
 */
export function simulateHeader(options: SimulationOptions): SimtelHeader {
  const config = resolveConfig(options);
  const telescopes = simulatedArray(config);
  return {
    runHeader: {
      version: 2,
      run: RUN,
      time: START_TIME,
      runType: -1,
      trackingMode: 0,
      reverseFlag: 0,
      direction: [radians(config.azimuth), radians(config.altitude)],
      offsetFov: [0, 0],
      convDepth: 0,
      convRefPos: [0, 0],
      nTelescopes: telescopes.length,
      telId: telescopes.map(({ telId }) => telId),
      telPos: telescopes.map(({ position }) => [...position]),
      minTelTrig: config.minTelescopes,
      duration: 1,
      target: "simulated gamma rays",
      observer: "ctapipe-flow shower simulator",
    },
    mcRunHeaders: [mcRunHeader(config)],
    telescopes: telescopes.map((telescope) => description(config, telescope)),
    globalMeta: new Map([
      ["ARRAY_CONFIG_NAME", "ctapipe-flow demo array"],
      ["ALTITUDE", String(OBSERVATION_HEIGHT)],
      ["SIMULATOR", "ctapipe-flow shower simulator 1"],
    ]),
    history: [{ kind: "command", timestamp: START_TIME, text: commandLine(config) }],
    inputCards: [],
    atmosphericProfiles: [],
  };
}

/**
 * The calibration that undoes the simulated electronics: exact baselines and gains.
 *
 * @throws {RangeError} if a setting is out of its limits
 */
export function simulateCalibrations(options: SimulationOptions): TelescopeCalibration[] {
  const config = resolveConfig(options);
  return simulatedArray(config).map((telescope) => ({
    telId: telescope.telId,
    nGains: telescope.kind.gains.length,
    nPixels: telescope.nPixels,
    nPedSlices: config.nSamples,
    pedestal: telescope.baseline.map((counts) => counts * config.nSamples),
    noise: sampleNoise(telescope, config.nsbRate),
    dcToPe: dcToPe(telescope),
    tmCalib: new Float32Array(telescope.gain.length),
    flatFielding: new Float32Array(telescope.gain.length).fill(1),
  }));
}

/** The settings as one line, so that a file tells how to make it again. */
function commandLine(config: SimulationConfig): string {
  return "simulate " + Object.entries(config).map(([name, value]) => `${name}=${value}`).join(" ");
}

function mcRunHeader(config: SimulationConfig): McRunHeader {
  const [altitude, azimuth] = [radians(config.altitude), radians(config.azimuth)];
  const single = Math.fround;
  return {
    showerProgId: 0,
    showerProgVers: 1,
    showerProgStart: START_TIME,
    detectorProgId: 0,
    detectorProgVers: 1,
    detectorProgStart: START_TIME,
    obsheight: OBSERVATION_HEIGHT,
    nShowers: config.showers,
    nUse: config.reuse,
    corePosMode: 1,
    coreRange: [0, single(config.coreRadius)],
    altRange: [altitude, altitude],
    azRange: [azimuth, azimuth],
    diffuse: config.viewcone > 0 ? 1 : 0,
    viewcone: [0, single(config.viewcone)],
    eRange: [single(config.energyMin), single(config.energyMax)],
    spectralIndex: single(config.spectralIndex),
    bTotal: 0,
    bInclination: 0,
    bDeclination: 0,
    injectionHeight: 0,
    atmosphere: 0,
    corsikaIactOptions: 0,
    corsikaLowEModel: 0,
    corsikaHighEModel: 0,
    corsikaBunchsize: 1,
    corsikaWlenMin: 300,
    corsikaWlenMax: 600,
    corsikaLowEDetail: 0,
    corsikaHighEDetail: 0,
  };
}

function description(
  config: SimulationConfig,
  telescope: SimulatedTelescope,
): TelescopeDescription {
  const { telId, kind, position } = telescope;
  return {
    telId,
    type: kind.optics,
    opticsName: kind.optics,
    cameraName: kind.cameraName,
    nameFrom: "metadata",
    position: [...position],
    camera: cameraSettings(telescope),
    organisation: organisation(telescope),
    pixelSettings: pixelSettings(config, telescope),
    disabled: {
      triggerDisabled: Int32Array.from(telescope.broken),
      hvDisabled: Int32Array.from(telescope.broken),
    },
    software: null,
    pointingCorrection: null,
    trackingSetup: null,
    meta: new Map([
      ["OPTICS_CONFIG_NAME", kind.optics],
      ["CAMERA_CONFIG_NAME", kind.cameraName],
      ["MIRROR_CLASS", "0"],
    ]),
  };
}

function cameraSettings({ kind, nPixels }: SimulatedTelescope): CameraSettings {
  const { pixelX, pixelY, pitch, rotation } = kind.camera;
  return {
    version: 5,
    nPixels,
    focalLength: kind.focalLength,
    effectiveFocalLength: kind.focalLength,
    effectiveFocalLengthX: null,
    effectiveFocalLengthY: null,
    effectiveFocalLengthDx: null,
    effectiveFocalLengthDy: null,
    pixelX,
    pixelY,
    pixelZ: null,
    normalX: null,
    normalY: null,
    curvedSurface: 0,
    pixelsParallel: 1,
    commonPixelShape: 1,
    pixelShape: new Int32Array(nPixels).fill(HEXAGONAL),
    pixelArea: new Float32Array(nPixels).fill(HEXAGON * pitch * pitch),
    pixelSize: new Float32Array(nPixels).fill(pitch),
    nMirrors: kind.nMirrors,
    mirrorArea: kind.mirrorArea,
    camRot: Math.fround(rotation),
  };
}

/** One drawer, one trigger sector: the majority trigger looks at the whole camera. */
function organisation({ kind, nPixels }: SimulatedTelescope): CameraOrganisation {
  const nGains = kind.gains.length;
  return {
    nPixels,
    nDrawers: 1,
    nGains,
    nSectors: 1,
    drawer: new Int32Array(nPixels),
    card: new Int32Array(nPixels * nGains),
    chip: new Int32Array(nPixels * nGains),
    channel: Int32Array.from({ length: nPixels * nGains }, (_, i) => i % nGains),
    sectors: Array.from({ length: nPixels }, () => [0]),
    sectorData: [{ type: 0, threshold: 0, pixelThreshold: kind.pixelThreshold }],
  };
}

function pixelSettings(config: SimulationConfig, telescope: SimulatedTelescope): PixelSettings {
  const nGains = telescope.kind.gains.length;
  const pulses = Array.from({ length: nGains }, () => [...REFERENCE_PULSE]).flat();
  return {
    setupId: 0,
    triggerMode: 0,
    minPixelMult: 0,
    nPixels: telescope.nPixels,
    pixelHvDac: new Int32Array(telescope.nPixels),
    nDrawers: 1,
    thresholdDac: new Int32Array(1),
    adcStart: new Int16Array(1),
    adcCount: Int16Array.of(config.nSamples),
    timeSlice: 1,
    sumBins: config.nSamples,
    refStep: REF_STEP,
    refShapeDims: [nGains, REFERENCE_PULSE.length],
    refShape: Float32Array.from(pulses),
    sumOffset: TRIGGER_SAMPLE,
  };
}
