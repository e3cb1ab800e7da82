import { Calibrations } from "./calibrations.ts";
import type { Compression, Decompressed } from "./decompress.ts";
import { SimtelError, type SimtelPlace } from "./errors.ts";
import { EventAssembler, type EventCounts } from "./event_assembler.ts";
import { HeaderBuilder } from "./header_builder.ts";
import type { ObjectHeader } from "./object_header.ts";
import { adcSamples, adcSamplesIn, type MakeSamples } from "./objects/adc.ts";
import { readObjects } from "./object_stream.ts";
import type {
  ArrayEvent,
  McEvent,
  TelescopeCalibration,
  UntriggeredEvent,
} from "./records_event.ts";
import type { SimtelHeader } from "./records_header.ts";
import type { SimtelObject } from "./simtel_object.ts";

/** How a file is to be read. */
export interface SimtelOptions<U extends boolean = false> {
  /** Also give calibration events, not only count them. Default: `false`. */
  calibrationEvents?: boolean;
  /** Also give simulated events that did not trigger, not only count them. Default: `false`. */
  untriggered?: U;
  /** Decode the true photo-electrons, where the file has them. Default: `true`. */
  trueImages?: boolean;
  /** Decode the pulse times that sim_telarray found, where the file has them. Default: `true`. */
  pixelTiming?: boolean;
  /**
   * Makes the arrays for ADC samples, which are filled before the event is given. Default: ordinary
   * ones. An array is never asked for before the event of the last one was given.
   */
  makeSamples?: MakeSamples;
  /**
   * What to do when the data are cut off, after all complete events: `fail` throws a
   * {@link SimtelError}, `warn` ends normally and sets {@link SimtelFile.truncation}. Damaged data
   * are always an error. Default: `fail`.
   */
  onTruncated?: "fail" | "warn";
}

/** What iterating over a {@link SimtelFile} gives. */
export type SimtelEvent<U extends boolean> = U extends true ? ArrayEvent | UntriggeredEvent
  : ArrayEvent;

/** Is told of everything that is complete, in file order; for figures about the file itself. */
export interface FileObserver {
  onTopLevel(header: ObjectHeader): void;
  /** A child object at any depth. */
  onChild(header: ObjectHeader): void;
  /** A simulated event, triggered or not. */
  onMcEvent(eventId: number, mc: McEvent): void;
}

const CALIBRATION_TYPES: ReadonlySet<number> = new Set([2022, 2023]);

/**
 * A sim_telarray file of which the header was read, and whose events can be iterated over, once.
 *
 * Only what is being decoded is held in memory. Leaving the loop over the events early closes the
 * file; a file that is never iterated over needs {@link SimtelFile.close}.
 */
export class SimtelFile<U extends boolean = false> implements AsyncDisposable {
  /** How the file is compressed. */
  readonly compression: Compression;
  readonly #builder = new HeaderBuilder();
  readonly #calibrations = new Calibrations();
  readonly #assembler: EventAssembler;
  readonly #objects: AsyncGenerator<SimtelObject>;
  readonly #events: AsyncGenerator<SimtelEvent<U>>;
  readonly #warnings = new Map<string, number>();
  readonly #observer: FileObserver | undefined;
  #first: SimtelObject | null = null;
  #failure: unknown = null;
  #truncation: SimtelPlace | null = null;

