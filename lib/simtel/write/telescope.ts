/** Objects that describe one telescope: types 2002 … 2008. Parts the record lacks are left out. */

import type {
  CameraOrganisation,
  CameraSettings,
  CameraSoftware,
  DisabledPixels,
  PixelSettings,
  PointingCorrection,
  TelescopeDescription,
  TrackingSetup,
} from "../records.ts";
import type { ByteWriter } from "./bytes.ts";
import { topLevel } from "./framing.ts";

/** Writes all objects that describe one telescope. */
export function writeTelescope(w: ByteWriter, telescope: TelescopeDescription): void {
  const ident = telescope.telId;
  const { organisation, pixelSettings, disabled, software, trackingSetup, pointingCorrection } =
    telescope;
  writeCameraSettings(w, ident, telescope.camera);
  if (organisation) writeOrganisation(w, ident, organisation);
  if (pixelSettings) writePixelSettings(w, ident, pixelSettings);
  if (disabled) writeDisabled(w, ident, disabled);
  if (software) writeSoftware(w, ident, software);
  if (trackingSetup) writeTrackingSetup(w, ident, trackingSetup);
  if (pointingCorrection) writePointingCorrection(w, ident, pointingCorrection);
}

/** The oldest layout of 2002 that holds every field the record has. */
function cameraVersion(camera: CameraSettings): number {
  if (camera.effectiveFocalLengthX !== null) return 6;
  if (camera.effectiveFocalLength !== null) return 5;
  if (camera.curvedSurface !== null) return 4;
  if (camera.camRot !== null) return 3;
  if (camera.nMirrors !== null) return 2;
  return camera.pixelSize !== null ? 1 : 0;
}

function writeCameraSettings(w: ByteWriter, ident: number, camera: CameraSettings): void {
  const version = cameraVersion(camera);
  topLevel(w, { type: 2002, version, ident }, () => {
    w.i32(camera.nPixels);
    w.f32(camera.focalLength);
    if (version >= 5) w.f32(camera.effectiveFocalLength ?? 0);
    if (version >= 6) {
      w.f32s([camera.effectiveFocalLengthX ?? 0, camera.effectiveFocalLengthY ?? 0]);
      w.f32s([camera.effectiveFocalLengthDx ?? 0, camera.effectiveFocalLengthDy ?? 0]);
    }
    w.f32s(camera.pixelX);
    w.f32s(camera.pixelY);
    if (version >= 4) writePixelGeometry(w, camera);
    else {
      w.f32s(camera.pixelArea);
      if (version >= 1) w.f32s(camera.pixelSize ?? []);
    }
    if (version >= 2) {
      w.i32(camera.nMirrors ?? 0);
      w.f32(camera.mirrorArea ?? 0);
    }
    if (version >= 3) w.f32(camera.camRot ?? 0);
  });
}

function writePixelGeometry(w: ByteWriter, camera: CameraSettings): void {
  const { pixelZ, normalX, normalY, pixelShape, pixelArea } = camera;
  const pixelSize = camera.pixelSize ?? new Float32Array(camera.nPixels);
  w.scnt(pixelZ ? camera.curvedSurface || 1 : 0);
  w.scnt(normalX && normalY ? 0 : camera.pixelsParallel || 1);
  if (pixelZ) w.f32s(pixelZ);
  if (normalX && normalY) {
    w.f32s(normalX);
    w.f32s(normalY);
  }
  w.scnt(camera.commonPixelShape ?? 0);
  const last = camera.commonPixelShape ? 1 : camera.nPixels;
  w.scnts(pixelShape.subarray(0, last));
  w.f32s(pixelArea.subarray(0, last));
  w.f32s(pixelSize.subarray(0, last));
}

function writeOrganisation(w: ByteWriter, ident: number, parts: CameraOrganisation): void {
  topLevel(w, { type: 2003, version: 2, ident }, () => {
    w.i32s([parts.nPixels, parts.nDrawers, parts.nGains, parts.nSectors]);
    for (const numbers of [parts.drawer, parts.card, parts.chip, parts.channel]) w.scnts(numbers);
    for (const sectors of parts.sectors) {
      w.scnt(sectors.length);
      w.scnts(sectors);
    }
    for (const { type, threshold, pixelThreshold } of parts.sectorData) {
      w.u8(type);
      w.f32s([threshold, pixelThreshold]);
    }
  });
}

function pixelSettingsVersion(settings: PixelSettings): number {
  if (settings.sumOffset !== null) return 3;
  if (settings.refShape !== null) return 2;
  return settings.timeSlice !== null ? 1 : 0;
}

function writePixelSettings(w: ByteWriter, ident: number, settings: PixelSettings): void {
  const version = pixelSettingsVersion(settings);
  topLevel(w, { type: 2004, version, ident }, () => {
    w.i32s([settings.setupId, settings.triggerMode, settings.minPixelMult, settings.nPixels]);
    w.i32s(settings.pixelHvDac);
    w.i32(settings.thresholdDac.length);
    w.i32s(settings.thresholdDac);
    w.i32(settings.adcStart.length);
    w.i16s(settings.adcStart);
    w.i16s(settings.adcCount);
    if (version >= 1) {
      w.f32(settings.timeSlice ?? 0);
      w.i32(settings.sumBins ?? 0);
    }
    if (version >= 2) {
      w.scnts(settings.refShapeDims ?? [0, 0]);
      w.f32(settings.refStep ?? 0);
      w.f16s(settings.refShape ?? []);
    }
    if (version >= 3) w.i32(settings.sumOffset ?? 0);
  });
}

function writeDisabled(w: ByteWriter, ident: number, disabled: DisabledPixels): void {
  topLevel(w, { type: 2005, version: 0, ident }, () => {
    for (const pixels of [disabled.triggerDisabled, disabled.hvDisabled]) {
      w.i32(pixels.length);
      w.i32s(pixels);
    }
  });
}

function writeSoftware(w: ByteWriter, ident: number, set: CameraSoftware): void {
  topLevel(w, { type: 2006, version: 0, ident }, () => {
    w.i32s([set.dynTrigMode, set.dynTrigThreshold, set.dynHvMode, set.dynHvThreshold]);
    w.i32s([set.dataRedMode, set.zeroSupMode, set.zeroSupThresholds.length]);
    w.i32s(set.zeroSupThresholds);
    w.i32s([set.unbiasedScale, set.dynPedMode, set.dynPedEvents, set.dynPedPeriod]);
    w.i32s([set.monitorCurPeriod, set.reportCurPeriod, set.monitorHvPeriod, set.reportHvPeriod]);
  });
}

function writePointingCorrection(w: ByteWriter, ident: number, pointing: PointingCorrection): void {
  topLevel(w, { type: 2007, version: 0, ident }, () => {
    w.i32s([pointing.functionType, pointing.parameters.length]);
    w.f32s(pointing.parameters);
  });
}

function writeTrackingSetup(w: ByteWriter, ident: number, drive: TrackingSetup): void {
  topLevel(w, { type: 2008, version: 0, ident }, () => {
    w.i16s(drive.driveType);
    for (const pair of [drive.zeropoint, drive.sign, drive.resolution]) w.f32s(pair);
    for (const pair of [drive.rangeLow, drive.rangeHigh, drive.parkPos]) w.f32s(pair);
  });
}
