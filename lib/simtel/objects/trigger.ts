/** Triggers and pointing: 2009, 2011, 2100 …, 2015. */
import type { ByteReader } from "../byte_reader.ts";
import { type Layout, packedTelescopeId } from "../layout.ts";
import type {
  StereoReconstruction,
  TelescopeEventHeader,
  TrackingPosition,
  TriggerInformation,
} from "../records_event.ts";

/** Up to version 3, three mask bits were written four positions too low by mistake. */
const MISPLACED_BITS = 0x70;

function correctMask(mask: number): number {
  const misplaced = mask & MISPLACED_BITS;
  return (mask & ~MISPLACED_BITS) | (misplaced << 4);
}

function timesByType(r: ByteReader, telescopes: number[], masks: number[]) {
  const byTelescope = new Map<number, Map<number, number>>();
  masks.forEach((mask, i) => {
    const bits = [0, 1, 2, 3].filter((bit) => mask & (1 << bit));
    if (bits.length < 2) return;
    byTelescope.set(telescopes[i]!, new Map(bits.map((bit) => [bit, r.f32()])));
  });
  return byTelescope;
}

/** Trigger information (2009). */
export const triggerInformation: Layout<TriggerInformation> = {
  name: "trigger information",
  versions: [0, 1, 2, 3],
  essential: true,
  parse(r, { version }) {
    const start = {
      cpuTime: r.time(),
      gpsTime: r.time(),
      triggerPattern: r.i32(),
      dataPattern: r.i32(),
    };
    const n = version >= 1 ? r.i16() : 0;
    const triggeredTelescopes = Array.from(r.i16s(n));
    const triggerTimes = Array.from(r.f32s(n));
    const telescopesWithData = version >= 1 ? Array.from(r.i16s(r.i16())) : [];
    const masks = version >= 2 ? Array.from({ length: n }, () => correctMask(r.cnt())) : null;
    return {
      ...start,
      triggeredTelescopes,
      triggerTimes,
      telescopesWithData,
      teltrgTypeMask: masks,
      teltrgTimeByType: timesByType(r, triggeredTelescopes, masks ?? []),
      planeWavefrontCompensation: version >= 3
        ? { az: r.f32(), alt: r.f32(), speedOfLight: r.f32() }
        : null,
    };
  },
};

/** Header of a telescope event (2011). */
export const telescopeEventHeader: Layout<TelescopeEventHeader> = {
  name: "telescope event header",
  versions: [0, 1, 2, 3, 4],
  essential: true,
  parse(r, { version, ident }) {
    const list = () =>
      Array.from(version >= 2 ? r.scnts(r.scnt32()) : r.i16s(r.count(r.i16(), 2, "numbers")));
    const start = {
      telescopeId: ident,
      locCount: r.i32(),
      globCount: r.i32(),
      cpuTime: r.time(),
      gpsTime: r.time(),
    };
    const flags = r.i16();
    const listTrgsect = flags & 0x100 ? list() : null;
    const hasTimes = listTrgsect !== null && version >= 1 && (flags & 0x400) !== 0;
    return {
      ...start,
      trgSource: flags & 0xff,
      listTrgsect,
      timeTrgsect: hasTimes ? Array.from(r.f32s(listTrgsect.length)) : null,
      physAddr: flags & 0x200 ? list() : null,
      readoutTime: version >= 3 ? r.f32() : null,
      relativeTriggerTime: version >= 3 ? r.f32() : null,
      startReadout: version >= 4 ? r.i32() : null,
    };
  },
};

/** Tracking position (2100 …). */
export const trackingPosition: Layout<TrackingPosition> = {
  name: "tracking position",
  versions: [0],
  essential: false,
  parse(r, { ident }) {
    const raw = (ident & 0x100) !== 0;
    const corrected = (ident & 0x200) !== 0;
    return {
      telescopeId: packedTelescopeId(ident),
      azimuthRaw: raw ? r.f32() : null,
      altitudeRaw: raw ? r.f32() : null,
      azimuthCor: corrected ? r.f32() : null,
      altitudeCor: corrected ? r.f32() : null,
    };
  },
};

/** Stereo reconstruction (2015); its ident says which fields are stored. */
export const stereoReconstruction: Layout<StereoReconstruction> = {
  name: "shower reconstruction",
  versions: [1],
  essential: false,
  parse(r, { ident }) {
    const field = (bit: number) => ident & bit ? r.f32() : null;
    return {
      resultBits: ident,
      nTrg: r.i16(),
      nRead: r.i16(),
      nImg: r.i16(),
      imgPattern: r.i32(),
      az: field(0x1),
      alt: field(0x1),
      errDir1: field(0x2),
      errDir2: field(0x2),
      errDir3: field(0x2),
      xc: field(0x4),
      yc: field(0x4),
      errCore1: field(0x8),
      errCore2: field(0x8),
      errCore3: field(0x8),
      mscl: field(0x10),
      mscw: field(0x10),
      errMscl: field(0x20),
      errMscw: field(0x20),
      energy: field(0x40),
      errEnergy: field(0x80),
      xmax: field(0x100),
      errXmax: field(0x200),
    };
  },
};
