/** The simtel writer: records in, an EventIO stream out. */

import type {
  ArrayEvent,
  McEvent,
  SimtelHeader,
  TelescopeCalibration,
  UntriggeredEvent,
} from "../records.ts";
import { writeArrayEvent } from "./array_event.ts";
import { ByteWriter } from "./bytes.ts";
import { writeCalibration } from "./calibration.ts";
import { topLevel } from "./framing.ts";
import {
  type IndexedTruth,
  writeCalibrationTruePe,
  writeMcEvent,
  writeMcShower,
  writePhotoelectronSums,
  writeTruePe,
} from "./mc.ts";
import { type ByteSink, type Compression, openOutput, type Output } from "./output.ts";
import {
  writeAtmosphericProfile,
  writeHistory,
  writeInputCard,
  writeMcRunHeader,
  writeMeta,
  writeRunHeader,
} from "./run_header.ts";
import { writeTelescope } from "./telescope.ts";

/** Objects are collected up to this size before they go to the compressor. */
const FLUSH_BYTES = 256 * 1024;

const OTHER_CALIBRATION = -1;

/** Options of {@linkcode createSimtelWriter}. */
export interface SimtelWriterOptions {
  /** Default `"none"`. */
  readonly compression?: Compression;
}

/** Writes one file: header, calibrations, events, end, in this order. */
export interface SimtelWriter {
  /** Writes everything before the events; exactly once and first. */
  writeHeader(header: SimtelHeader): Promise<void>;
  /**
   * Writes the calibration of one telescope; before the first event that needs it. The record
   * written last for a telescope is not written again, so that it may be handed over with every
   * event.
   */
  writeCalibration(calibration: TelescopeCalibration): Promise<void>;
  /** Writes one event; uses of one shower must come together and in order. */
  writeEvent(event: ArrayEvent | UntriggeredEvent): Promise<void>;
  /** Writes the end mark and flushes; the sink has the whole file when it resolves. */
  finish(): Promise<void>;
  /** Gives up: frees the compressor, the bytes so far are a truncated file. */
  abort(): void;
}

/** A record that cannot be written, or a call out of order. */
export class SimtelWriteError extends Error {
  /** Tells it from other errors where `instanceof` cannot. */
  override name = "SimtelWriteError";
}

/**
 * Opens a writer of sim_telarray files. Bytes go to the sink as they are made, memory stays at a
 * few objects, and the same records give the same bytes.
 *
 * @param sink a stream, or a function that takes all bytes it is given before it resolves
 */
export function createSimtelWriter(
  sink: ByteSink | WritableStream<Uint8Array>,
  options: SimtelWriterOptions = {},
): SimtelWriter {
  const compression = options.compression ?? "none";
  if (!(sink instanceof WritableStream)) return new EventIoWriter(openOutput(sink, compression));
  const writer = sink.getWriter();
  const output = openOutput((chunk) => writer.write(chunk), compression);
  return new EventIoWriter({
    ...output,
    close: async () => {
      await output.close();
      await writer.close();
    },
    abort: () => {
      output.abort();
      writer.abort().catch(() => {});
    },
  });
}

class EventIoWriter implements SimtelWriter {
  readonly #output: Output;
  readonly #bytes = new ByteWriter(2 * FLUSH_BYTES);
  #header: SimtelHeader | null = null;
  readonly #calibrations = new Map<number, TelescopeCalibration>();
  #shower: number | null = null;
  #run = 0;

  constructor(output: Output) {
    this.#output = output;
  }

  async writeHeader(header: SimtelHeader): Promise<void> {
    if (this.#header) {
      throw new SimtelWriteError("the header was written before: one file, one header");
    }
    this.#header = header;
    this.#run = header.runHeader.run;
    const w = this.#bytes;
    writeHistory(w, header.history);
    writeMeta(w, -1, header.globalMeta);
    for (const { telId, meta } of header.telescopes) writeMeta(w, telId, meta);
    writeRunHeader(w, header.runHeader);
    for (const settings of header.mcRunHeaders) writeMcRunHeader(w, settings);
    for (const lines of header.inputCards) writeInputCard(w, lines);
    for (const profile of header.atmosphericProfiles) writeAtmosphericProfile(w, profile);
    for (const telescope of header.telescopes) {
      writeTelescope(w, telescope);
      await this.#flushIfFull();
    }
  }

