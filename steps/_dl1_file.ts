/**
 * A file of all tables of data level 1, as ctapipe reads them.
 *
 * ctapipe reads the rows of an event from many tables side by side. So all rows of an event are
 * written at once, when it is over, and there is one of each kind for every telescope that triggered,
 * whatever became of its image.
 *
 * @module
 */
import type { SimtelHeader } from "ctapipe-flow/simtel";
import type { Log } from "ctapipe-flow/step";
import type { Column, Row, Table, TableFile, TableSink } from "ctapipe-flow/table";
import { imageColumns, imageRow, showerRow, SHOWERS, tableOf } from "./_dl1_columns.ts";
import { type InstrumentState, InstrumentTables } from "./_dl1_instrument.ts";
import { type ObservationState, ObservationTables } from "./_dl1_observation.ts";
import { addSimulations } from "./_dl1_simulation.ts";
import {
  arrayTriggerRow,
  arrayTriggers,
  TELESCOPE_TRIGGERS,
  telescopeTriggerRow,
} from "./_dl1_trigger.ts";
import { addTruth } from "./_dl1_truth.ts";
import type { CameraImagePacket, EventLabel } from "./_messages.ts";
import { type OpenEvent, OpenEvents } from "./_open_events.ts";

/** What goes on in another execution. */
export type Dl1FileState = {
  readonly events: readonly string[];
  readonly simulated: boolean;
  readonly pixels: Readonly<Record<string, number>>;
  readonly instrument: InstrumentState;
  readonly observations: ObservationState;
};

/** What to write. */
export interface Dl1FileOptions {
  /** Whether there are images. */
  readonly images: boolean;
  /** Of image parameters. */
  readonly columns: readonly Column[];
  readonly log: Log;
}

/** What waits until an event is over. */
interface Member {
  readonly parameters: Row | null;
  readonly image: {
    readonly row: Row;
    readonly sink: TableSink;
    readonly pixels: number;
    readonly masked: boolean;
  } | null;
  readonly nTriggerPixels: number | null;
}

type Label = Pick<CameraImagePacket, keyof EventLabel | "truth">;

const PARAMETERS_FOLDER = "/dl1/event/telescope/parameters";
const IMAGES_FOLDER = "/dl1/event/telescope/images";
const SHOWER_TABLE: Table = {
  path: "/simulation/event/subarray/shower",
  title: "Simulated showers",
  columns: SHOWERS,
};

/** Writes such a file. */
export class Dl1File {
  readonly #instrument: InstrumentTables;
  readonly #observations: ObservationTables;
  readonly #events: OpenEvents<Label, Member>;
  /** Of the images of each telescope; those with another number have a table of their own. */
  readonly #pixels: Record<string, number>;
  /** Whether there are simulated showers: then every event has a row of one. */
  #simulated: boolean;
  /** Its mask is as wide as the layout. */
  #triggers: Table = arrayTriggers(0);
  #warned = false;

  constructor(
    private readonly file: TableFile,
    private readonly options: Dl1FileOptions,
    state?: Dl1FileState,
  ) {
    this.#instrument = new InstrumentTables(file, state?.instrument);
    this.#observations = new ObservationTables(file, state?.observations);
    this.#events = new OpenEvents((event) => this.#write(event), state?.events);
    this.#pixels = { ...state?.pixels };
    this.#simulated = state?.simulated ?? false;
  }

  /** What an instance goes on from; {@link settle} must be called before. */
  get state(): Dl1FileState {
    return {
      events: this.#events.begun,
      simulated: this.#simulated,
      pixels: this.#pixels,
      instrument: this.#instrument.state,
      observations: this.#observations.state,
    };
  }

  /** Takes what a reader says of a file: its telescopes, and the settings of its simulations. */
  describe(header: SimtelHeader): void {
    if (header.mcRunHeaders.length > 0) this.#simulated = true;
    addSimulations(this.file, header);
    this.#observations.describe(header);
    this.#instrument.describe(header);
  }

  /** To be called before {@link state}, and at the end: nothing more comes of events so far. */
  settle(): void {
    this.#events.closeAll();
    this.#observations.settle();
    this.#instrument.settle();
  }

  /** Takes an image and its row of parameters, if there is one. */
  add(packet: CameraImagePacket, parameters: Row | null): void {
    const { file, run, eventId, nTelescopes, nTriggerPixels, telescope: { telId } } = packet;
    const image = this.options.images ? this.#imageOf(packet) : null;
    this.#instrument.add(packet);
    this.#observations.add(run);
    const member: Member = { parameters, image, nTriggerPixels };
    const bytes = image === null ? 0 : packet.image.charge.length * (image.masked ? 9 : 8);
    const key = `${file} ${run} ${eventId}`;
    if (!this.#events.add(key, nTelescopes, labelOf(packet), telId, member, bytes)) {
      this.#writeBeside(telId, member);
    }
  }

