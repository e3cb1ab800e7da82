/** The camera of a telescope: 2002 and 2003. */
import type { ByteReader } from "../byte_reader.ts";
import type { Layout } from "../layout.ts";
import type { CameraOrganisation, CameraSettings } from "../records_header.ts";

type Surface = Pick<
  CameraSettings,
  "curvedSurface" | "pixelsParallel" | "commonPixelShape" | "pixelZ" | "normalX" | "normalY"
>;
type Pixels = Pick<CameraSettings, "pixelShape" | "pixelArea" | "pixelSize">;

function modernPixels(r: ByteReader, n: number): Surface & Pixels {
  const curvedSurface = r.scnt32();
  const pixelsParallel = r.scnt32();
  const pixelZ = curvedSurface ? r.f32s(n) : null;
  const normalX = pixelsParallel ? null : r.f32s(n);
  const normalY = pixelsParallel ? null : r.f32s(n);
  const commonPixelShape = r.scnt32();
  const pixels = commonPixelShape
    ? {
      pixelShape: new Int32Array(n).fill(r.scnt32()),
      pixelArea: new Float32Array(n).fill(r.f32()),
      pixelSize: new Float32Array(n).fill(r.f32()),
    }
    : { pixelShape: r.scnts(n), pixelArea: r.f32s(n), pixelSize: r.f32s(n) };
  return { curvedSurface, pixelsParallel, commonPixelShape, pixelZ, normalX, normalY, ...pixels };
}

function earlyPixels(r: ByteReader, n: number, version: number): Surface & Pixels {
  return {
    curvedSurface: null,
    pixelsParallel: null,
    commonPixelShape: null,
    pixelZ: null,
    normalX: null,
    normalY: null,
    pixelShape: new Int32Array(n).fill(-1),
    pixelArea: r.f32s(n),
    pixelSize: version >= 1 ? r.f32s(n) : null,
  };
}

/** Camera settings (2002). */
export const cameraSettings: Layout<CameraSettings> = {
  name: "camera settings",
  versions: [0, 1, 2, 3, 4, 5, 6],
  essential: true,
  parse(r, { version }) {
    const nPixels = r.count(r.i32(), 8, "pixels");
    return {
      version,
      nPixels,
      focalLength: r.f32(),
      effectiveFocalLength: version >= 5 ? r.f32() : null,
      effectiveFocalLengthX: version >= 6 ? r.f32() : null,
      effectiveFocalLengthY: version >= 6 ? r.f32() : null,
      effectiveFocalLengthDx: version >= 6 ? r.f32() : null,
      effectiveFocalLengthDy: version >= 6 ? r.f32() : null,
      pixelX: r.f32s(nPixels),
      pixelY: r.f32s(nPixels),
      ...(version >= 4 ? modernPixels(r, nPixels) : earlyPixels(r, nPixels, version)),
      nMirrors: version >= 2 ? r.i32() : null,
      mirrorArea: version >= 2 ? r.f32() : null,
      camRot: version >= 3 ? r.f32() : null,
    };
  },
};

/** Camera organisation (2003). */
export const cameraOrganisation: Layout<CameraOrganisation> = {
  name: "camera organisation",
  versions: [1, 2],
  essential: true,
  parse(r, { version }) {
    const integer = version >= 2 ? () => r.scnt32() : () => r.i16();
    const integers = (n: number) =>
      version >= 2 ? r.scnts(n) : Int32Array.from(r.i16s(r.count(n, 2, "values")));
    const nPixels = r.count(r.i32(), 1, "pixels");
    const nDrawers = r.i32();
    const nGains = r.i32();
    const nSectors = r.i32();
    return {
      nPixels,
      nDrawers,
      nGains,
      nSectors,
      drawer: integers(nPixels),
      card: integers(nPixels * nGains),
      chip: integers(nPixels * nGains),
      channel: integers(nPixels * nGains),
      // Many tiny lists: plain arrays are far cheaper than typed ones, if they do not have to grow.
      sectors: Array.from({ length: nPixels }, () => {
        const list = new Array<number>(r.count(integer(), 1, "sectors"));
        for (let i = 0; i < list.length; i++) list[i] = integer();
        return list;
      }),
      sectorData: Array.from(
        { length: r.count(nSectors, 9, "sectors") },
        () => ({ type: r.u8(), threshold: r.f32(), pixelThreshold: r.f32() }),
      ),
    };
  },
};
