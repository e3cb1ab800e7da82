/** Who triggered: majority in each camera, coincidence of the array. */

import type { TriggerInformation } from "../records.ts";
import type { SimulationConfig } from "./config.ts";
import { START_TIME } from "./header.ts";
import { LIGHT_SPEED, type ShowerImage } from "./image.ts";
import { dot, radians, type SkyBasis } from "./sky.ts";
import type { SimulatedTelescope } from "./telescopes.ts";

/** Pixels above threshold that make a camera trigger. */
export const MIN_PIXELS = 4;
const MAJORITY = 0x1;
const CM_PER_METRE = 100;

/** A telescope with what it received of an event. */
export interface Observation {
  readonly telescope: SimulatedTelescope;
  readonly image: ShowerImage;
}

/**
 * Whether enough pixels anywhere in the camera have enough true photo-electrons of the shower. The
 * background takes no part, so that there are no accidental triggers.
 */
export function isTriggered({ telescope, image }: Observation): boolean {
  const { kind, broken } = telescope;
  let pixels = 0;
  image.truth.image.forEach((pe, pixel) => {
    if (pe >= kind.pixelThreshold && !broken.has(pixel)) pixels++;
  });
  return pixels >= MIN_PIXELS;
}

/** The array trigger (2009) of the telescopes that triggered, in the order of their ids. */
export function triggerInformation(
  config: SimulationConfig,
  pointing: SkyBasis,
  triggered: readonly Observation[],
): TriggerInformation {
  const ids = triggered.map(({ telescope }) => telescope.telId);
  const times = triggered.map(({ telescope, image }) =>
    image.meanTime + dot(telescope.position, pointing.axis) / LIGHT_SPEED
  );
  const first = Math.min(...times);
  const pattern = ids.filter((id) => id <= 31).reduce((bits, id) => bits | 1 << id - 1, 0);
  return {
    cpuTime: [START_TIME, 0],
    gpsTime: [START_TIME, 0],
    triggerPattern: pattern,
    dataPattern: pattern,
    triggeredTelescopes: ids,
    triggerTimes: times.map((time) => Math.fround(time - first)),
    telescopesWithData: ids,
    teltrgTypeMask: ids.map(() => MAJORITY),
    teltrgTimeByType: new Map(),
    planeWavefrontCompensation: {
      az: radians(config.azimuth),
      alt: radians(config.altitude),
      speedOfLight: Math.fround(LIGHT_SPEED * CM_PER_METRE),
    },
  };
}