  async writeCalibration(calibration: TelescopeCalibration): Promise<void> {
    const header = this.#headerBefore("a calibration");
    const { organisation } = this.#telescope(header, calibration.telId);
    if (this.#calibrations.get(calibration.telId) === calibration) return;
    this.#calibrations.set(calibration.telId, calibration);
    writeCalibration(this.#bytes, calibration, {
      nSectors: organisation?.nSectors ?? 0,
      nDrawers: organisation?.nDrawers ?? 0,
      time: header.runHeader.time,
    });
    await this.#flushIfFull();
  }

  async writeEvent(event: ArrayEvent | UntriggeredEvent): Promise<void> {
    const header = this.#headerBefore("an event");
    const w = this.#bytes;
    const truths = this.#truths(header, event);
    if (event.mc) this.#writeMc(event.eventId, event.mc);
    if (event.type === "calibration") writeCalibrationTruePe(w, event.eventId, truths);
    else writeTruePe(w, event.eventId, truths);
    if (event.photoelectronSums) writePhotoelectronSums(w, event.eventId, event.photoelectronSums);
    if (event.type !== "untriggered") {
      for (const { telId } of event.telescopes) this.#telescope(header, telId);
      writeArrayEvent(w, event, this.#container(event));
    }
    await this.#flushIfFull();
  }

  async finish(): Promise<void> {
    this.#headerBefore("the end");
    // No histograms: their arrival is what tells a reader that the last event is complete.
    topLevel(this.#bytes, { type: 100, version: 2, ident: this.#run }, () => this.#bytes.i32(0));
    await this.#flush();
    await this.#output.close();
  }

  abort(): void {
    this.#output.abort();
  }

  /**
   * The type of the calibration container (2028) around the event, `null` for none: a calibration
   * event without a type stands bare, but only before the first shower is it one for a reader.
   */
  #container(event: ArrayEvent): number | null {
    if (event.type === "data") return null;
    return event.calibrationType ?? (this.#shower === null ? null : OTHER_CALIBRATION);
  }

  #writeMc(eventId: number, mc: McEvent): void {
    if (mc.shower !== this.#shower) writeMcShower(this.#bytes, mc);
    this.#shower = mc.shower;
    writeMcEvent(this.#bytes, eventId, mc);
  }

  #truths(header: SimtelHeader, event: ArrayEvent | UntriggeredEvent): IndexedTruth[] {
    const recorded = event.type === "untriggered" ? [] : event.telescopes;
    return [
      ...recorded.flatMap(({ telId, truePe }) => truePe ? [[telId, truePe] as const] : []),
      ...event.otherTruePe,
    ]
      .map(([telId, truth]): IndexedTruth => [header.runHeader.telId.indexOf(telId), truth])
      .sort(([a], [b]) => a - b);
  }

  #headerBefore(what: string): SimtelHeader {
    if (this.#header) return this.#header;
    throw new SimtelWriteError(`the header must be written before ${what}: call writeHeader first`);
  }

  #telescope(header: SimtelHeader, telId: number) {
    const telescope = header.telescopes.find((candidate) => candidate.telId === telId);
    if (telescope) return telescope;
    throw new SimtelWriteError(
      `telescope ${telId} is not in the header, which has ${header.runHeader.telId.join(", ")}: ` +
        "events and header must come from the same file or simulation",
    );
  }

  async #flushIfFull(): Promise<void> {
    if (this.#bytes.length >= FLUSH_BYTES) await this.#flush();
  }

  async #flush(): Promise<void> {
    const chunk = this.#bytes.copy();
    this.#bytes.reset();
    await this.#output.write(chunk);
  }
}
