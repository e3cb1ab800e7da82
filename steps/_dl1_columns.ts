/** Columns of tables at data level 1, named as ctapipe's data format 6 names them. @module */
import type { Column, Row } from "ctapipe-flow/table";
import type { CameraImagePacket, EventLabel, ShowerTruth } from "./_messages.ts";

const DEGREES = 180 / Math.PI;

/** An angle in degree; null stays null. */
export const inDegrees = (radians: number | null | undefined) =>
  radians == null ? null : radians * DEGREES;

/** A column with all that the reference pipeline says of it. */
export function column(
  name: string,
  description: string,
  unit?: string,
  more: Partial<Column> = {},
): Column {
  return { name, type: "float64", description, ...(unit === undefined ? {} : { unit }), ...more };
}

/** Columns whose names begin alike. */
export const group = (prefix: string, columns: readonly Column[]): Column[] =>
  columns.map((one) => ({ ...one, name: `${prefix}_${one.name}`, field: one.name }));

/** Which event of the array. */
export const EVENT: readonly Column[] = [
  column("obs_id", "Observation block ID; the run number of simulations", undefined, {
    type: "int32",
  }),
  column("event_id", "Array event ID", undefined, { type: "int64" }),
];

/** Which telescope. */
export const TELESCOPE: Column = column("tel_id", "Telescope ID", undefined, { type: "int16" });

/** The name of a telescope's own table. */
export const tableOf = (telId: number): string => `tel_${String(telId).padStart(3, "0")}`;

/** The values of {@link EVENT} and {@link TELESCOPE}. */
export const indexOf = ({ run, eventId, telescope }: CameraImagePacket): Row => [
  run,
  eventId,
  telescope.telId,
];

/** Images of so many pixels: arrays with a number for each. Before the cleaning they have no mask. */
export function imageColumns(length: number, masked: boolean): readonly Column[] {
  const pixels = { type: "float32", length } as const;
  return [
    ...EVENT,
    TELESCOPE,
    column("image", "Charge of each pixel in photo-electrons", undefined, pixels),
    column("peak_time", "Position of the pulse in ns from the first sample", undefined, pixels),
    ...(masked
      ? [
        column("image_mask", "True where a pixel has survived cleaning", undefined, {
          type: "bool",
          length,
          fill: 0,
        }),
      ]
      : []),
  ];
}

/** A row of {@link imageColumns}. */
export const imageRow = (
  packet: CameraImagePacket,
  { charge, peakTime, mask }: Pixels = packet.image,
): Row => [...indexOf(packet), charge, peakTime, mask];

/** What an image has of each pixel. */
export interface Pixels {
  readonly charge: ArrayLike<number>;
  readonly peakTime: ArrayLike<number>;
  readonly mask: Uint8Array | null;
}

/** What was simulated. */
export const SHOWERS: readonly Column[] = [
  ...EVENT,
  ...group("true", [
    column("energy", "Simulated energy", "TeV"),
    column("alt", "Simulated altitude", "deg"),
    column("az", "Simulated azimuth", "deg"),
    column("core_x", "Simulated core position (x)", "m"),
    column("core_y", "Simulated core position (y)", "m"),
    column("h_first_int", "Height of the first interaction", "m"),
    column("x_max", "Simulated Xmax", "g.cm**-2"),
    column("shower_primary_id", "0 gamma, 1 e-, 2 mu-, 100 A + Z for nuclei", undefined, {
      type: "int32",
      fill: 32_767,
    }),
  ]),
];

/** A row of {@link SHOWERS}. */
export const showerRow = ({ run, eventId }: EventLabel, truth: ShowerTruth | null): Row => [
  run,
  eventId,
  truth?.energy,
  inDegrees(truth?.altitude),
  inDegrees(truth?.azimuth),
  truth?.coreX,
  truth?.coreY,
  truth?.hFirstInt,
  truth?.xmax,
  truth?.primaryId,
];
