/** A gamma-ray shower and the light it puts on the ground. */

import type { SimulationConfig } from "./config.ts";
import { exp, log, power } from "./portable_math.ts";
import type { Random } from "./random.ts";
import { along, DEGREE, dot, type SkyBasis, skyBasis, type Vector } from "./sky.ts";

/** Height of the observatory above sea level, m. */
export const OBSERVATION_HEIGHT = 2150;

/** Isothermal atmosphere: depth at sea level in g/cm² and scale height in m. */
const SEA_LEVEL_DEPTH = 1030;
const SCALE_HEIGHT = 8400;
/** Radiation length in air, g/cm², and critical energy, TeV. */
const RADIATION_LENGTH = 36.6;
const CRITICAL_ENERGY = 81e-6;
/** Mean free path of a gamma: 9/7 radiation lengths. */
const PAIR_LENGTH = RADIATION_LENGTH * 9 / 7;
/** Cherenkov photons per m² and TeV within 120 m of the core. */
const PHOTON_DENSITY = 120;
const PLATEAU = 120;
const FALL_OFF = 80;

/** A shower before a core position is chosen. Heights above sea level in metres. */
export interface Shower {
  readonly number: number;
  /** TeV. */
  readonly energy: number;
  /** Radian; azimuth from north to east. */
  readonly azimuth: number;
  readonly altitude: number;
  readonly sky: SkyBasis;
  /** Slant depths in g/cm². */
  readonly firstInteractionHeight: number;
  readonly xmax: number;
  readonly hmax: number;
  /** Distance along the axis from the ground to the maximum, m. */
  readonly distance: number;
  /** Shower-to-shower fluctuation of the light yield, around 1. */
  readonly yield: number;
}

const heightAt = (verticalDepth: number): number =>
  SCALE_HEIGHT * log(SEA_LEVEL_DEPTH / verticalDepth);

/** Draws one shower: energy from the power law, direction in the view cone, depths. */
export function drawShower(config: SimulationConfig, number: number, random: Random): Shower {
  const energy = Math.fround(drawEnergy(config, random.uniform()));
  const [up, right] = random.disc(config.viewcone * DEGREE);
  const altitude = Math.fround(config.altitude * DEGREE + up);
  const azimuth = Math.fround(config.azimuth * DEGREE + right / skyCosine(config));
  const sky = skyBasis(azimuth, altitude);
  const sinAlt = sky.axis[2];
  const start = -PAIR_LENGTH * log(1 - random.uniform());
  const development = RADIATION_LENGTH * log(energy / CRITICAL_ENERGY) + 15 * random.normal();
  const xmax = start + development;
  const hmax = Math.max(heightAt(xmax * sinAlt), OBSERVATION_HEIGHT + 1000);
  return {
    number,
    energy,
    azimuth,
    altitude,
    sky,
    firstInteractionHeight: heightAt(Math.max(start, 1e-3) * sinAlt),
    xmax,
    hmax,
    distance: (hmax - OBSERVATION_HEIGHT) / sinAlt,
    yield: exp(0.1 * random.normal()),
  };
}

const skyCosine = (config: SimulationConfig): number =>
  skyBasis(0, config.altitude * DEGREE).axis[0];

/** Inverse of the cumulative spectrum at `u` in [0, 1). */
function drawEnergy(config: SimulationConfig, u: number): number {
  const { energyMin, energyMax, spectralIndex } = config;
  const index = spectralIndex + 1;
  if (index === 0) return energyMin * power(energyMax / energyMin, u);
  const [low, high] = [power(energyMin, index), power(energyMax, index)];
  return power(low + u * (high - low), 1 / index);
}

/** Distance of a telescope from the shower axis, m. */
export function impactDistance(shower: Shower, core: Vector, position: Vector): number {
  const toCore = along(core, -1, position);
  const closest = along(toCore, -dot(toCore, shower.sky.axis), shower.sky.axis);
  return Math.sqrt(dot(closest, closest));
}

/**
 * Cherenkov photons per m² at a distance from the axis: proportional to the energy, flat to 120 m,
 * then falling by e every 80 m.
 */
export function photonDensity(shower: Shower, impact: number): number {
  const lateral = impact < PLATEAU ? 1 : exp((PLATEAU - impact) / FALL_OFF);
  return PHOTON_DENSITY * shower.energy * shower.yield * lateral;
}