  /** An image to keep: its arrays are only lent. */
  #imageOf(packet: CameraImagePacket): Member["image"] {
    const { charge, peakTime, mask } = packet.image;
    const own = { charge: new Float32Array(charge), peakTime: new Float32Array(peakTime) };
    const row = imageRow(packet, { ...own, mask: mask?.slice() ?? null });
    const masked = mask !== null;
    const table = this.#imageTable(packet.telescope.telId, charge.length);
    return {
      row,
      masked,
      pixels: charge.length,
      sink: this.#openImages(table, charge.length, masked),
    };
  }

  /** Another number of pixels is another array's telescope: they cannot be rows of one table. */
  #imageTable(telId: number, pixels: number): string {
    const table = tableOf(telId);
    return (this.#pixels[table] ??= pixels) === pixels ? table : `${table}_${pixels}_pixels`;
  }

  #openImages(table: string, pixels: number, masked: boolean): TableSink {
    const path = `${IMAGES_FOLDER}/${table}`;
    return this.file.open({
      path,
      title: "Images of cameras",
      columns: imageColumns(pixels, masked),
    });
  }

  #openParameters(table: string): TableSink {
    const path = `${PARAMETERS_FOLDER}/${table}`;
    return this.file.open({ path, title: "Image parameters", columns: this.options.columns });
  }

  #write({ label, members }: OpenEvent<Label, Member>): void {
    const rows = this.#triggeredIn(label, members);
    const { layout } = this.#instrument;
    if (this.#triggers.columns.at(-1)!.length !== layout.length) {
      this.#triggers = arrayTriggers(layout.length);
    }
    this.file.open(this.#triggers).append(
      arrayTriggerRow(label, [...rows.values()], layout.length),
    );
    this.#simulated ||= label.truth !== null;
    if (this.#simulated) this.file.open(SHOWER_TABLE).append(showerRow(label, label.truth));
    const masked = [...members.values()].some(({ image }) => image?.masked);
    for (const [telId, row] of rows) {
      const member = members.get(telId);
      this.file.open(TELESCOPE_TRIGGERS)
        .append(telescopeTriggerRow(label, telId, member?.nTriggerPixels));
      const index = [label.run, label.eventId, telId];
      this.#openParameters(tableOf(telId)).append(member?.parameters ?? index);
      const pixels = member?.image?.pixels ?? layout[row]!.pixels;
      const images = this.options.images ? this.#imageTable(telId, pixels) : null;
      if (member?.image) member.image.sink.append(member.image.row);
      else if (images !== null) this.#openImages(images, pixels, masked).append(index);
      if (this.#simulated) addTruth(this.file, label, layout[row]!, images, pixels);
      this.#instrument.expectPointing(label.run, telId);
    }
  }

  /** The telescopes that triggered, and their rows of the layout, in the order of the trigger. */
  #triggeredIn(label: Label, members: ReadonlyMap<number, Member>): Map<number, number> {
    const { trigger, run, eventId } = label;
    const said = trigger?.telescopes ?? [];
    const rows = new Map<number, number>();
    for (const telId of said.length > 0 ? said : members.keys()) {
      const row = this.#instrument.rowOf(run, telId);
      if (row >= 0) rows.set(telId, row);
      else if (!this.#warned) {
        this.#warned = true;
        this.options.log.warning(
          `telescope ${telId} triggered in event ${eventId} of run ${run}, but nothing says what it ` +
            "is: it is missing in tels_with_trigger; connect the reader's `records` to the writer",
        );
      }
    }
    for (const [telId, member] of members) {
      if (!rows.has(telId)) this.#writeBeside(telId, member);
    }
    return rows;
  }

  /**
   * Images that have no row of a trigger have none in the tables that are read side by side, either:
   * of telescopes that did not trigger, or that came when their event had been written.
   */
  #writeBeside(telId: number, { parameters, image }: Member): void {
    const table = `${tableOf(telId)}_more`;
    if (parameters !== null) this.#openParameters(table).append(parameters);
    if (image === null) return;
    const { row, pixels, masked } = image;
    this.#openImages(`${table}_${pixels}_pixels`, pixels, masked).append(row);
  }
}

/** What is kept of a packet: not its image. */
const labelOf = ({
  file,
  run,
  eventId,
  eventType,
  nTelescopes,
  trigger = null,
  truth,
}: CameraImagePacket): Label => ({ file, run, eventId, eventType, nTelescopes, trigger, truth });
