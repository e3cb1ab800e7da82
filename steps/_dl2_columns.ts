/** The table of reconstructed showers, as ctapipe's `ReconstructedGeometryContainer` has it. @module */
import type { Column, Row } from "ctapipe-flow/table";
import { column, EVENT, inDegrees } from "./_dl1_columns.ts";
import type { StereoRecord } from "./stereo_reconstruct.ts";

/** Where ctapipe has the showers of this method, which is the one it calls so. */
export const STEREO_PATH = "/dl2/event/subarray/geometry/HillasReconstructor";

const prefixed = (columns: readonly Column[]): Column[] =>
  columns.map((one) => ({ ...one, name: `HillasReconstructor_${one.name}`, field: one.name }));

const count = (name: string, description: string) =>
  column(name, description, undefined, { type: "int32" });

/** Columns of showers. What could not be told is null. */
export const STEREO: readonly Column[] = [
  ...EVENT,
  ...prefixed([
    column("alt", "Reconstructed altitude", "deg"),
    column("az", "Reconstructed azimuth", "deg"),
    column("core_x", "Reconstructed core position (x)", "m"),
    column("core_y", "Reconstructed core position (y)", "m"),
    column(
      "h_max_above_array",
      "Height of the shower maximum above the plane of the telescopes",
      "m",
    ),
    column("is_valid", "Whether the shower could be reconstructed", undefined, { type: "bool" }),
    column("direction_spread", "RMS of the directions of pairs of images", "deg"),
    column("core_spread", "RMS of the cores of pairs of images", "m"),
    count("n_telescopes", "Telescopes with data"),
    count("n_images", "Images that were used"),
  ]),
  column("true_energy", "Simulated energy", "TeV"),
  column("true_alt", "Simulated altitude", "deg"),
  column("true_az", "Simulated azimuth", "deg"),
  column("true_core_x", "Simulated core position (x)", "m"),
  column("true_core_y", "Simulated core position (y)", "m"),
  column("offset", "Angle between reconstructed and simulated direction", "deg"),
];

/** Exactly what `stereo_reconstruct` gives: a record with more or less is one like any other. */
const FIELDS = [
  "file",
  "run",
  "eventId",
  "telescopes",
  "images",
  "altitude",
  "azimuth",
  "coreX",
  "coreY",
  "maxHeight",
  "directionSpread",
  "coreSpread",
  "trueEnergy",
  "trueAltitude",
  "trueAzimuth",
  "trueCoreX",
  "trueCoreY",
  "offset",
] as const satisfies readonly (keyof StereoRecord)[];

/** Whether a packet is a reconstructed shower. */
export function isStereo(packet: unknown): packet is StereoRecord {
  if (typeof packet !== "object" || packet === null) return false;
  return FIELDS.every((name) => name in packet) && Object.keys(packet).length === FIELDS.length;
}

/** A row of {@link STEREO}. */
export const stereoRow = (shower: StereoRecord): Row => [
  shower.run,
  shower.eventId,
  inDegrees(shower.altitude),
  inDegrees(shower.azimuth),
  shower.coreX,
  shower.coreY,
  shower.maxHeight,
  shower.altitude !== null,
  inDegrees(shower.directionSpread),
  shower.coreSpread,
  shower.telescopes,
  shower.images,
  shower.trueEnergy,
  inDegrees(shower.trueAltitude),
  inDegrees(shower.trueAzimuth),
  shower.trueCoreX,
  shower.trueCoreY,
  inDegrees(shower.offset),
];
