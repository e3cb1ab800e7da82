/** Which rows of which tables an image of a camera gives. @module */
import type { SimtelHeader } from "ctapipe-flow/simtel";
import type { Format, Table, TableFile } from "ctapipe-flow/table";
import {
  imageColumns,
  imageRow,
  PARAMETERS,
  parametersRow,
  showerRow,
  SHOWERS,
} from "./_dl1_columns.ts";
import { type InstrumentState, InstrumentTables } from "./_dl1_instrument.ts";
import { addSimulations } from "./_dl1_simulation.ts";
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
  readonly showers: readonly string[];
  readonly pixels: Readonly<Record<string, number>>;
  readonly instrument: InstrumentState;
};

/** Writes tables of data level 1. */
export class Dl1Tables {
  readonly #instrument: InstrumentTables;
  readonly #showers: RecentKeys;
  readonly #wanted: ReadonlySet<Dl1Table>;
  readonly #several: boolean;
  /** Data levels of what is written, in ctapipe's words. */
  readonly levels: readonly string[];
  /** Of the images of each telescope; those with another number have a table of their own. */
  readonly #pixels: Record<string, number>;

  /** @param one which table a file of one is @param images whether a file of several has images */
  constructor(
    private readonly file: TableFile,
    format: Format,
    one: Dl1Table,
    images: boolean,
    state?: Dl1State,
  ) {
    this.#several = format === "hdf5";
    this.#wanted = new Set(
      this.#several ? DL1_TABLES.filter((table) => table !== "images" || images) : [one],
    );
    this.levels = [
      ...(this.#wanted.has("images") ? ["DL1_IMAGES"] : []),
      ...(this.#wanted.has("parameters") ? ["DL1_PARAMETERS"] : []),
    ];
    this.#instrument = new InstrumentTables(file, state?.instrument);
    this.#showers = new RecentKeys(KNOWN_SHOWERS, state?.showers);
    this.#pixels = { ...state?.pixels };
  }

  /** Takes what a reader says of a file: its telescopes, and the settings of its simulations. */
  describe(header: SimtelHeader): void {
    if (!this.#several) return;
    addSimulations(this.file, header);
    this.#instrument.describe(header);
  }

  /** To be called before {@link state}, and at the end: for packets so far no header will come. */
  settle(): void {
    if (this.#several) this.#instrument.settle();
  }

  /** What an instance goes on from. */
  get state(): Dl1State {
    const showers = this.#showers.last(KEPT_SHOWERS);
    return { showers, pixels: this.#pixels, instrument: this.#instrument.state };
  }

  /** Takes an image. Calibration events have no parameters, and give no row of them. */
  add(packet: CameraImagePacket): void {
    // Before anything is written: a packet that is refused is in no table.
    const parameters = this.#wanted.has("parameters") && needsParameters(packet)
      ? parametersRow(packet)
      : null;
    if (this.#several) this.#instrument.add(packet);
    if (this.#wanted.has("showers")) this.#addShower(packet);
    if (this.#wanted.has("images")) {
      const table = this.#tableOf("images", packet);
      this.file.open({ ...table, columns: imageColumns(packet) }).append(imageRow(packet));
    }
    if (parameters !== null) {
      const table = this.#tableOf("parameters", packet);
      this.file.open({ ...table, columns: PARAMETERS }).append(parameters);
    }
  }

  /**
   * A table per telescope where there may be several, else one for all. Files of different arrays
   * have other cameras under the same number: their images cannot be rows of one table.
   */
  #tableOf(name: string, { telescope, image }: CameraImagePacket): Omit<Table, "columns"> {
    const tel = `tel_${String(telescope.telId).padStart(3, "0")}`;
    const count = image.charge.length;
    const usual = name !== "images" || (this.#pixels[tel] ??= count) === count;
    const own = this.#several ? `/${tel}${usual ? "" : `_${count}_pixels`}` : "";
    const path = `/dl1/event/telescope/${name}${own}`;
    const title = name === "images" ? "Images of cameras" : "Image parameters";
    return { path, title };
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
