/** What sim_telarray computed from an image itself: parameters (2014), pulse times (2016). */

import type { ImageParameters, PixelTiming } from "../records.ts";
import type { ByteWriter } from "./bytes.ts";
import { nested } from "./framing.ts";
import { packedTelId } from "./ids.ts";

const CUT_ID_SHIFT = 12;

/** The optional blocks of 2014 by the bit of the ident that announces them, in file order. */
const BLOCKS: readonly [bit: number, fields: readonly (keyof ImageParameters)[]][] = [
  [0x100, ["xErr", "yErr", "phiErr", "lErr", "wErr"]],
  [0x200, ["skewness", "skewnessErr", "kurtosis", "kurtosisErr"]],
  [0x400, ["hotAmp", "hotPixel"]],
  [0x800, ["tmSlope", "tmResidual", "tmWidth1", "tmWidth2", "tmRise"]],
];

/** Writes image parameters (2014). */
export function writeImageParameters(w: ByteWriter, telId: number, image: ImageParameters): void {
  const present = BLOCKS.filter(([, fields]) => image[fields[0]!] !== null);
  const flags = present.reduce((all, [bit]) => all | bit, 0);
  const ident = packedTelId(telId) | flags | image.cutId << CUT_ID_SHIFT;
  nested(w, { type: 2014, version: 6, ident }, () => {
    w.scnts([image.pixels, image.nSat]);
    if (image.nSat > 0) w.f32(image.clipAmp ?? 0);
    w.f32s([image.amplitude, image.x, image.y, image.phi, image.l, image.w]);
    w.i16(image.nConc);
    w.f32(image.concentration);
    for (const [, fields] of present) writeBlock(w, image, fields);
  });
}

function writeBlock(
  w: ByteWriter,
  image: ImageParameters,
  fields: readonly (keyof ImageParameters)[],
): void {
  if (!fields.includes("hotPixel")) return w.f32s(fields.map((field) => Number(image[field])));
  const { hotAmp, hotPixel } = image;
  w.scnt(hotPixel?.length ?? 0);
  w.f32s(hotAmp ?? []);
  w.scnts(hotPixel ?? []);
}

/** Writes pulse times and sums (2016). */
export function writePixelTiming(w: ByteWriter, telId: number, timing: PixelTiming): void {
  const { nPixels, nGains, pixelList, listType, threshold, withSum, timedPixels } = timing;
  nested(w, { type: 2016, version: 2, ident: telId }, () => {
    w.scnt(nPixels);
    w.i16s([nGains, timing.beforePeak, timing.afterPeak, listType]);
    w.scnt(listType === 2 ? pixelList.length / 2 : pixelList.length);
    w.scnts(pixelList);
    w.i16s([threshold, timing.timeType.length]);
    w.i16s(timing.timeType);
    w.f32s(timing.timeLevel);
    w.f32s([timing.granularity, timing.peakGlobal]);
    timedPixels.forEach((pixel, row) => writePulse(w, timing, pixel, row));
    if (withSum && threshold >= 0 && pixelList.length > 0) w.scnts(timing.pulseSumGlob ?? []);
  });
}

function writePulse(w: ByteWriter, timing: PixelTiming, pixel: number, row: number): void {
  const nTypes = timing.timeType.length;
  for (const time of timing.time.subarray(row * nTypes, (row + 1) * nTypes)) {
    w.i16(Math.round(time / timing.granularity));
  }
  if (!timing.withSum) return;
  writeSums(w, timing, timing.pulseSumLoc, pixel);
  if (timing.threshold < 0) writeSums(w, timing, timing.pulseSumGlob, pixel);
}

function writeSums(w: ByteWriter, timing: PixelTiming, sums: Int32Array | null, pixel: number) {
  for (let gain = 0; gain < timing.nGains; gain++) {
    w.scnt(sums?.[gain * timing.nPixels + pixel] ?? 0);
  }
}
