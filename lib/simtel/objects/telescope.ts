/** Settings of a telescope: 2004–2008. */
import type { Layout } from "../layout.ts";
import type {
  CameraSoftware,
  DisabledPixels,
  PixelSettings,
  PointingCorrection,
  TrackingSetup,
} from "../records_header.ts";

/** Pixel settings (2004). */
export const pixelSettings: Layout<PixelSettings> = {
  name: "pixel settings",
  versions: [0, 1, 2, 3],
  essential: true,
  parse(r, { version }) {
    const setupId = r.i32();
    const triggerMode = r.i32();
    const minPixelMult = r.i32();
    const nPixels = r.i32();
    const pixelHvDac = r.i32s(nPixels);
    const nDrawers = r.i32();
    const thresholdDac = r.i32s(nDrawers);
    const nReadout = r.i32();
    const adcStart = r.i16s(nReadout);
    const adcCount = r.i16s(nReadout);
    const timeSlice = version >= 1 ? r.f32() : null;
    const sumBins = version >= 1 ? r.i32() : null;
    const refShapeDims: [number, number] | null = version >= 2 ? [r.scnt32(), r.scnt32()] : null;
    const refStep = version >= 2 ? r.f32() : null;
    if (refShapeDims !== null && refShapeDims[0] < 0) {
      throw r.error(`${refShapeDims[0]} reference pulses declared`);
    }
    return {
      setupId,
      triggerMode,
      minPixelMult,
      nPixels,
      pixelHvDac,
      nDrawers,
      thresholdDac,
      adcStart,
      adcCount,
      timeSlice,
      sumBins,
      refStep,
      refShapeDims,
      refShape: refShapeDims && r.f16s(refShapeDims[0] * refShapeDims[1]),
      sumOffset: version >= 3 ? r.i32() : null,
    };
  },
};

/** Disabled pixels (2005). */
export const disabledPixels: Layout<DisabledPixels> = {
  name: "disabled pixels",
  versions: [0],
  essential: false,
  parse: (r) => ({ triggerDisabled: r.i32s(r.i32()), hvDisabled: r.i32s(r.i32()) }),
};

/** Camera software settings (2006). */
export const cameraSoftware: Layout<CameraSoftware> = {
  name: "camera software settings",
  versions: [0],
  essential: false,
  parse: (r) => ({
    dynTrigMode: r.i32(),
    dynTrigThreshold: r.i32(),
    dynHvMode: r.i32(),
    dynHvThreshold: r.i32(),
    dataRedMode: r.i32(),
    zeroSupMode: r.i32(),
    zeroSupThresholds: r.i32s(r.i32()),
    unbiasedScale: r.i32(),
    dynPedMode: r.i32(),
    dynPedEvents: r.i32(),
    dynPedPeriod: r.i32(),
    monitorCurPeriod: r.i32(),
    reportCurPeriod: r.i32(),
    monitorHvPeriod: r.i32(),
    reportHvPeriod: r.i32(),
  }),
};

/** Pointing correction (2007). */
export const pointingCorrection: Layout<PointingCorrection> = {
  name: "pointing correction",
  versions: [0],
  essential: false,
  parse: (r) => ({ functionType: r.i32(), parameters: r.f32s(r.i32()) }),
};

/** Drive system (2008). */
export const trackingSetup: Layout<TrackingSetup> = {
  name: "tracking setup",
  versions: [0],
  essential: false,
  parse: (r) => ({
    driveType: [r.i16(), r.i16()],
    zeropoint: r.f32Pair(),
    sign: r.f32Pair(),
    resolution: r.f32Pair(),
    rangeLow: r.f32Pair(),
    rangeHigh: r.f32Pair(),
    parkPos: r.f32Pair(),
  }),
};
