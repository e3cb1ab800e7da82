/** Calibration of one telescope: camera monitoring (2022) and laser calibration (2023). */

import type { TelescopeCalibration } from "../records.ts";
import type { ByteWriter } from "./bytes.ts";
import { topLevel } from "./framing.ts";
import { packedTelId } from "./ids.ts";
import { writeTime } from "./run_header.ts";

const PEDESTAL_BLOCK = 0x04;

/** Counts of the camera that 2022 repeats, and the time its blocks are stamped with. */
export interface MonitoringContext {
  readonly nSectors: number;
  readonly nDrawers: number;
  /** Seconds since the Unix epoch. */
  readonly time: number;
}

/**
 * Writes what the record has: pedestals as a monitoring object with only the pedestal block, the
 * photo-electron factors as a laser calibration. The record knows no maximum pulse fractions: they
 * are written as 0.
 */
export function writeCalibration(
  w: ByteWriter,
  calibration: TelescopeCalibration,
  context: MonitoringContext,
): void {
  if (calibration.pedestal && calibration.nPedSlices !== null) {
    writePedestals(w, calibration, context);
  }
  if (calibration.dcToPe) writeLaserCalibration(w, calibration);
}

function writePedestals(w: ByteWriter, cal: TelescopeCalibration, at: MonitoringContext): void {
  const ident = packedTelId(cal.telId) | PEDESTAL_BLOCK << 8;
  topLevel(w, { type: 2022, version: 1, ident }, () => {
    w.i16s([PEDESTAL_BLOCK, PEDESTAL_BLOCK]);
    w.i32(1);
    writeTime(w, [at.time, 0]);
    w.scnts([at.nSectors, cal.nPixels, at.nDrawers, cal.nGains]);
    writeTime(w, [at.time, 0]);
    w.i16(cal.nPedSlices ?? 0);
    w.f32s(cal.pedestal ?? []);
    w.f32s(cal.noise ?? new Float32Array(cal.nGains * cal.nPixels));
  });
}

function writeLaserCalibration(w: ByteWriter, cal: TelescopeCalibration): void {
  const version = cal.flatFielding ? 3 : cal.tmCalib ? 2 : 1;
  topLevel(w, { type: 2023, version, ident: cal.telId }, () => {
    w.i16s([cal.nPixels, cal.nGains]);
    w.i32(0);
    w.f32s(cal.dcToPe ?? []);
    w.f32s(new Float32Array(cal.nGains * 2));
    if (version >= 2) w.f32s(cal.tmCalib ?? new Float32Array(cal.nGains * cal.nPixels));
    if (version >= 3) w.f32s(cal.flatFielding ?? []);
  });
}
