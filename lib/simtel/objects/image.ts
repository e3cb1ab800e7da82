/** What sim_telarray derived from an image: 2014 and 2027. */
import { type Layout, packedTelescopeId } from "../layout.ts";
import type { ImageParameters, PixelList } from "../records_event.ts";

/** Image parameters (2014). */
export const imageParameters: Layout<ImageParameters> = {
  name: "image parameters",
  versions: [5, 6],
  essential: false,
  parse(r, { version, ident }) {
    const integer = version >= 6 ? () => r.scnt32() : () => r.i16();
    const integers = (n: number) =>
      version >= 6 ? r.scnts(n) : Int32Array.from(r.i16s(r.count(n, 2, "pixel ids")));
    const pixels = integer();
    const nSat = integer();
    const block = (bit: number) => () => ident & bit ? r.f32() : null;
    const errors = block(0x100);
    const moments = block(0x200);
    const timing = block(0x800);
    const start = {
      flags: ident,
      telescopeId: packedTelescopeId(ident),
      cutId: (ident & 0xff000) >> 12,
      pixels,
      nSat,
      clipAmp: nSat > 0 ? r.f32() : null,
      amplitude: r.f32(),
      x: r.f32(),
      y: r.f32(),
      phi: r.f32(),
      l: r.f32(),
      w: r.f32(),
      nConc: r.i16(),
      concentration: r.f32(),
      xErr: errors(),
      yErr: errors(),
      phiErr: errors(),
      lErr: errors(),
      wErr: errors(),
      skewness: moments(),
      skewnessErr: moments(),
      kurtosis: moments(),
      kurtosisErr: moments(),
    };
    const nHot = ident & 0x400 ? integer() : null;
    return {
      ...start,
      hotAmp: nHot === null ? null : r.f32s(nHot),
      hotPixel: nHot === null ? null : integers(nHot),
      tmSlope: timing(),
      tmResidual: timing(),
      tmWidth1: timing(),
      tmWidth2: timing(),
      tmRise: timing(),
    };
  },
};

/** Pixel list (2027). Ids are not limited to 32 bits. */
export const pixelList: Layout<PixelList> = {
  name: "pixel list",
  versions: [0, 1],
  essential: false,
  parse(r, { version, ident }) {
    const code = Math.floor(ident / 1_000_000);
    const integer = version >= 1 ? () => r.scnt() : () => r.i16();
    const n = r.count(integer(), version >= 1 ? 1 : 2, "pixels");
    return {
      code,
      telescopeId: ident - code * 1_000_000,
      pixels: Array.from({ length: n }, integer),
    };
  },
};
