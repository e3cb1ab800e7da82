/**
 * Tables about the instrument, in the layout in which ctapipe's `SubarrayDescription` reads them.
 * They grow as telescopes are seen for the first time.
 *
 * @module
 */
import type { Camera } from "ctapipe-flow/image";
import { type Column, SOFTWARE, type Table, type TableFile } from "ctapipe-flow/table";
import { column, EVENT, TELESCOPE } from "./_dl1_columns.ts";
import type { CameraImagePacket } from "./_messages.ts";

const ROOT = "/configuration/instrument";

const integer = (name: string, description: string) =>
  column(name, description, undefined, { type: "int64" });
const label = (name: string, description: string) =>
  column(name, description, undefined, { type: "string" });

/** What has been written, as JSON: telescopes, and the place of each camera and optics. */
export type InstrumentState = {
  readonly telescopes: readonly string[];
  readonly pointings: readonly string[];
  readonly cameras: readonly string[];
  readonly optics: readonly string[];
};

/**
 * Writes a telescope, its camera and its pointing when it is seen for the first time. In files of
 * several arrays a telescope has a row for each, which then tells the run it was first seen in.
 */
export class InstrumentTables {
  readonly #telescopes: Set<string>;
  readonly #pointings: Set<string>;
  readonly #cameras: string[];
  readonly #optics: string[];

  constructor(private readonly file: TableFile, state?: InstrumentState) {
    this.#telescopes = new Set(state?.telescopes);
    this.#pointings = new Set(state?.pointings);
    this.#cameras = [...state?.cameras ?? []];
    this.#optics = [...state?.optics ?? []];
  }

  /** What an instance goes on from. */
  get state(): InstrumentState {
    return {
      telescopes: [...this.#telescopes],
      pointings: [...this.#pointings],
      cameras: this.#cameras,
      optics: this.#optics,
    };
  }

  /** Takes what is new in a packet. */
  add(packet: CameraImagePacket): void {
    const { telescope, place, camera, run } = packet;
    const { telId, opticsName, cameraName } = telescope;
    const one = `${telId} ${opticsName} ${cameraName} ${camera.id} ${place.position}`;
    if (!this.#telescopes.has(one)) {
      this.#telescopes.add(one);
      this.#addTelescope(packet);
    }
    const pointing = `${run} ${one}`;
    if (this.#pointings.has(pointing)) return;
    this.#pointings.add(pointing);
    this.#addPointing(packet);
  }

  #addTelescope({ run, telescope, place, camera }: CameraImagePacket): void {
    const { telId, type, opticsName, cameraName } = telescope;
    const focalLength = camera.geometry.focalLength;
    const camera_index = indexIn(this.#cameras, `${cameraName} ${camera.id}`, (index) => {
      addGeometry(this.file, index, cameraName, camera);
      addReadout(this.file, index, cameraName, camera);
    });
    const optics_index = indexIn(this.#optics, `${opticsName} ${type} ${focalLength}`, () => {
      this.file.open(OPTICS).append([opticsName, type, "UNKNOWN", NaN, -1, -1, NaN, focalLength]);
    });
    const description = `${type}_${opticsName}_${cameraName}`;
    this.file.open(LAYOUT).append([
      telId,
      opticsName,
      type,
      ...place.position,
      cameraName,
      opticsName,
      camera_index,
      optics_index,
      description,
      run,
    ]);
  }

  #addPointing({ run, telescope, place }: CameraImagePacket): void {
    if (place.pointing === null) return;
    const id = String(telescope.telId).padStart(3, "0");
    const path = `/configuration/telescope/pointing/tel_${id}`;
    const { azimuth, altitude } = place.pointing;
    this.file.open({ path, columns: POINTING }).append([run, telescope.telId, azimuth, altitude]);
  }
}

function indexIn(list: string[], key: string, write: (index: number) => void): number {
  const known = list.indexOf(key);
  if (known >= 0) return known;
  list.push(key);
  write(list.length - 1);
  return list.length - 1;
}

const LAYOUT: Table = {
  path: `${ROOT}/subarray/layout`,
  columns: [
    column("tel_id", "Telescope ID", undefined, { type: "uint16" }),
    label("name", "Name of the telescope's kind"),
    label("type", "LST, MST or SST"),
    column("pos_x", "Position in the ground frame, to the north", "m"),
    column("pos_y", "Position in the ground frame, to the west", "m"),
    column("pos_z", "Height above the reference position", "m"),
    label("camera_name", "Name of the camera"),
    label("optics_name", "Name of the optics"),
    integer("camera_index", "Number of its geometry and readout tables"),
    integer("optics_index", "Row of the optics table"),
    column("tel_description", "Type, optics and camera", undefined, { type: "string", bytes: 136 }),
    column("obs_id", "Run in which it was first seen", undefined, { type: "int32" }),
  ],
  attributes: {
    TAB_TYPE: "subarray",
    TAB_VER: "2.0",
    ORIGIN: SOFTWARE.name,
    SOFT_VER: SOFTWARE.version,
    SUBARRAY: "MonteCarloArray",
  },
};

const OPTICS: Table = {
  path: `${ROOT}/telescope/optics`,
  columns: [
    label("optics_name", "Name of the optics"),
    label("size_type", "LST, MST or SST"),
    label("reflector_shape", "UNKNOWN: images do not carry it"),
    column("mirror_area", "NaN: images do not carry it", "m2"),
    integer("n_mirrors", "-1: images do not carry it"),
    integer("n_mirror_tiles", "-1: images do not carry it"),
    column("equivalent_focal_length", "NaN: images do not carry it", "m"),
    column("effective_focal_length", "Focal length of coordinates in the camera", "m"),
  ],
  attributes: { TAB_TYPE: "optics", TAB_VER: "4.0", ORIGIN: SOFTWARE.name },
};

const POINTING: readonly Column[] = [
  EVENT[0]!,
  TELESCOPE,
  { ...column("telescope_pointing_azimuth", "Azimuth, north to east", "rad"), field: "azimuth" },
  { ...column("telescope_pointing_altitude", "Altitude", "rad"), field: "altitude" },
];

/** Kinds of pixels and their rotation in degree, by sim_telarray's number; circles else. */
const SHAPES: Readonly<Record<number, readonly [string, number]>> = {
  1: ["hexagon", 0],
  2: ["square", 0],
  3: ["hexagon", 30],
};

/** Pixels are written in the derotated frame, in which the parameters are. */
function addGeometry(file: TableFile, index: number, name: string, { geometry }: Camera): void {
  const { x, y, area, shape, rotation } = geometry;
  const [type, turned] = SHAPES[shape] ?? ["circle", 0];
  const pixels = file.open({
    path: `${ROOT}/telescope/camera/geometry_${index}`,
    columns: [
      integer("pix_id", "Number of the pixel"),
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

function addReadout(file: TableFile, index: number, name: string, camera: Camera): void {
  const { timeSlice, refPulses, refLength, refStep } = camera.readout;
  const points = refPulses === null ? 0 : refLength;
  const pulses = points === 0 ? 0 : refPulses!.length / points;
  const readout = file.open({
    path: `${ROOT}/telescope/camera/readout_${index}`,
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
      NPIXELS: camera.geometry.x.length,
      NSAMPLES: -1, // images do not carry it
      SAMPFREQ: 1 / timeSlice,
      REFWIDTH: refStep,
    },
  });
  for (let point = 0; point < points; point++) {
    const shapes = Array.from({ length: pulses }, (_, gain) => refPulses![gain * points + point]!);
    readout.append([...shapes, point * refStep]);
  }
}
