/**
 * Columns of tables at data level 1, named as ctapipe's data format 6 names them: `camera_frame_`
 * where a quantity is in metre, angles in degree.
 *
 * @module
 */
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
const group = (prefix: string, columns: readonly Column[]): Column[] =>
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

const COUNT = { type: "int32", fill: -1 } as const;

/** Image parameters. Where one is undefined it is null. */
export const PARAMETERS: readonly Column[] = [
  ...EVENT,
  TELESCOPE,
  ...group("camera_frame_hillas", [
    column("intensity", "Total charge of the image in photo-electrons"),
    column("skewness", "Longitudinal asymmetry of the image"),
    column("kurtosis", "Longitudinal tailedness of the image, 3 for a normal distribution"),
    column("x", "Centroid x coordinate", "m"),
    column("y", "Centroid y coordinate", "m"),
    column("r", "Radial coordinate of the centroid", "m"),
    column("phi", "Polar coordinate of the centroid", "deg"),
    column("length", "Standard deviation along the major axis", "m"),
    column("width", "Standard deviation along the minor axis", "m"),
    column("psi", "Angle of the major axis", "deg"),
  ]),
  ...group("camera_frame_timing", [
    column("intercept", "Arrival time at the centroid in ns"),
    column("deviation", "RMS of arrival times around the linear model in ns"),
    column("slope", "Time gradient along the major axis (ns per metre)", "m**-1"),
  ]),
  ...group("leakage", [
    column("pixels_width_1", "Fraction of surviving pixels in the border of 1 pixel"),
    column("pixels_width_2", "Fraction of surviving pixels in the border of 2 pixels"),
    column("intensity_width_1", "Fraction of the intensity in the border of 1 pixel"),
    column("intensity_width_2", "Fraction of the intensity in the border of 2 pixels"),
  ]),
  ...group("concentration", [
    column("cog", "Fraction of light within a pixel of the centroid"),
    column("core", "Fraction of light within the Hillas ellipse"),
    column("pixel", "Fraction of light in the brightest pixel"),
  ]),
  ...group("morphology", [
    column("n_pixels", "Number of pixels surviving cleaning", undefined, COUNT),
    column("n_islands", "Number of distinct pixel clusters", undefined, COUNT),
  ]),
];

/** A row of {@link PARAMETERS}. @throws if there are none yet */
export function parametersRow(packet: CameraImagePacket): Row {
  const { parameters, telescope, run, eventId } = packet;
  if (parameters === null) {
    throw new Error(
      `the image of telescope ${telescope.telId} in event ${eventId} of run ${run} has no ` +
        "parameters: connect a step that computes them before table_writer, such as `hillas`",
    );
  }
  const { hillas, timing, leakage, concentration } = parameters;
  return [
    ...indexOf(packet),
    hillas?.intensity,
    hillas?.skewness,
    hillas?.kurtosis,
    hillas?.x,
    hillas?.y,
    hillas?.r,
    inDegrees(hillas?.phi),
    hillas?.length,
    hillas?.width,
    inDegrees(hillas?.psi),
    timing?.intercept,
    timing?.deviation,
    timing?.slope,
    leakage?.pixelsWidth1,
    leakage?.pixelsWidth2,
    leakage?.intensityWidth1,
    leakage?.intensityWidth2,
    concentration?.cog,
    concentration?.core,
    concentration?.pixel,
    parameters.nPixels,
    parameters.nIslands,
  ];
}

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
