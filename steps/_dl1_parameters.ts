/**
 * Tables of image parameters, in either frame that ctapipe has: `camera_frame_` where a quantity is in
 * metre, no such word where it is an angle on the sky. Angles are in degree.
 *
 * @module
 */
import { type ImageParameters, inTelescopeFrame } from "ctapipe-flow/image";
import type { Column, Row } from "ctapipe-flow/table";
import { column, EVENT, group, inDegrees, indexOf, TELESCOPE } from "./_dl1_columns.ts";
import type { CameraImagePacket } from "./_messages.ts";

/** The frames of image parameters. */
export const FRAMES = ["camera", "telescope"] as const;

/** One of {@link FRAMES}. */
export type Frame = typeof FRAMES[number];

/** How parameters become a table. */
export interface ParameterTable {
  readonly columns: readonly Column[];
  /** The row of an image. What is undefined is null. @throws if it has no parameters yet */
  row(packet: CameraImagePacket): Row;
}

const COUNT = { type: "int32", fill: -1 } as const;

const LIGHT = [
  column("intensity", "Total charge of the image in photo-electrons"),
  column("skewness", "Longitudinal asymmetry of the image"),
  column("kurtosis", "Longitudinal tailedness of the image, 3 for a normal distribution"),
];

const shape = (unit: string) => [
  column("r", "Radial coordinate of the centroid", unit),
  column("phi", "Polar coordinate of the centroid", "deg"),
  column("length", "Standard deviation along the major axis", unit),
  column("width", "Standard deviation along the minor axis", unit),
  column("psi", "Angle of the major axis", "deg"),
];

const times = (slope: Column) => [
  column("intercept", "Arrival time at the centroid in ns"),
  column("deviation", "RMS of arrival times around the linear model in ns"),
  slope,
];

/** What is the same in both. */
const OTHERS = [
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

const otherCells = (
  { leakage, concentration, nPixels, nIslands }: ImageParameters,
): Row => [
  leakage?.pixelsWidth1,
  leakage?.pixelsWidth2,
  leakage?.intensityWidth1,
  leakage?.intensityWidth2,
  concentration?.cog,
  concentration?.core,
  concentration?.pixel,
  nPixels,
  nIslands,
];

/** In the derotated camera frame; lengths in metre. */
const CAMERA: ParameterTable = {
  columns: [
    ...EVENT,
    TELESCOPE,
    ...group("camera_frame_hillas", [
      ...LIGHT,
      column("x", "Centroid x coordinate", "m"),
      column("y", "Centroid y coordinate", "m"),
      ...shape("m"),
    ]),
    ...group(
      "camera_frame_timing",
      times(column("slope", "Time gradient along the major axis (ns per metre)", "m**-1")),
    ),
    ...OTHERS,
  ],
  row(packet) {
    const parameters = parametersOf(packet);
    const { hillas, timing } = parameters;
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
      ...otherCells(parameters),
    ];
  },
};

/** On the sky around where the telescope points, as ctapipe has it unless it is told otherwise. */
const ON_THE_SKY: ParameterTable = {
  columns: [
    ...EVENT,
    TELESCOPE,
    ...group("hillas", [
      ...LIGHT,
      column("fov_lon", "Longitude of the centroid, to higher azimuth", "deg"),
      column("fov_lat", "Latitude of the centroid, to higher altitude", "deg"),
      ...shape("deg"),
    ]),
    ...group(
      "timing",
      times(column("slope", "Time gradient along the major axis (ns per degree)", "deg**-1")),
    ),
    ...OTHERS,
  ],
  row(packet) {
    const parameters = parametersOf(packet);
    const { focalLength } = packet.camera.geometry;
    const { hillas, timing } = parameters.hillas === null
      ? { hillas: null, timing: null }
      : inTelescopeFrame(parameters.hillas, parameters.timing, focalLength);
    return [
      ...indexOf(packet),
      hillas?.intensity,
      hillas?.skewness,
      hillas?.kurtosis,
      inDegrees(hillas?.fovLon),
      inDegrees(hillas?.fovLat),
      inDegrees(hillas?.r),
      inDegrees(hillas?.phi),
      inDegrees(hillas?.length),
      inDegrees(hillas?.width),
      inDegrees(hillas?.psi),
      timing?.intercept,
      timing?.deviation,
      timing && timing.slope * Math.PI / 180,
      ...otherCells(parameters),
    ];
  },
};

/** By frame. */
export const PARAMETER_TABLES: Readonly<Record<Frame, ParameterTable>> = {
  camera: CAMERA,
  telescope: ON_THE_SKY,
};

function parametersOf({ parameters, telescope, run, eventId }: CameraImagePacket): ImageParameters {
  if (parameters !== null) return parameters;
  throw new Error(
    `the image of telescope ${telescope.telId} in event ${eventId} of run ${run} has no ` +
      "parameters: connect a step that computes them before table_writer, such as `hillas`",
  );
}
