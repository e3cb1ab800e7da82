import type { ByteReader } from "../byte_reader.ts";
import type { Layout } from "../layout.ts";
import type { PixelTiming } from "../records_event.ts";

type Shape = Omit<PixelTiming, "time" | "timedPixels" | "pulseSumLoc" | "pulseSumGlob">;

/** The pixels that a list names one by one (type 1) or by first and last (type 2). */
function listedPixels(r: ByteReader, list: Int32Array, listType: number, nPixels: number) {
  const pixels: number[] = [];
  const step = listType === 2 ? 2 : 1;
  for (let i = 0; i < list.length; i += step) {
    const first = list[i]!;
    const last = list[i + step - 1]!;
    const total = pixels.length + last - first + 1;
    if (first < 0 || last >= nPixels || total > nPixels) {
      throw r.error(`times for pixels ${first} to ${last} of a camera with ${nPixels} pixels`);
    }
    for (let pixel = first; pixel <= last; pixel++) pixels.push(pixel);
  }
  return pixels;
}

function shape(r: ByteReader, version: number, telescopeId: number): Shape {
  const integer = version >= 2 ? () => r.scnt32() : () => r.i16();
  const integers = (n: number) =>
    version >= 2 ? r.scnts(n) : Int32Array.from(r.i16s(r.count(n, 2, "pixel ids")));
  const nPixels = integer();
  const nGains = r.i16();
  if (nPixels < 0 || nGains < 0) throw r.error(`${nGains} gains of ${nPixels} pixels declared`);
  const beforePeak = r.i16();
  const afterPeak = r.i16();
  const listType = r.i16();
  if (listType !== 1 && listType !== 2) {
    throw r.error(`pixel timing with list type ${listType}`, "unsupported");
  }
  const pixelList = integers(integer() * listType);
  const threshold = r.i16();
  const nTypes = r.i16();
  return {
    telescopeId,
    nPixels,
    nGains,
    beforePeak,
    afterPeak,
    withSum: beforePeak >= 0 && afterPeak >= 0,
    listType,
    pixelList,
    threshold,
    globOnlySelected: threshold < 0,
    timeType: r.i16s(nTypes),
    timeLevel: r.f32s(nTypes),
    granularity: r.f32(),
    peakGlobal: r.f32(),
  };
}

/** Pixel timing (2016). */
export const pixelTiming: Layout<PixelTiming> = {
  name: "pixel timing",
  versions: [1, 2],
  essential: false,
  parse(r, { version, ident }) {
    const s = shape(r, version, ident);
    const { nPixels, nGains, withSum, globOnlySelected, granularity } = s;
    r.reserve(4 * nPixels);
    const pixels = listedPixels(r, s.pixelList, s.listType, nPixels);
    const nTypes = s.timeType.length;
    const time = new Float32Array(r.count(pixels.length * nTypes, 2, "times"));
    if (withSum) r.reserve(8 * nGains * nPixels);
    const pulseSumLoc = withSum ? new Int32Array(nGains * nPixels) : null;
    const pulseSumGlob = withSum ? new Int32Array(nGains * nPixels) : null;
    pixels.forEach((pixel, i) => {
      for (let t = 0; t < nTypes; t++) time[i * nTypes + t] = r.i16() * granularity;
      if (pulseSumLoc) readPerGain(r, pulseSumLoc, pixel, s);
      if (pulseSumGlob && globOnlySelected) readPerGain(r, pulseSumGlob, pixel, s);
    });
    if (pulseSumGlob && !globOnlySelected && pixels.length > 0) {
      for (let i = 0; i < pulseSumGlob.length; i++) pulseSumGlob[i] = r.scnt32();
    }
    return { ...s, timedPixels: Int32Array.from(pixels), time, pulseSumLoc, pulseSumGlob };
  },
};

function readPerGain(r: ByteReader, out: Int32Array, pixel: number, s: Shape): void {
  for (let gain = 0; gain < s.nGains; gain++) out[gain * s.nPixels + pixel] = r.scnt32();
}
