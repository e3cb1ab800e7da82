/**
 * Tables of what was simulated for a telescope in an event: a row for each of its triggers, since
 * ctapipe reads as many of them.
 *
 * @module
 */
import { type Vector, vectorOf } from "ctapipe-flow/image";
import type { TableFile } from "ctapipe-flow/table";
import { column, EVENT, tableOf, TELESCOPE } from "./_dl1_columns.ts";
import type { LayoutRow } from "./_dl1_instrument.ts";
import type { CameraImagePacket, ShowerTruth } from "./_messages.ts";

const FOLDER = "/simulation/event/telescope";

const IMPACTS = [
  ...EVENT,
  TELESCOPE,
  { ...column("true_impact_distance", "From the telescope to the axis", "m"), field: "distance" },
  {
    ...column("true_impact_distance_uncert", "Of the distance", "m"),
    field: "distance_uncert",
  },
];

/** Images before noise are not in packets; ctapipe takes -1 for pixels without. */
const imageColumns = (pixels: number) => [
  ...EVENT,
  TELESCOPE,
  column("true_image_sum", "-1: not known", undefined, { type: "int32" }),
  column("true_image", "-1: not known", undefined, { type: "int32", length: pixels, fill: -1 }),
];

const INDEX = [...EVENT, TELESCOPE];

/** There are two narrow tables for each telescope. */
const chunkRows = 1024;

/** Adds the rows of a telescope. @param images name of its table of images, if the file has any */
export function addTruth(
  file: TableFile,
  { run, eventId, truth }: Pick<CameraImagePacket, "run" | "eventId" | "truth">,
  { telId, position }: LayoutRow,
  images: string | null,
  pixels: number,
): void {
  const table = tableOf(telId);
  const index = [run, eventId, telId];
  const distance = truth && impactDistance(truth, position);
  file.open({ path: `${FOLDER}/impact/${table}`, columns: IMPACTS, chunkRows })
    .append([...index, distance, distance === null ? null : 0]);
  // Nobody has computed any, but ctapipe wants to read a row of each trigger.
  file.open({ path: `${FOLDER}/parameters/${table}`, columns: INDEX, chunkRows }).append(index);
  if (images === null) return;
  const path = `${FOLDER}/images/${images}`;
  file.open({ path, columns: imageColumns(pixels) }).append([...index, -1, null]);
}

/** How far a telescope is from the axis of a shower, in metre. */
export function impactDistance(
  { altitude, azimuth, coreX, coreY }: ShowerTruth,
  [x, y, z]: Vector,
): number {
  const [north, west, up] = vectorOf({ altitude, azimuth });
  const [dx, dy] = [x - coreX, y - coreY];
  return Math.hypot(dy * up - z * west, z * north - dx * up, dx * west - dy * north);
}
