/** The simulated telescopes: where they stand, their optics, cameras and electronics. */

import { type HexCamera, hexCamera } from "./camera.ts";
import type { SimulationConfig } from "./config.ts";
import { cos, sin } from "./portable_math.ts";
import { PULSE_AREA } from "./pulse.ts";
import { Random } from "./random.ts";
import { radians, type Vector } from "./sky.ts";

/** First key of the random streams that belong to telescopes, not to events. */
const TELESCOPE_STREAM = 1;
const BROKEN_FRACTION = 0.002;

/** What all telescopes of one kind share. */
export interface TelescopeKind {
  readonly optics: "LST" | "MST";
  readonly cameraName: string;
  /** Metres. */
  readonly focalLength: number;
  readonly nMirrors: number;
  /** m². */
  readonly mirrorArea: number;
  readonly camera: HexCamera;
  /** ADC counts at the peak of a one-photo-electron pulse, per gain, high gain first. */
  readonly gains: readonly number[];
  /** Electronics noise in ADC counts, per gain. */
  readonly noise: readonly number[];
  /** A pixel takes part in the trigger from this many photo-electrons on. */
  readonly pixelThreshold: number;
}

/** One telescope with its pixel-to-pixel differences. Arrays are C order [gain][pixel]. */
export interface SimulatedTelescope {
  readonly telId: number;
  readonly position: Vector;
  readonly kind: TelescopeKind;
  readonly nPixels: number;
  /** ADC counts of an empty sample. */
  readonly baseline: Float32Array;
  /** ADC counts at the peak of a one-photo-electron pulse. */
  readonly gain: Float32Array;
  /** Pixels without high voltage. */
  readonly broken: ReadonlySet<number>;
}

const LST: TelescopeKind = {
  optics: "LST",
  cameraName: "HexCam631",
  focalLength: 28,
  nMirrors: 198,
  mirrorArea: 386,
  camera: hexCamera(14, 0.0625, radians(10)),
  gains: [15, 15 / 17],
  noise: [2.5, 0.8],
  pixelThreshold: 6,
};

const MST: TelescopeKind = {
  optics: "MST",
  cameraName: "HexCam469",
  focalLength: 16,
  nMirrors: 86,
  mirrorArea: 100,
  camera: hexCamera(12, 0.05, 0),
  gains: [8],
  noise: [1.5],
  pixelThreshold: 6,
};

/** The array: LST-like telescopes with ids from 1 on a circle, MST-like ones around them. */
export function simulatedArray(config: SimulationConfig): SimulatedTelescope[] {
  const telescopes: SimulatedTelescope[] = [];
  const add = (kind: TelescopeKind, angle: number, radius: number) => {
    const telId = telescopes.length + 1;
    const position: Vector = [radius * cos(angle), radius * sin(angle), 4 * (telId % 3)];
    telescopes.push(equip(config.seed, telId, kind, position.map(Math.fround) as Vector3));
  };
  for (let i = 0; i < config.nLst; i++) {
    add(LST, Math.PI * (0.25 + 2 * i / config.nLst), 50 * Math.SQRT2);
  }
  for (let i = 0; i < config.nMst; i++) {
    add(MST, 2 * Math.PI * i / config.nMst, i % 2 ? 220 : 150);
  }
  return telescopes;
}

type Vector3 = [number, number, number];

function equip(
  seed: number,
  telId: number,
  kind: TelescopeKind,
  position: Vector,
): SimulatedTelescope {
  const random = new Random(seed, TELESCOPE_STREAM, telId);
  const nPixels = kind.camera.pixelX.length;
  const perPixel = (nominal: number, spread: number) =>
    Array.from({ length: nPixels }, () => nominal * (1 + spread * clipped(random.normal())));
  const broken = Array.from({ length: nPixels }, (_, pixel) => pixel)
    .filter(() => random.uniform() < BROKEN_FRACTION);
  return {
    telId,
    position,
    kind,
    nPixels,
    baseline: Float32Array.from(kind.gains.flatMap(() => perPixel(300, 0.03))),
    gain: Float32Array.from(kind.gains.flatMap((nominal) => perPixel(nominal, 0.08))),
    broken: new Set(broken),
  };
}

const clipped = (deviate: number): number => Math.max(-3, Math.min(3, deviate));

/** Photo-electrons per ADC count above the baseline, summed over a whole pulse. */
export function dcToPe(telescope: SimulatedTelescope): Float32Array {
  return telescope.gain.map((counts) => 1 / (counts * PULSE_AREA));
}
