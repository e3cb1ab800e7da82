/** Simulated truth: shower (2020), its uses (2021), true photo-electrons (1204, 2026). */

import type { McEvent, McShower, PhotoelectronSums, TruePhotoelectrons } from "../records.ts";
import type { ByteWriter } from "./bytes.ts";
import { nested, nestedContainer, topLevel, topLevelContainer } from "./framing.ts";

/** Pixel ids above this do not fit the 16-bit pixel ids of 1208 version 2. */
const LAST_SHORT_PIXEL = 0x7fff;
const HAS_AMPLITUDE = 1;
const HAS_PHOTONS = 4;

/** Writes a shower (2020). */
export function writeMcShower(w: ByteWriter, shower: McShower): void {
  const version = shower.depthStart === null ? 0 : 1;
  topLevel(w, { type: 2020, version, ident: shower.shower }, () => {
    w.i32(shower.primaryId);
    w.f32s([shower.energy, shower.azimuth, shower.altitude]);
    if (version >= 1) w.f32(shower.depthStart ?? 0);
    w.f32s([shower.hFirstInt, shower.xmax]);
    if (version >= 1) w.f32s([shower.hmax ?? 0, shower.emax ?? 0, shower.cmax ?? 0]);
    w.i16(shower.profiles.length);
    for (const { id, start, end, values } of shower.profiles) {
      w.i32s([id, values.length]);
      w.f32s([start, end]);
      w.f32s(values);
    }
  });
}

/** Writes one use of a shower (2021). */
export function writeMcEvent(w: ByteWriter, eventId: number, mc: McEvent): void {
  const version = mc.aweight === 1 ? 1 : 2;
  topLevel(w, { type: 2021, version, ident: eventId }, () => {
    w.i32(mc.showerNum);
    w.f32s([mc.xcore, mc.ycore]);
    if (version >= 2) w.f32(mc.aweight);
  });
}

/** True photo-electrons and the zero-based position of their telescope in the run header. */
export type IndexedTruth = readonly [telescopeIndex: number, truth: TruePhotoelectrons];

/** Writes the true photo-electrons of an event (1204 with 1208); nothing if there are none. */
export function writeTruePe(w: ByteWriter, eventId: number, truths: readonly IndexedTruth[]): void {
  if (truths.length === 0) return;
  topLevelContainer(w, { type: 1204, version: 0, ident: eventId }, () => {
    writePhotoelectrons(w, eventId, truths);
  });
}

/** Writes the true photo-electrons of a calibration event (2034 with 1204 with 1208). */
export function writeCalibrationTruePe(
  w: ByteWriter,
  eventId: number,
  truths: readonly IndexedTruth[],
): void {
  if (truths.length === 0) return;
  topLevelContainer(w, { type: 2034, version: 0, ident: eventId }, () => {
    nestedContainer(w, { type: 1204, version: 0, ident: eventId }, () => {
      writePhotoelectrons(w, eventId, truths);
    });
  });
}

function writePhotoelectrons(w: ByteWriter, eventId: number, truths: readonly IndexedTruth[]) {
  for (const [telescopeIndex, truth] of truths) {
    const version = truth.nPixels > LAST_SHORT_PIXEL + 1 ? 3 : 2;
    const ident = eventId % 100 * 1000 + telescopeIndex;
    nested(w, { type: 1208, version, ident }, () => writeImage(w, version, truth));
  }
}

function writeImage(w: ByteWriter, version: number, truth: TruePhotoelectrons): void {
  const { pixelId, time, amplitude, photons } = truth;
  const starts = groupStarts(pixelId);
  w.i32s([truth.nPe, truth.nPixels]);
  w.i16((amplitude ? HAS_AMPLITUDE : 0) | (photons ? HAS_PHOTONS : 0));
  w.i32(starts.length);
  starts.forEach((start, group) => {
    const end = starts[group + 1] ?? pixelId.length;
    if (version >= 3) w.scnt(pixelId[start]!);
    else w.i16(pixelId[start]!);
    w.i32(end - start);
    w.f32s(time.subarray(start, end));
    if (amplitude) w.f32s(amplitude.subarray(start, end));
  });
  if (photons) writePhotons(w, photons);
}

/** Index of the first photo-electron of each run of equal pixel ids. */
function groupStarts(pixelId: Uint32Array): number[] {
  const starts: number[] = [];
  pixelId.forEach((pixel, i) => {
    if (i === 0 || pixel !== pixelId[i - 1]) starts.push(i);
  });
  return starts;
}

function writePhotons(w: ByteWriter, photons: Uint32Array): void {
  const hit = [...photons.keys()].filter((pixel) => photons[pixel]! > 0);
  w.i32(hit.length);
  for (const pixel of hit) {
    w.i16(pixel);
    w.i32(photons[pixel]!);
  }
}

/** Writes the sums over the photons of an event (2026). */
export function writePhotoelectronSums(
  w: ByteWriter,
  eventId: number,
  sums: PhotoelectronSums,
): void {
  const { photons, photonsAtm, photonsAtm36, photonsAtmQe, photonsAtm400 } = sums;
  const version = photonsAtm400 ? 2 : photons ? 1 : 0;
  topLevel(w, { type: 2026, version, ident: eventId }, () => {
    w.i32s([sums.shower, sums.nPe.length]);
    w.i32s(sums.nPe);
    w.i32s(sums.nPixels);
    const floats = [photons, photonsAtm, photonsAtm36, photonsAtmQe, photonsAtm400];
    for (const values of floats.slice(0, [0, 4, 5][version])) w.f32s(values ?? []);
  });
}