  private constructor(
    { compression, bytes }: Decompressed,
    options: SimtelOptions<U>,
    observer?: FileObserver,
  ) {
    this.compression = compression;
    this.#observer = observer;
    this.#assembler = new EventAssembler({
      calibrationEvents: options.calibrationEvents ?? false,
      trueImages: options.trueImages ?? true,
      pixelTiming: options.pixelTiming ?? true,
      telIds: () => this.#builder.runHeader?.telId ?? [],
      pixelsOf: (telId) => this.#builder.pixelsOf(telId),
      adcSamples: options.makeSamples ? adcSamplesIn(options.makeSamples) : adcSamples,
      warn: (what) => this.#warn(what),
      onMcEvent: (eventId, mc) => observer?.onMcEvent(eventId, mc),
    });
    this.#objects = readObjects(bytes, {
      wanted: (type) =>
        HeaderBuilder.types.has(type) || this.#assembler.takes(type) || CALIBRATION_TYPES.has(type),
      onTopLevel: (header) => observer?.onTopLevel(header),
    });
    this.#events = this.#readEvents(options);
  }

  /**
   * Reads up to the first event.
   *
   * @throws {SimtelError} If there is no header, or it is damaged or of an unknown version.
   */
  static async open<U extends boolean = false>(
    decompressed: Decompressed,
    options: SimtelOptions<U>,
    observer?: FileObserver,
  ): Promise<SimtelFile<U>> {
    const file = new SimtelFile(decompressed, options, observer);
    try {
      await file.#readHeader();
    } catch (error) {
      await file.close();
      throw error;
    }
    return file;
  }

  /** The run and its telescopes. A merged file can extend it between events. */
  get header(): SimtelHeader {
    return this.#builder.build()!;
  }

  /** By telescope id, as of the event that was given last. Records are replaced, never changed. */
  get calibrations(): ReadonlyMap<number, TelescopeCalibration> {
    return this.#calibrations.byTelescope;
  }

  /** The events that went by so far, including those that were not given. */
  get counts(): Readonly<EventCounts> {
    return this.#assembler.counts;
  }

  /** What was left out so far, and how often. */
  get warnings(): ReadonlyMap<string, number> {
    return this.#warnings;
  }

  /** Where the data are cut off, once that was found out. */
  get truncation(): SimtelPlace | null {
    return this.#truncation;
  }

  [Symbol.asyncIterator](): AsyncGenerator<SimtelEvent<U>> {
    return this.#events;
  }

  /** Ends reading and frees the file. */
  async close(): Promise<void> {
    await this.#events.return(undefined);
    await this.#objects.return(undefined);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #readHeader(): Promise<void> {
    try {
      let next = await this.#objects.next();
      while (!next.done && HeaderBuilder.types.has(next.value.type)) {
        this.#addToHeader(next.value);
        next = await this.#objects.next();
      }
      if (!next.done) this.#first = next.value;
    } catch (error) {
      if (!isTruncation(error) || this.#builder.runHeader === null) throw error;
      this.#failure = error;
    }
    if (this.#builder.runHeader !== null) return;
    throw this.#first?.error("no-header", "an event or calibration comes before any run header") ??
      new SimtelError("no-header", "the file has no run header", { offset: 0, objectPath: "" });
  }

  async *#readEvents(options: SimtelOptions<U>): AsyncGenerator<SimtelEvent<U>> {
    const wanted = (event: ArrayEvent | UntriggeredEvent): event is SimtelEvent<U> =>
      event.type !== "untriggered" || options.untriggered === true;
    let failure = this.#failure;
    try {
      for await (const object of this.#afterHeader()) {
        for (const event of this.#take(object)) if (wanted(event)) yield event;
      }
    } catch (error) {
      failure = error;
    }
    for (const event of this.#assembler.end(failure !== null)) if (wanted(event)) yield event;
    if (isTruncation(failure)) {
      this.#truncation = { offset: failure.offset, objectPath: failure.objectPath };
      if (options.onTruncated === "warn") return;
    }
    if (failure !== null) throw failure;
  }

  async *#afterHeader(): AsyncGenerator<SimtelObject> {
    if (this.#first !== null) yield this.#first;
    this.#first = null;
    yield* this.#objects;
  }

  *#take(object: SimtelObject): Generator<ArrayEvent | UntriggeredEvent> {
    if (HeaderBuilder.types.has(object.type)) {
      yield* this.#assembler.endRecorded(); // of the header before
      this.#addToHeader(object);
      return;
    }
    this.#tellChildren(object);
    if (object.type === 2022) this.#calibrations.addMonitoring(object);
    else if (object.type === 2023) this.#calibrations.addLaser(object);
    else yield* this.#assembler.add(object);
  }

  #addToHeader(object: SimtelObject): void {
    this.#tellChildren(object);
    if (!this.#builder.add(object)) {
      this.#warn(`object ${object.type} of unknown version ${object.header.version} left out`);
    }
  }

  #tellChildren(object: SimtelObject): void {
    if (this.#observer === undefined || !object.header.onlySubObjects) return;
    for (const child of object.children()) {
      this.#observer.onChild(child.header);
      this.#tellChildren(child);
    }
  }

  #warn(what: string): void {
    this.#warnings.set(what, (this.#warnings.get(what) ?? 0) + 1);
  }
}

function isTruncation(error: unknown): error is SimtelError {
  return error instanceof SimtelError && error.code === "truncated";
}
