/** The events of a simulated file, one after the other. */

import type {
  ArrayEvent,
  McEvent,
  PhotoelectronSums,
  TelescopeEvent,
  TrackingPosition,
  TruePhotoelectrons,
  UntriggeredEvent,
} from "../records.ts";
import { resolveConfig, type SimulationConfig, type SimulationOptions } from "./config.ts";
import { START_TIME } from "./header.ts";
import { drawImage } from "./image.ts";
import { Random } from "./random.ts";
import { drawTraces, TRIGGER_SAMPLE } from "./readout.ts";
import { drawShower, type Shower } from "./shower.ts";
import { radians, type SkyBasis, skyBasis, type Vector } from "./sky.ts";
import { simulatedArray, type SimulatedTelescope } from "./telescopes.ts";
import { isTriggered, type Observation, triggerInformation } from "./trigger.ts";

/** First keys of the random streams; 1 belongs to the telescopes. */
const SHOWER_STREAM = 2;
const CORE_STREAM = 3;
const IMAGE_STREAM = 4;
const READOUT_STREAM = 5;
const GAMMA = 0;

/**
 * Simulates like {@linkcode simulateShowers}, but gives only the events that trigger the array.
 *
 * @throws {RangeError} if a setting is out of its limits
 */
export function* simulateEvents(options: SimulationOptions): Generator<ArrayEvent> {
  for (const event of simulateShowers(options)) {
    if (event.type !== "untriggered") yield event;
  }
}

/**
 * Simulates every use of every shower, triggered or not. An event depends on the settings and its
 * own number only: the same shower of a longer simulation is the same.
 *
 * @throws {RangeError} if a setting is out of its limits
 */
export function* simulateShowers(
  options: SimulationOptions,
): Generator<ArrayEvent | UntriggeredEvent> {
  const config = resolveConfig(options);
  const telescopes = simulatedArray(config);
  const pointing = skyBasis(radians(config.azimuth), radians(config.altitude));
  for (let number = 1; number <= config.showers; number++) {
    const shower = drawShower(config, number, new Random(config.seed, SHOWER_STREAM, number));
    for (let use = 0; use < config.reuse; use++) {
      yield simulateUse(config, telescopes, pointing, shower, number * 100 + use);
    }
  }
}

function simulateUse(
  config: SimulationConfig,
  telescopes: readonly SimulatedTelescope[],
  pointing: SkyBasis,
  shower: Shower,
  eventId: number,
): ArrayEvent | UntriggeredEvent {
  const [x, y] = new Random(config.seed, CORE_STREAM, eventId).disc(config.coreRadius);
  const core: Vector = [Math.fround(x), Math.fround(y), 0];
  const observations = telescopes.map((telescope): Observation => {
    const random = new Random(config.seed, IMAGE_STREAM, eventId, telescope.telId);
    return { telescope, image: drawImage(telescope, pointing, shower, core, random) };
  });
  const triggered = observations.filter(isTriggered);
  const common = {
    eventId,
    mc: mcEvent(shower, core),
    photoelectronSums: photoelectronSums(shower, observations),
    offset: 0,
  };
  if (triggered.length < config.minTelescopes) {
    return { ...common, type: "untriggered", otherTruePe: truths(observations) };
  }
  return {
    ...common,
    type: "data",
    calibrationType: null,
    trigger: triggerInformation(config, pointing, triggered),
    telescopes: triggered.map((observation, i) => record(config, eventId, observation, i + 1)),
    pointing: new Map(telescopes.map(({ telId }) => [telId, tracking(config, telId)])),
    otherTruePe: truths(observations.filter((observation) => !triggered.includes(observation))),
    stereoReconstruction: null,
  };
}

function record(
  config: SimulationConfig,
  eventId: number,
  { telescope, image }: Observation,
  count: number,
): TelescopeEvent {
  const { telId } = telescope;
  const random = new Random(config.seed, READOUT_STREAM, eventId, telId);
  return {
    telId,
    header: {
      telescopeId: telId,
      locCount: count,
      globCount: eventId,
      cpuTime: [START_TIME, 0],
      gpsTime: [START_TIME, 0],
      trgSource: 1,
      listTrgsect: null,
      timeTrgsect: null,
      physAddr: null,
      readoutTime: Math.fround(image.meanTime - TRIGGER_SAMPLE),
      relativeTriggerTime: TRIGGER_SAMPLE,
      startReadout: null,
    },
    adc: drawTraces(telescope, image, config.nSamples, config.nsbRate, random),
    tracking: tracking(config, telId),
    imageParameters: null,
    pixelTiming: null,
    pixelLists: [],
    truePe: image.truth,
  };
}

function tracking(config: SimulationConfig, telescopeId: number): TrackingPosition {
  return {
    telescopeId,
    azimuthRaw: radians(config.azimuth),
    altitudeRaw: radians(config.altitude),
    azimuthCor: null,
    altitudeCor: null,
  };
}

/** Photo-electrons by telescope id, of the telescopes that saw any. */
function truths(observations: readonly Observation[]): Map<number, TruePhotoelectrons> {
  const lit = observations.filter(({ image }) => image.truth.nPe > 0);
  return new Map(lit.map(({ telescope, image }) => [telescope.telId, image.truth]));
}

function mcEvent(shower: Shower, [xcore, ycore]: Vector): McEvent {
  return {
    shower: shower.number,
    primaryId: GAMMA,
    energy: shower.energy,
    azimuth: shower.azimuth,
    altitude: shower.altitude,
    depthStart: 0,
    hFirstInt: Math.fround(shower.firstInteractionHeight),
    xmax: Math.fround(shower.xmax),
    hmax: Math.fround(shower.hmax),
    emax: Math.fround(shower.xmax),
    cmax: Math.fround(shower.xmax),
    profiles: [],
    showerNum: shower.number,
    xcore,
    ycore,
    aweight: 1,
  };
}

/** Nothing absorbs light on its way here: every stage has the photons that reached the mirror. */
function photoelectronSums(
  shower: Shower,
  observations: readonly Observation[],
): PhotoelectronSums {
  const photons = Float32Array.from(observations, ({ image }) => image.photons);
  return {
    shower: shower.number,
    nPe: Int32Array.from(observations, ({ image }) => image.truth.nPe),
    nPixels: new Int32Array(observations.length),
    photons,
    photonsAtm: photons,
    photonsAtm36: photons,
    photonsAtmQe: Float32Array.from(observations, ({ image }) => image.expectedPe),
    photonsAtm400: photons,
  };
}
