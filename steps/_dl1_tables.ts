/** Which rows of which tables an image of a camera gives. @module */
import type { SimtelHeader } from "ctapipe-flow/simtel";
import type { Log } from "ctapipe-flow/step";
import type { Format, Row, TableFile } from "ctapipe-flow/table";
import { imageColumns, imageRow, showerRow, SHOWERS } from "./_dl1_columns.ts";
import { Dl1File, type Dl1FileState } from "./_dl1_file.ts";
import { type Frame, PARAMETER_TABLES, type ParameterTable } from "./_dl1_parameters.ts";
import type { CameraImagePacket } from "./_messages.ts";
import { RecentKeys } from "./_recent_keys.ts";

/** The tables that a file of one can be. */
export const DL1_TABLES = ["parameters", "images", "showers"] as const;

/** One of {@link DL1_TABLES}. */
export type Dl1Table = typeof DL1_TABLES[number];

/**
 * A shower has a row of its own, but comes with each of its telescopes: so many of the last showers
 * are known. More than that cannot be between telescopes of one event, unless queues are longer.
 */
const KNOWN_SHOWERS = 16_384;
/** Of those, so many are kept for an execution that goes on: what was in flight is done by then. */
const KEPT_SHOWERS = 64;

/** What goes on in another execution. */
export type Dl1State = {
  /** Of a file of one table. */
  readonly showers: readonly string[];
  readonly all: Dl1FileState | null;
};

/** What to write. */
export interface Dl1Options {
  readonly format: Format;
  /** Which table a file of one is. */
  readonly one: Dl1Table;
  /** Whether a file of several has images. */
  readonly images: boolean;
  /** Of image parameters. */
  readonly frame: Frame;
  readonly log: Log;
}

/** Writes tables of data level 1. */
export class Dl1Tables {
  readonly #one: Dl1Table;
  readonly #parameters: ParameterTable;
  readonly #showers: RecentKeys;
  /** Null where the file has one table. */
  readonly #all: Dl1File | null;
  /** Data levels of what is written, in ctapipe's words. */
  readonly levels: readonly string[];

  constructor(
    private readonly file: TableFile,
    { format, one, images, frame, log }: Dl1Options,
    state?: Dl1State,
  ) {
    this.#one = one;
    this.#showers = new RecentKeys(KNOWN_SHOWERS, state?.showers);
    this.#parameters = PARAMETER_TABLES[frame];
    const options = { images, columns: this.#parameters.columns, log };
    this.#all = format === "hdf5" ? new Dl1File(file, options, state?.all ?? undefined) : null;
    this.levels = [
      ...((this.#all === null ? one === "images" : images) ? ["DL1_IMAGES"] : []),
      ...(this.#all !== null || one === "parameters" ? ["DL1_PARAMETERS"] : []),
    ];
  }

  /** Takes what a reader says of a file: its telescopes, and the settings of its simulations. */
  describe(header: SimtelHeader): void {
    this.#all?.describe(header);
  }

  /** To be called before {@link state}, and at the end: for packets so far no header will come. */
  settle(): void {
    this.#all?.settle();
  }

  /** What an instance goes on from. */
  get state(): Dl1State {
    return { showers: this.#showers.last(KEPT_SHOWERS), all: this.#all?.state ?? null };
  }

  /** Takes an image. */
  add(packet: CameraImagePacket): void {
    // Before anything is written: a packet that is refused is in no table.
    const wanted = this.#all !== null || this.#one === "parameters";
    const parameters = wanted && needsParameters(packet) ? this.#parameters.row(packet) : null;
    if (this.#all !== null) this.#all.add(packet, parameters);
    else this.#addTo(this.#one, packet, parameters);
  }

  /** Calibration events have no parameters, and give no row of them. */
  #addTo(table: Dl1Table, packet: CameraImagePacket, parameters: Row | null): void {
    const path = `/dl1/event/telescope/${table}`;
    if (table === "showers") return this.#addShower(packet);
    if (table === "images") {
      const { charge, mask } = packet.image;
      const columns = imageColumns(charge.length, mask !== null);
      return this.file.open({ path, title: "Images of cameras", columns }).append(imageRow(packet));
    }
    if (parameters === null) return;
    const { columns } = this.#parameters;
    this.file.open({ path, title: "Image parameters", columns }).append(parameters);
  }

  #addShower(packet: CameraImagePacket): void {
    if (packet.truth === null) return;
    const key = `${packet.file} ${packet.run} ${packet.eventId}`;
    if (!this.#showers.add(key)) return;
    const path = "/simulation/event/subarray/shower";
    this.file.open({ path, title: "Simulated showers", columns: SHOWERS })
      .append(showerRow(packet, packet.truth));
  }
}

const needsParameters = ({ eventType, parameters }: CameraImagePacket) =>
  parameters !== null || eventType === "data";
