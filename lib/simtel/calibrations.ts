import { decode } from "./layout.ts";
import { cameraMonitoring, laserCalibration } from "./objects/monitoring.ts";
import type { TelescopeCalibration } from "./records_event.ts";
import type { SimtelObject } from "./simtel_object.ts";

/** Keeps the calibration of each telescope; a later object replaces only the parts it carries. */
export class Calibrations {
  readonly #byTelescope = new Map<number, TelescopeCalibration>();

  /** By telescope id. A record is replaced, never changed. */
  get byTelescope(): ReadonlyMap<number, TelescopeCalibration> {
    return this.#byTelescope;
  }

  /** Adds camera monitoring (2022). */
  addMonitoring(object: SimtelObject): void {
    const monitoring = decode(object, cameraMonitoring)!;
    const { telescopeId, nGains, nPixels, pedestals } = monitoring;
    if (pedestals === null) return;
    const { nPedSlices, pedestal, noise } = pedestals;
    this.#update(object, telescopeId, nGains, nPixels, { nPedSlices, pedestal, noise });
  }

  /** Adds laser calibration (2023). */
  addLaser(object: SimtelObject): void {
    const laser = decode(object, laserCalibration)!;
    const { telescopeId, nGains, nPixels, calib, tmCalib, flatFielding } = laser;
    this.#update(object, telescopeId, nGains, nPixels, {
      dcToPe: calib,
      ...(tmCalib && { tmCalib }),
      ...(flatFielding && { flatFielding }),
    });
  }

  #update(
    object: SimtelObject,
    telId: number,
    nGains: number,
    nPixels: number,
    parts: Partial<TelescopeCalibration>,
  ): void {
    const before = this.#byTelescope.get(telId) ?? {
      nPedSlices: null,
      pedestal: null,
      noise: null,
      dcToPe: null,
      tmCalib: null,
      flatFielding: null,
    };
    if ("nGains" in before && (before.nGains !== nGains || before.nPixels !== nPixels)) {
      throw object.error(
        "corrupt",
        `calibration of ${nGains} gains and ${nPixels} pixels for telescope ${telId}, ` +
          `before it were ${before.nGains} gains and ${before.nPixels} pixels`,
      );
    }
    this.#byTelescope.set(telId, { ...before, telId, nGains, nPixels, ...parts });
  }
}
