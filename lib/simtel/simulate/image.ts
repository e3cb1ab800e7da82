/** The photo-electrons of one shower in one telescope. */

import type { TruePhotoelectrons } from "../records.ts";
import { log } from "./portable_math.ts";
import type { Random } from "./random.ts";
import { impactDistance, photonDensity, type Shower } from "./shower.ts";
import { along, dot, project, type SkyBasis, type Vector } from "./sky.ts";
import type { SimulatedTelescope } from "./telescopes.ts";

/** Photons that become photo-electrons: mirrors, funnels, shadowing, quantum efficiency. */
const EFFICIENCY = 0.1;
/** Speed of light, m/ns. */
export const LIGHT_SPEED = 0.299792458;
/** Spread of the emission along the axis: a share of the distance of the maximum. */
const LENGTH_SHARE = 0.22;
/** Spread across the axis in metres, at 1 TeV, and its growth per decade of energy. */
const WIDTH = 12;
const WIDTH_GROWTH = 2;
/** Light comes from no closer than this, m. */
const MIN_DISTANCE = 500;
/** Spread of the arrival times beyond what geometry gives, ns. */
const JITTER = 0.4;
/** Arrival times are kept in steps of 1/64 ns, far below any resolution: they compress better. */
const TIME_STEPS = 64;

/** What a telescope receives. */
export interface ShowerImage {
  /** Mean number of photons on the mirror and of photo-electrons. */
  readonly photons: number;
  readonly expectedPe: number;
  readonly truth: TruePhotoelectrons;
  /** Mean arrival time in ns after the shower front passed the core; 0 without light. */
  readonly meanTime: number;
}

/**
 * Draws the photo-electrons one by one. Each comes from a point of the shower: Gaussian along the
 * axis around the maximum, Gaussian across it. Seen from the telescope these points make an
 * elliptic image whose axis points to the direction of the shower, which moves outwards with the
 * impact distance, and whose arrival times run along that axis. Light outside the camera is lost.
 */
export function drawImage(
  telescope: SimulatedTelescope,
  pointing: SkyBasis,
  shower: Shower,
  core: Vector,
  random: Random,
): ShowerImage {
  const { mirrorArea } = telescope.kind;
  const photons = mirrorArea *
    photonDensity(shower, impactDistance(shower, core, telescope.position));
  const expectedPe = photons * EFFICIENCY;
  const width = WIDTH + WIDTH_GROWTH * log(shower.energy) / Math.LN10;
  const hits: Hit[] = [];
  for (let n = random.poisson(expectedPe); n > 0; n--) {
    const hit = drawHit(telescope, pointing, shower, core, width, random);
    if (hit[0] >= 0) hits.push(hit);
  }
  hits.sort(([pixelA, timeA], [pixelB, timeB]) => pixelA - pixelB || timeA - timeB);
  const sum = hits.reduce((total, [, time]) => total + time, 0);
  return {
    photons,
    expectedPe,
    truth: truthOf(hits, telescope.nPixels),
    meanTime: hits.length ? sum / hits.length : 0,
  };
}

type Hit = readonly [pixel: number, time: number];

function drawHit(
  telescope: SimulatedTelescope,
  pointing: SkyBasis,
  shower: Shower,
  core: Vector,
  width: number,
  random: Random,
): Hit {
  const { kind, position } = telescope;
  const { axis, up, right } = shower.sky;
  const spread = shower.distance * (1 + LENGTH_SHARE * random.normal());
  const distance = Math.max(MIN_DISTANCE, spread);
  let emission = along(along(core, -1, position), distance, axis);
  emission = along(emission, width * random.normal(), up);
  emission = along(emission, width * random.normal(), right);
  const path = Math.sqrt(dot(emission, emission));
  const [x, y] = project(pointing, emission);
  const time = (path - distance) / LIGHT_SPEED + JITTER * random.normal();
  return [
    kind.camera.pixelAt(x * kind.focalLength, y * kind.focalLength),
    Math.round(time * TIME_STEPS) / TIME_STEPS,
  ];
}

function truthOf(hits: readonly Hit[], nPixels: number): TruePhotoelectrons {
  const image = new Uint32Array(nPixels);
  for (const [pixel] of hits) image[pixel]!++;
  return {
    nPe: hits.length,
    nPixels,
    nonEmpty: image.reduce((count, n) => count + (n > 0 ? 1 : 0), 0),
    image,
    pixelId: Uint32Array.from(hits, ([pixel]) => pixel),
    time: Float32Array.from(hits, ([, time]) => time),
    amplitude: null,
    photons: null,
  };
}
