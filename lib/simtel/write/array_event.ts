/** The array event (2010): trigger (2009), telescope events, tracking positions, stereo (2015). */

import type {
  ArrayEvent,
  StereoReconstruction,
  TrackingPosition,
  TriggerInformation,
} from "../records.ts";
import type { ByteWriter } from "./bytes.ts";
import { nested, nestedContainer, topLevelContainer } from "./framing.ts";
import { packedTelId, telescopeType } from "./ids.ts";
import { writeTime } from "./run_header.ts";
import { writeTelescopeEvent } from "./telescope_event.ts";

/** The four trigger types whose times 2009 keeps one by one. */
const TIMED_TRIGGER_BITS = [0, 1, 2, 3];

/**
 * Writes the array event, inside a calibration container (2028) of type `calibrationType` unless
 * that is `null`.
 */
export function writeArrayEvent(
  w: ByteWriter,
  event: ArrayEvent,
  calibrationType: number | null,
): void {
  const id = { type: 2010, version: 0, ident: event.eventId };
  if (calibrationType === null) return topLevelContainer(w, id, () => writeChildren(w, event));
  topLevelContainer(w, { type: 2028, version: 0, ident: calibrationType }, () => {
    nestedContainer(w, id, () => writeChildren(w, event));
  });
}

function writeChildren(w: ByteWriter, event: ArrayEvent): void {
  writeTrigger(w, event.eventId, event.trigger);
  for (const telescope of event.telescopes) writeTelescopeEvent(w, event.eventId, telescope);
  for (const position of event.pointing.values()) writeTracking(w, position);
  if (event.stereoReconstruction) writeStereo(w, event.stereoReconstruction);
}

function triggerVersion(trigger: TriggerInformation): number {
  if (trigger.planeWavefrontCompensation) return 3;
  return trigger.teltrgTypeMask ? 2 : 1;
}

function writeTrigger(w: ByteWriter, eventId: number, trigger: TriggerInformation): void {
  const version = triggerVersion(trigger);
  nested(w, { type: 2009, version, ident: eventId }, () => {
    writeTime(w, trigger.cpuTime);
    writeTime(w, trigger.gpsTime);
    w.i32s([trigger.triggerPattern, trigger.dataPattern]);
    w.i16(trigger.triggeredTelescopes.length);
    w.i16s(trigger.triggeredTelescopes);
    w.f32s(trigger.triggerTimes);
    w.i16(trigger.telescopesWithData.length);
    w.i16s(trigger.telescopesWithData);
    if (version >= 2) writeTriggerTypes(w, trigger);
    if (version >= 3) {
      const plane = trigger.planeWavefrontCompensation ?? { az: 0, alt: 0, speedOfLight: 0 };
      w.f32s([plane.az, plane.alt, plane.speedOfLight]);
    }
  });
}

function writeTriggerTypes(w: ByteWriter, trigger: TriggerInformation): void {
  const masks = trigger.triggeredTelescopes.map((_, i) => trigger.teltrgTypeMask?.[i] ?? 0);
  masks.forEach((mask) => w.cnt(mask));
  masks.forEach((mask, i) => {
    const bits = TIMED_TRIGGER_BITS.filter((bit) => mask >> bit & 1);
    if (bits.length < 2) return;
    const times = trigger.teltrgTimeByType.get(trigger.triggeredTelescopes[i]!);
    w.f32s(bits.map((bit) => times?.get(bit) ?? trigger.triggerTimes[i]!));
  });
}

function writeTracking(w: ByteWriter, position: TrackingPosition): void {
  const { telescopeId, azimuthRaw, altitudeRaw, azimuthCor, altitudeCor } = position;
  const raw = azimuthRaw !== null && altitudeRaw !== null ? [azimuthRaw, altitudeRaw] : [];
  const cor = azimuthCor !== null && altitudeCor !== null ? [azimuthCor, altitudeCor] : [];
  const flags = (raw.length ? 0x100 : 0) | (cor.length ? 0x200 : 0);
  const type = telescopeType(2100, telescopeId);
  nested(w, { type, version: 0, ident: packedTelId(telescopeId) | flags }, () => {
    w.f32s([...raw, ...cor]);
  });
}

/** The fields of 2015 behind each bit of its ident, in file order. */
const STEREO_FIELDS: readonly [bit: number, fields: readonly (keyof StereoReconstruction)[]][] = [
  [0x1, ["az", "alt"]],
  [0x2, ["errDir1", "errDir2", "errDir3"]],
  [0x4, ["xc", "yc"]],
  [0x8, ["errCore1", "errCore2", "errCore3"]],
  [0x10, ["mscl", "mscw"]],
  [0x20, ["errMscl", "errMscw"]],
  [0x40, ["energy"]],
  [0x80, ["errEnergy"]],
  [0x100, ["xmax"]],
  [0x200, ["errXmax"]],
];

function writeStereo(w: ByteWriter, stereo: StereoReconstruction): void {
  nested(w, { type: 2015, version: 1, ident: stereo.resultBits }, () => {
    w.i16s([stereo.nTrg, stereo.nRead, stereo.nImg]);
    w.i32(stereo.imgPattern);
    for (const [bit, fields] of STEREO_FIELDS) {
      if (stereo.resultBits & bit) w.f32s(fields.map((field) => stereo[field] ?? 0));
    }
  });
}
