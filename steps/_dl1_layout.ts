/** The tables of telescopes and their optics. @module */
import type { Camera } from "ctapipe-flow/image";
import { SOFTWARE, type Table } from "ctapipe-flow/table";
import { column } from "./_dl1_columns.ts";
import type { TelescopeLabel, TelescopePlace } from "./_messages.ts";

/** What is known of a telescope; null is what images do not carry. */
export interface TelescopeOnPaper extends TelescopeLabel {
  /** In which it was first seen. */
  readonly run: number;
  readonly position: TelescopePlace["position"];
  readonly camera: Camera;
  /** Of a trace. */
  readonly samples: number | null;
  readonly optics: {
    /** m². */
    readonly mirrorArea: number | null;
    readonly tiles: number | null;
    /** Nominal, metre. */
    readonly focalLength: number | null;
    /** That of coordinates in the camera, metre. */
    readonly effective: number | null;
  };
}

const integer = (name: string, description: string) =>
  column(name, description, undefined, { type: "int64", fill: -1 });
const label = (name: string, description: string) =>
  column(name, description, undefined, { type: "string" });

const ATTRIBUTES = { ORIGIN: SOFTWARE.name, SOFT_VER: SOFTWARE.version };

/** A row per telescope; one per description where files of several arrays have the same number. */
export const LAYOUT: Table = {
  path: "/configuration/instrument/subarray/layout",
  title: "Telescopes",
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
  attributes: { TAB_TYPE: "subarray", TAB_VER: "2.0", SUBARRAY: "MonteCarloArray", ...ATTRIBUTES },
};

/** A row per kind of optics; NaN and -1 where only images told of it. */
export const OPTICS: Table = {
  path: "/configuration/instrument/telescope/optics",
  title: "Optics",
  columns: [
    label("optics_name", "Name of the optics"),
    label("size_type", "LST, MST or SST"),
    label("reflector_shape", "UNKNOWN: files do not say"),
    column("mirror_area", "Area of all tiles", "m2"),
    integer("n_mirrors", "-1: files do not say"),
    integer("n_mirror_tiles", "Number of tiles"),
    column("equivalent_focal_length", "Nominal focal length", "m"),
    column("effective_focal_length", "Focal length of coordinates in the camera", "m"),
  ],
  attributes: { TAB_TYPE: "optics", TAB_VER: "4.0", ...ATTRIBUTES },
};
