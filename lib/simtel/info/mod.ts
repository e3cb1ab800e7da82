import { createHash } from "node:crypto";
import type { ByteSource } from "../byte_source.ts";
import { type Compression, decompress } from "../decompress.ts";
import { SimtelError, type SimtelPlace } from "../errors.ts";
import type { EventCounts } from "../event_assembler.ts";
import type { ObjectHeader } from "../object_header.ts";
import { bytesOf } from "../open.ts";
import { SimtelFile } from "../simtel_file.ts";
import { eventFigures } from "./event.ts";
import { calibrationFigures, headerFigures } from "./header.ts";

/** How much {@link simtelInfo} tells. */
export interface SimtelInfoOptions {
  /** Most events of which figures are given; all of them are counted. Default: 1000. */
  maxEvents?: number;
}

/** Figures about one simulated event: `[event id, shower, primary, energy, core x, core y]`. */
export type CompactMcEvent = [number, number, number, number, number, number];

/** Figures about a file, ready for JSON; energies in TeV, lengths in metres, angles in radian. */
export interface SimtelInfo extends ReturnType<typeof headerFigures> {
  file: string;
  size_bytes: number;
  sha256: string;
  decompressed_bytes: number;
  sha256_decompressed: string;
  compression: Compression;
  truncated: boolean;
  /** Where the data are cut off. */
  truncation: SimtelPlace | null;
  /** What is wrong with the data behind the last event, if they are damaged. */
  damage: string | null;
  /** Objects, nested ones too; those in a top-level object that is cut off do not count. */
  object_types_all_depths: { type: number; version: number; count: number }[];
  top_level_counts: Record<string, number>;
  /** Type of the top-level objects and how many of it follow each other, for the first 40. */
  top_level_run_length_sequence_first40: [type: number, count: number][];
  /** By telescope id. */
  calibration: Record<string, ReturnType<typeof calibrationFigures>>;
  counts: Record<string, number>;
  mc_events_compact: CompactMcEvent[];
  events: ReturnType<typeof eventFigures>[];
  /** Events that `maxEvents` left out of `events`. */
  events_left_out: number;
  /** What the reader left out, and how often. */
  warnings: Record<string, number>;
}

/**
 * Reads a whole file and gives figures about everything in it, with constant memory.
 *
 * A file that is cut off or damaged behind its header is no error here: see `truncation` and
 * `damage`, and what was read before it.
 *
 * @throws {SimtelError} If it is no such file, or its header is missing or damaged.
 */
export async function simtelInfo(
  path: string,
  { maxEvents = 1000 }: SimtelInfoOptions = {},
): Promise<SimtelInfo> {
  const stored = new Digest();
  const { compression, bytes } = await decompress(stored.of(bytesOf(path)));
  const content = new Digest();
  const objects = new ObjectCounter();
  const mcEvents: CompactMcEvent[] = [];
  const options = { calibrationEvents: true, onTruncated: "warn" } as const;
  await using file = await SimtelFile.open({ compression, bytes: content.of(bytes) }, options, {
    onTopLevel: (header) => objects.addTopLevel(header),
    onChild: (header) => objects.add(header),
    onMcEvent(eventId, { shower, primaryId, energy, xcore, ycore }) {
      if (mcEvents.length >= maxEvents) return;
      mcEvents.push([eventId, shower, primaryId, energy, xcore, ycore]);
    },
  });
  const events: ReturnType<typeof eventFigures>[] = [];
  let leftOut = 0;
  let damage: string | null = null;
  try {
    for await (const event of file) {
      if (events.length < maxEvents) events.push(eventFigures(event));
      else leftOut++;
    }
  } catch (error) {
    if (!(error instanceof SimtelError)) throw error;
    damage = error.message;
  }
  return {
    file: path.split(/[\\/]/).at(-1) ?? path,
    size_bytes: stored.size,
    sha256: stored.sha256(),
    decompressed_bytes: content.size,
    sha256_decompressed: content.sha256(),
    compression,
    truncated: file.truncation !== null,
    truncation: file.truncation,
    damage,
    ...objects.figures(),
    ...headerFigures(file.header),
    calibration: Object.fromEntries(
      [...file.calibrations].map(([telId, record]) => [`${telId}`, calibrationFigures(record)]),
    ),
    counts: countFigures(file.counts),
    mc_events_compact: mcEvents,
    events,
    events_left_out: leftOut,
    warnings: Object.fromEntries(file.warnings),
  };
}

function countFigures(counts: EventCounts): Record<string, number> {
  return {
    mc_events: counts.mcEvents,
    triggered_events: counts.triggeredEvents,
    calibration_events: counts.calibrationEvents,
    telescope_events_in_triggered: counts.telescopeEventsInTriggered,
  };
}

/** Size and SHA-256 of bytes that pass by. */
class Digest {
  readonly #hash = createHash("sha256");
  size = 0;

  of(source: ByteSource): ByteSource {
    return {
      read: async (into) => {
        const length = await source.read(into);
        this.#hash.update(into.subarray(0, length));
        this.size += length;
        return length;
      },
      close: () => source.close(),
    };
  }

  sha256(): string {
    return this.#hash.digest("hex");
  }
}

/** Counts objects by type and version. */
class ObjectCounter {
  readonly #all = new Map<string, { type: number; version: number; count: number }>();
  readonly #topLevel = new Map<number, number>();
  readonly #sequence: [number, number][] = [];

  add({ type, version }: ObjectHeader): void {
    const key = `${type}.${version}`;
    const entry = this.#all.get(key);
    if (entry === undefined) this.#all.set(key, { type, version, count: 1 });
    else entry.count++;
  }

  addTopLevel(header: ObjectHeader): void {
    const { type } = header;
    this.add(header);
    this.#topLevel.set(type, (this.#topLevel.get(type) ?? 0) + 1);
    const last = this.#sequence.at(-1);
    if (last?.[0] === type) last[1]++;
    else if (this.#sequence.length <= 40) this.#sequence.push([type, 1]);
  }

  figures() {
    return {
      object_types_all_depths: [...this.#all.values()].sort((a, b) =>
        a.type - b.type || a.version - b.version
      ),
      top_level_counts: Object.fromEntries(
        [...this.#topLevel].map(([type, count]) => [`${type}`, count]),
      ),
      // The 41st entry only closes the 40th.
      top_level_run_length_sequence_first40: this.#sequence.slice(0, 40),
    };
  }
}
