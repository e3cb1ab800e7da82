/** Raw camera data: 2013 and 2012. */
import type { ByteReader } from "../byte_reader.ts";
import type { Layout } from "../layout.ts";
import type { AdcSamples, AdcSums } from "../records_event.ts";

interface Packing {
  zeroSupMode: number;
  telescopeId: number;
}

/** Sums of high-gain values with this mark are stored in one byte. */
const REDUCED_WIDTH = 0x4000;
/** Entries with this mark have no low-gain value. */
const NO_LOW_GAIN = 0x2000;

function unpack(r: ByteReader, ident: number): Packing {
  const dataRedMode = (ident >> 5) & 0x1f;
  const listKnown = (ident & 0x400) !== 0;
  if (dataRedMode !== 0 || listKnown) {
    throw r.error(
      `ADC data in reduction mode ${dataRedMode}${listKnown ? " with a known list" : ""}`,
      "unsupported",
    );
  }
  return { zeroSupMode: ident & 0x1f, telescopeId: (ident >> 12) & 0xffff };
}

function dimensions(r: ByteReader): { nPixels: number; nGains: number } {
  const nPixels = r.i32();
  const nGains = r.i16();
  if (nPixels < 0 || nGains < 1 || nGains > 2) {
    throw r.error(`ADC data of ${nPixels} pixels in ${nGains} gains`);
  }
  return { nPixels, nGains };
}

/** The pixels of a list of single pixels and of ranges, which must ascend without overlap. */
function pixelRanges(r: ByteReader, nPixels: number): number[] {
  const pixels: number[] = [];
  const nRanges = r.count(r.scnt32(), 1, "pixel ranges");
  for (let i = 0; i < nRanges; i++) {
    const a = r.scnt32();
    const first = a < 0 ? -a - 1 : a;
    const last = a < 0 ? first : r.scnt32();
    const previous = pixels.at(-1) ?? -1;
    if (first <= previous || last < first || last >= nPixels) {
      throw r.error(`pixels ${first} to ${last} after ${previous}, in a camera of ${nPixels}`);
    }
    r.count(last - first + 1, 1, "pixels");
    for (let pixel = first; pixel <= last; pixel++) pixels.push(pixel);
  }
  return pixels;
}

/** Makes the array that the samples of one telescope event go to, with whatever is in it. */
export type MakeSamples = (length: number) => Uint16Array<ArrayBuffer>;

/** ADC samples (2013), in arrays of the caller's. */
export const adcSamplesIn = (make: MakeSamples): Layout<AdcSamples> => ({
  name: "ADC samples",
  versions: [3],
  essential: true,
  parse(r, { ident }) {
    const { zeroSupMode, telescopeId } = unpack(r, ident);
    const { nPixels, nGains } = dimensions(r);
    const nSamples = r.i16();
    if (nSamples < 0) throw r.error(`ADC traces of ${nSamples} samples`);
    const nTraces = nGains * nPixels;
    const block = {
      kind: "adc_samples",
      telescopeId,
      nGains,
      nPixels,
      nSamples,
      zeroSupMode,
    } as const;
    if (zeroSupMode === 0) {
      const values = make(r.count(nTraces * nSamples, 1, "ADC samples"));
      r.traces(values, 0, nTraces, nSamples);
      return { ...block, known: null, values };
    }
    const pixels = pixelRanges(r, nPixels);
    r.reserve(nTraces * (2 * nSamples + 1));
    const values = make(nTraces * nSamples).fill(0);
    const known = new Uint8Array(nTraces);
    for (let gain = 0; gain < nGains; gain++) {
      for (const pixel of pixels) {
        const trace = gain * nPixels + pixel;
        r.traces(values, trace * nSamples, 1, nSamples);
        known[trace] = 1;
      }
    }
    return { ...block, known, values };
  },
});

/** ADC samples (2013). */
export const adcSamples: Layout<AdcSamples> = adcSamplesIn((length) => new Uint16Array(length));

/** The values of one gain of zero-suppressed sums, and where they belong. */
interface SumsOut {
  values: Uint32Array<ArrayBuffer>;
  known: Uint8Array;
  nPixels: number;
  nGains: number;
}

function put(out: SumsOut, gain: number, pixels: number[], values: ArrayLike<number>): void {
  pixels.forEach((pixel, i) => {
    out.values[gain * out.nPixels + pixel] = values[i]!;
    out.known[gain * out.nPixels + pixel] = 1;
  });
}

function sumsByMask(r: ByteReader, out: SumsOut): void {
  for (let block = 0; block < out.nPixels; block += 16) {
    const mask = r.u16();
    const pixels: number[] = [];
    for (let bit = 0; bit < 16; bit++) if (mask & (1 << bit)) pixels.push(block + bit);
    if ((pixels.at(-1) ?? 0) >= out.nPixels) {
      throw r.error(`pixel ${pixels.at(-1)} of a camera with ${out.nPixels} pixels`);
    }
    if (out.nGains === 2) put(out, 1, pixels, r.differences32(pixels.length));
    put(out, 0, pixels, r.differences32(pixels.length));
  }
}

function sumsByList(r: ByteReader, out: SumsOut): void {
  const entries = Array.from(r.u16s(r.i16()));
  const pixelOf = (entry: number) => entry & 0x1fff;
  const pixels = (select: (entry: number) => boolean) => entries.filter(select).map(pixelOf);
  for (const entry of entries) {
    if (pixelOf(entry) >= out.nPixels) {
      throw r.error(`pixel ${pixelOf(entry)} of a camera with ${out.nPixels} pixels`);
    }
    if (out.nGains === 2 && (entry & REDUCED_WIDTH) && !(entry & NO_LOW_GAIN)) {
      throw r.error("ADC sums of reduced width with a low gain", "unsupported");
    }
  }
  if (out.nGains === 2) {
    const low = pixels((entry) => !(entry & (REDUCED_WIDTH | NO_LOW_GAIN)));
    put(out, 1, low, r.differences32(low.length));
  }
  const high = pixels((entry) => !(entry & REDUCED_WIDTH));
  put(out, 0, high, r.differences32(high.length));
  const reduced = pixels((entry) => (entry & REDUCED_WIDTH) !== 0);
  put(out, 0, reduced, r.u8s(reduced.length));
}

/** ADC sums (2012). */
export const adcSums: Layout<AdcSums> = {
  name: "ADC sums",
  versions: [3],
  essential: true,
  parse(r, { ident }) {
    const { zeroSupMode, telescopeId } = unpack(r, ident);
    const { nPixels, nGains } = dimensions(r);
    const block = {
      kind: "adc_sums",
      telescopeId,
      nGains,
      nPixels,
      nSamples: 1,
      zeroSupMode,
    } as const;
    if (zeroSupMode > 2) {
      throw r.error(`ADC sums in zero-suppression mode ${zeroSupMode}`, "unsupported");
    }
    if (zeroSupMode === 0) {
      const values = new Uint32Array(r.count(nGains * nPixels, 1, "ADC sums"));
      for (let gain = 0; gain < nGains; gain++) {
        values.set(r.differences32(nPixels), gain * nPixels);
      }
      return { ...block, known: null, values };
    }
    r.reserve(5 * nGains * nPixels);
    const values = new Uint32Array(nGains * nPixels);
    const known = new Uint8Array(nGains * nPixels);
    const out = { values, known, nPixels, nGains };
    if (zeroSupMode === 1) sumsByMask(r, out);
    else sumsByList(r, out);
    return { ...block, known, values };
  },
};
