import { borderPixels, widerBorder } from "./border.ts";
import { derotate, type Positions } from "./derotate.ts";
import { integrationCorrections, type Window } from "./integration_correction.ts";
import { findNeighbours, type Neighbours } from "./neighbours.ts";
import type { Camera } from "./records.ts";

/** The makes of cameras that are kept; an array has about ten. */
const MOST_KITS = 64;

/** What follows from a camera's make, worked out when it is first asked for. */
export class CameraKit {
  /** In the derotated camera frame, metre. */
  readonly positions: Positions;
  readonly #camera: Pick<Camera, "geometry" | "readout">;
  readonly #corrections = new Map<string, Float64Array>();
  #neighbours: Neighbours | undefined;
  #borders: readonly [Uint8Array, Uint8Array] | undefined;

  /** @throws {RangeError} if the camera's pixels have no places, or not both coordinates */
  constructor({ geometry, readout }: Camera) {
    // Nothing of a packet is kept: its arrays may be lent.
    const { x, y, area } = geometry;
    this.#camera = {
      geometry: { ...geometry, x: x.slice(0, 0), y: y.slice(0, 0), area: area.slice(0, 1) },
      readout: { ...readout, refPulses: readout.refPulses?.slice() ?? null },
    };
    this.positions = derotate(geometry);
  }

  /** Number of pixels. */
  get nPixels(): number {
    return this.positions.x.length;
  }

  /**
   * From side to side of a pixel, in metre: of a square and, as ctapipe's `pixel_width` has it, from
   * flat to flat of a hexagon and through a circle.
   */
  get pixelWidth(): number {
    const { area, shape } = this.#camera.geometry;
    if (shape === 2) return Math.sqrt(area[0]!);
    return shape === 0 ? 2 * Math.sqrt(area[0]! / Math.PI) : Math.sqrt(2 * area[0]! / Math.sqrt(3));
  }

  /** Which pixels lie side by side. */
  get neighbours(): Neighbours {
    return this.#neighbours ??= findNeighbours(this.positions, this.#camera.geometry.shape);
  }

  /** 1 for the pixels at the border: of width 1, and of width 2. */
  get borders(): readonly [Uint8Array, Uint8Array] {
    if (this.#borders === undefined) {
      const border = borderPixels(this.neighbours);
      this.#borders = [border, widerBorder(this.neighbours, border)];
    }
    return this.#borders;
  }

  /**
   * What charges in a window are to be multiplied with, by gain.
   *
   * @throws {Error} if the camera has no reference pulse
   */
  corrections(window: Window): Float64Array {
    const key = `${window.width}/${window.shift}`;
    let corrections = this.#corrections.get(key);
    if (corrections === undefined) {
      corrections = integrationCorrections(this.#camera.readout, window);
      this.#corrections.set(key, corrections);
    }
    return corrections;
  }
}

/** Kits by `Camera.id`, those that were used last. A step has one of these in its state. */
export class CameraKits {
  readonly #kits = new Map<string, CameraKit>();

  /** @throws {RangeError} as the constructor of {@link CameraKit} */
  of(camera: Camera): CameraKit {
    let kit = this.#kits.get(camera.id);
    if (kit === undefined) {
      kit = new CameraKit(camera);
      if (this.#kits.size === MOST_KITS) {
        this.#kits.delete(this.#kits.keys().next().value!);
      }
    } else {
      this.#kits.delete(camera.id); // to be put in again as the last
    }
    this.#kits.set(camera.id, kit);
    return kit;
  }
}
