/** The simulated truth: 1208, 2020, 2021, 2026. */
import type { Layout } from "../layout.ts";
import type {
  McEvent,
  McShower,
  PhotoelectronSums,
  ShowerProfile,
  TruePhotoelectrons,
} from "../records_event.ts";
import type { ByteReader } from "../byte_reader.ts";

function showerProfile(r: ByteReader): ShowerProfile {
  const id = r.i32();
  const n = r.i32();
  return { id, start: r.f32(), end: r.f32(), values: r.f32s(n) };
}

/** MC shower (2020). */
export const mcShower: Layout<McShower> = {
  name: "MC shower",
  versions: [0, 1],
  essential: true,
  parse: (r, { version, ident }) => ({
    shower: ident,
    primaryId: r.i32(),
    energy: r.f32(),
    azimuth: r.f32(),
    altitude: r.f32(),
    depthStart: version >= 1 ? r.f32() : null,
    hFirstInt: r.f32(),
    xmax: r.f32(),
    hmax: version >= 1 ? r.f32() : null,
    emax: version >= 1 ? r.f32() : null,
    cmax: version >= 1 ? r.f32() : null,
    profiles: Array.from(
      { length: r.count(r.i16(), 16, "profiles") },
      () => showerProfile(r),
    ),
  }),
};

/** What an MC event (2021) adds to its shower. */
export type McCore = Pick<McEvent, "showerNum" | "xcore" | "ycore" | "aweight">;

/** MC event (2021). */
export const mcEvent: Layout<McCore> = {
  name: "MC event",
  versions: [1, 2],
  essential: true,
  parse: (r, { version }) => ({
    showerNum: r.i32(),
    xcore: r.f32(),
    ycore: r.f32(),
    aweight: version >= 2 ? r.f32() : 1,
  }),
};

/** Photo-electron sums (2026). */
export const photoelectronSums: Layout<PhotoelectronSums> = {
  name: "photo-electron sums",
  versions: [0, 1, 2],
  essential: false,
  parse(r, { version }) {
    const shower = r.i32();
    const n = r.i32();
    return {
      shower,
      nPe: r.i32s(n),
      nPixels: r.i32s(n),
      photons: version >= 1 ? r.f32s(n) : null,
      photonsAtm: version >= 1 ? r.f32s(n) : null,
      photonsAtm36: version >= 1 ? r.f32s(n) : null,
      photonsAtmQe: version >= 1 ? r.f32s(n) : null,
      photonsAtm400: version >= 2 ? r.f32s(n) : null,
    };
  },
};

/** True photo-electrons of a telescope (1208). */
export const truePhotoelectrons: Layout<TruePhotoelectrons> = {
  name: "photo-electrons",
  versions: [1, 2, 3],
  essential: false,
  parse(r, { version }) {
    const nPe = r.i32();
    const nPixels = r.i32();
    r.reserve(4 * nPixels);
    const flags = version >= 2 ? r.i16() : 0;
    const nonEmpty = r.i32();
    const hits = pixelHits(r, { version, nPixels, nonEmpty, hasAmplitude: (flags & 1) !== 0 });
    return { nPe, nPixels, nonEmpty, ...hits, photons: flags & 4 ? photons(r, nPixels) : null };
  },
};

interface HitOptions {
  version: number;
  nPixels: number;
  nonEmpty: number;
  hasAmplitude: boolean;
}

function pixelHits(r: ByteReader, { version, nPixels, nonEmpty, hasAmplitude }: HitOptions) {
  // The rest of the object bounds how many photo-electrons there can be.
  const most = Math.floor(r.remaining / 4);
  r.reserve(12 * most);
  const image = new Uint32Array(nPixels);
  const pixelId = new Uint32Array(most);
  const time = new Float32Array(most);
  const amplitude = hasAmplitude ? new Float32Array(most) : null;
  let n = 0;
  r.count(nonEmpty, 5, "pixels");
  for (let i = 0; i < nonEmpty; i++) {
    const pixel = pixelIndex(r, version >= 3 ? r.scnt32() : r.u16(), nPixels);
    const k = r.i32();
    const end = n + r.count(k, 4, "photo-electrons");
    r.f32sInto(time, n, k);
    if (amplitude !== null) r.f32sInto(amplitude, n, k);
    pixelId.fill(pixel, n, end);
    image[pixel]! += k;
    n = end;
  }
  return {
    image,
    pixelId: pixelId.slice(0, n),
    time: time.slice(0, n),
    amplitude: amplitude?.slice(0, n) ?? null,
  };
}

function photons(r: ByteReader, nPixels: number): Uint32Array {
  r.reserve(4 * nPixels);
  const perPixel = new Uint32Array(nPixels);
  const n = r.count(r.i32(), 6, "pixels");
  for (let i = 0; i < n; i++) {
    const pixel = pixelIndex(r, r.u16(), nPixels);
    perPixel[pixel] = r.i32();
  }
  return perPixel;
}

function pixelIndex(r: ByteReader, pixel: number, nPixels: number): number {
  if (pixel >= 0 && pixel < nPixels) return pixel;
  throw r.error(`pixel ${pixel} of a camera with ${nPixels} pixels`);
}
