/** Objects about the whole run: 70–75, 1212, 1216, 2000, 2001. */
import type { Layout } from "../layout.ts";
import type { AtmosphericProfile, HistoryLine, McRunHeader, RunHeader } from "../records_header.ts";

function historyLine(kind: HistoryLine["kind"]): Layout<HistoryLine> {
  return {
    name: `history ${kind} line`,
    versions: [1],
    essential: false,
    parse: (r) => ({ kind, timestamp: r.i32(), text: r.str() }),
  };
}

/** Command line (71). */
export const commandLine: Layout<HistoryLine> = historyLine("command");

/** Configuration line (72). */
export const configurationLine: Layout<HistoryLine> = historyLine("configuration");

/** Metadata (75): keys and values. */
export const metadata: Layout<Map<string, string>> = {
  name: "metadata",
  versions: [0],
  essential: false,
  parse(r) {
    const meta = new Map<string, string>();
    const n = r.count(r.cnt(), 2, "metadata entries");
    for (let i = 0; i < n; i++) {
      const key = r.vstr();
      meta.set(key, r.vstr());
    }
    return meta;
  },
};

/** Run header (2000). */
export const runHeader: Layout<RunHeader> = {
  name: "run header",
  versions: [0, 1, 2],
  essential: true,
  parse(r, { version }) {
    const start = {
      version,
      run: r.i32(),
      time: r.i32(),
      runType: r.i32(),
      trackingMode: r.i32(),
      reverseFlag: version >= 2 ? r.i32() : null,
      direction: r.f32Pair(),
      offsetFov: r.f32Pair(),
      convDepth: r.f32(),
      convRefPos: version >= 1 ? r.f32Pair() : null,
    };
    const nTelescopes = r.count(r.i32(), 14, "telescopes");
    return {
      ...start,
      nTelescopes,
      telId: Array.from(r.i16s(nTelescopes)),
      telPos: Array.from({ length: nTelescopes }, () => [r.f32(), r.f32(), r.f32()]),
      minTelTrig: r.i32(),
      duration: r.i32(),
      target: r.str(),
      observer: r.str(),
    };
  },
};

/** MC run header (2001). */
export const mcRunHeader: Layout<McRunHeader> = {
  name: "MC run header",
  versions: [4],
  essential: false,
  parse: (r) => ({
    showerProgId: r.i32(),
    showerProgVers: r.i32(),
    showerProgStart: r.i32(),
    detectorProgId: r.i32(),
    detectorProgVers: r.i32(),
    detectorProgStart: r.i32(),
    obsheight: r.f32(),
    nShowers: r.i32(),
    nUse: r.i32(),
    corePosMode: r.i32(),
    coreRange: r.f32Pair(),
    altRange: r.f32Pair(),
    azRange: r.f32Pair(),
    diffuse: r.i32(),
    viewcone: r.f32Pair(),
    eRange: r.f32Pair(),
    spectralIndex: r.f32(),
    bTotal: r.f32(),
    bInclination: r.f32(),
    bDeclination: r.f32(),
    injectionHeight: r.f32(),
    atmosphere: r.i32(),
    corsikaIactOptions: r.i32(),
    corsikaLowEModel: r.i32(),
    corsikaHighEModel: r.i32(),
    corsikaBunchsize: r.f32(),
    corsikaWlenMin: r.f32(),
    corsikaWlenMax: r.f32(),
    corsikaLowEDetail: r.i32(),
    corsikaHighEDetail: r.i32(),
  }),
};

/** CORSIKA input card (1212): its lines. */
export const inputCard: Layout<string[]> = {
  name: "input card",
  versions: [0],
  essential: false,
  parse: (r) => Array.from({ length: r.count(r.i32(), 2, "lines") }, () => r.str()),
};

/** Atmospheric profile (1216). */
export const atmosphericProfile: Layout<AtmosphericProfile> = {
  name: "atmospheric profile",
  versions: [1],
  essential: false,
  parse(r, { ident }) {
    const name = r.vstr();
    const obslevel = r.f64();
    const nRows = r.count(r.cnt(), 32, "rows");
    const rows = r.f64s(4 * nRows);
    const column = (c: number) => Float64Array.from({ length: nRows }, (_, i) => rows[4 * i + c]!);
    const hasLayers = r.cnt() === 5;
    return {
      id: ident,
      name,
      obslevel,
      nRows,
      altitude: column(0),
      rho: column(1),
      thickness: column(2),
      refractiveIndexMinusOne: column(3),
      htoa: hasLayers ? r.f64() : null,
      fiveLayerAtmosphere: hasLayers ? r.f64s(25) : null,
    };
  },
};
