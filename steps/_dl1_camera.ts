/** The tables of a camera: where its pixels are, and how it is read out. @module */
import type { Camera } from "ctapipe-flow/image";
import type { TableFile } from "ctapipe-flow/table";
import { column } from "./_dl1_columns.ts";

const FOLDER = "/configuration/instrument/telescope/camera";

/** Kinds of pixels and their rotation in degree, by sim_telarray's number; circles else. */
const SHAPES: Readonly<Record<number, readonly [string, number]>> = {
  1: ["hexagon", 0],
  2: ["square", 0],
  3: ["hexagon", 30],
};

/** A row per pixel, in the derotated frame in which the parameters are. */
export function addGeometry(file: TableFile, index: number, name: string, camera: Camera): void {
  const { x, y, area, shape, rotation } = camera.geometry;
  const [type, turned] = SHAPES[shape] ?? ["circle", 0];
  const pixels = file.open({
    path: `${FOLDER}/geometry_${index}`,
    title: "Pixels of a camera",
    columns: [
      column("pix_id", "Number of the pixel", undefined, { type: "int64" }),
      column("pix_x", "Position in the camera frame", "m"),
      column("pix_y", "Position in the camera frame", "m"),
      column("pix_area", "Area", "m2"),
    ],
    attributes: {
      TAB_TYPE: "ctapipe.instrument.CameraGeometry",
      TAB_VER: "2.0",
      CAM_ID: name,
      PIX_TYPE: type,
      PIX_ROT: turned + rotation * 180 / Math.PI,
      CAM_ROT: 0,
    },
  });
  const cos = Math.cos(rotation), sin = Math.sin(rotation);
  x.forEach((pixelX, at) => {
    const pixelY = y[at]!;
    pixels.append([at, pixelX * cos - pixelY * sin, pixelX * sin + pixelY * cos, area[at]!]);
  });
}

/** A row per point of the reference pulses; none where the file, or the images, have none. */
export function addReadout(
  file: TableFile,
  index: number,
  name: string,
  { readout, geometry }: Camera,
  samples: number | null,
): void {
  const { timeSlice, refPulses, refLength, refStep } = readout;
  const points = refPulses === null ? 0 : refLength;
  const pulses = points === 0 ? 0 : refPulses!.length / points;
  const table = file.open({
    path: `${FOLDER}/readout_${index}`,
    title: "Reference pulses of a camera",
    columns: [
      ...Array.from(
        { length: pulses },
        (_, gain) => column(`reference_pulse_shape_channel${gain}`, "Pulse of one photo-electron"),
      ),
      column("reference_pulse_sample_time", "Time axis of the pulses", "ns"),
    ],
    attributes: {
      TAB_TYPE: "ctapipe.instrument.CameraReadout",
      TAB_VER: "3.0",
      CAM_ID: name,
      NCHAN: pulses,
      NPIXELS: geometry.x.length,
      NSAMPLES: samples ?? -1,
      SAMPFREQ: 1 / timeSlice,
      REFWIDTH: refStep,
    },
  });
  for (let point = 0; point < points; point++) {
    const shapes = Array.from({ length: pulses }, (_, gain) => refPulses![gain * points + point]!);
    table.append([...shapes, point * refStep]);
  }
}
