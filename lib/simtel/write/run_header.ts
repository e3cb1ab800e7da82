/** Objects that describe the run as a whole: types 70, 75, 1212, 1216, 2000, 2001. */

import type {
  AtmosphericProfile,
  HistoryLine,
  McRunHeader,
  RunHeader,
  Timestamp,
} from "../records.ts";
import type { ByteWriter } from "./bytes.ts";
import { nested, topLevel, topLevelContainer } from "./framing.ts";

/** Appends a time as seconds and nanoseconds. */
export function writeTime(w: ByteWriter, [seconds, nanoseconds]: Timestamp): void {
  w.i32(seconds);
  w.i32(nanoseconds);
}

/** Writes the history container (70 with 71 and 72); nothing if there are no lines. */
export function writeHistory(w: ByteWriter, lines: readonly HistoryLine[]): void {
  if (lines.length === 0) return;
  topLevelContainer(w, { type: 70, version: 1, ident: 1 }, () => {
    for (const { kind, timestamp, text } of lines) {
      nested(w, { type: kind === "command" ? 71 : 72, version: 1, ident: 1 }, () => {
        w.i32(timestamp);
        w.str(text);
      });
    }
  });
}

/** Writes metadata (75) of the file (`ident` −1) or of one telescope; nothing for `null`. */
export function writeMeta(
  w: ByteWriter,
  ident: number,
  meta: ReadonlyMap<string, string> | null,
): void {
  if (meta === null) return;
  topLevel(w, { type: 75, version: 0, ident }, () => {
    w.cnt(meta.size);
    for (const [key, value] of meta) {
      w.vstr(key);
      w.vstr(value);
    }
  });
}

/** Writes the run header (2000) in the layout that its fields need. */
export function writeRunHeader(w: ByteWriter, run: RunHeader): void {
  const version = run.reverseFlag !== null ? 2 : run.convRefPos !== null ? 1 : 0;
  topLevel(w, { type: 2000, version, ident: run.run }, () => {
    w.i32s([run.run, run.time, run.runType, run.trackingMode]);
    if (version >= 2) w.i32(run.reverseFlag ?? 0);
    w.f32s(run.direction);
    w.f32s(run.offsetFov);
    w.f32(run.convDepth);
    if (version >= 1) w.f32s(run.convRefPos ?? [0, 0]);
    w.i32(run.telId.length);
    w.i16s(run.telId);
    for (const position of run.telPos) w.f32s(position);
    w.i32s([run.minTelTrig, run.duration]);
    w.str(run.target);
    w.str(run.observer);
  });
}

/** Writes the settings of the shower simulation (2001). */
export function writeMcRunHeader(w: ByteWriter, mc: McRunHeader): void {
  topLevel(w, { type: 2001, version: 4, ident: -1 }, () => {
    w.i32s([mc.showerProgId, mc.showerProgVers, mc.showerProgStart]);
    w.i32s([mc.detectorProgId, mc.detectorProgVers, mc.detectorProgStart]);
    w.f32(mc.obsheight);
    w.i32s([mc.nShowers, mc.nUse, mc.corePosMode]);
    for (const range of [mc.coreRange, mc.altRange, mc.azRange]) w.f32s(range);
    w.i32(mc.diffuse);
    w.f32s(mc.viewcone);
    w.f32s(mc.eRange);
    w.f32s([mc.spectralIndex, mc.bTotal, mc.bInclination, mc.bDeclination, mc.injectionHeight]);
    w.i32s([mc.atmosphere, mc.corsikaIactOptions, mc.corsikaLowEModel, mc.corsikaHighEModel]);
    w.f32s([mc.corsikaBunchsize, mc.corsikaWlenMin, mc.corsikaWlenMax]);
    w.i32s([mc.corsikaLowEDetail, mc.corsikaHighEDetail]);
  });
}

/** Writes one CORSIKA input card (1212). */
export function writeInputCard(w: ByteWriter, lines: readonly string[]): void {
  topLevel(w, { type: 1212, version: 0, ident: 0 }, () => {
    w.i32(lines.length);
    for (const line of lines) w.str(line);
  });
}

/** Writes an atmospheric profile (1216). */
export function writeAtmosphericProfile(w: ByteWriter, profile: AtmosphericProfile): void {
  const { altitude, rho, thickness, refractiveIndexMinusOne } = profile;
  topLevel(w, { type: 1216, version: 1, ident: profile.id }, () => {
    w.vstr(profile.name);
    w.f64(profile.obslevel);
    w.cnt(altitude.length);
    altitude.forEach((height, row) => {
      w.f64s([height, rho[row]!, thickness[row]!, refractiveIndexMinusOne[row]!]);
    });
    if (profile.htoa === null || profile.fiveLayerAtmosphere === null) return w.cnt(0);
    w.cnt(5);
    w.f64(profile.htoa);
    w.f64s(profile.fiveLayerAtmosphere);
  });
}
