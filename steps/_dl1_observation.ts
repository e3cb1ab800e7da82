/** The tables of observations: one of each kind per run, as ctapipe has it of simulations. @module */
import type { SimtelHeader } from "ctapipe-flow/simtel";
import type { Column, Row, Table, TableFile } from "ctapipe-flow/table";
import { column, inDegrees } from "./_dl1_columns.ts";
import { RecentKeys } from "./_recent_keys.ts";
import { mjdOf } from "./_tai.ts";

const FOLDER = "/configuration/observation";

const id = (name: string, description: string) =>
  column(name, description, undefined, { type: "int64" });
const kind = (name: string, description: string, enumeration: string): Column =>
  column(name, description, undefined, {
    type: "int8",
    enumeration: `ctapipe.containers.${enumeration}`,
  });
const PRODUCER = column("producer_id", "Who gave the number", undefined, { type: "string" });
const time = (name: string, description: string) =>
  column(name, `${description}, MJD in TAI`, undefined, { time: "tai" });

const SCHEDULING: Table = {
  path: `${FOLDER}/scheduling_block`,
  title: "Scheduling blocks",
  columns: [
    id("sb_id", "Scheduling block ID; that of its only observation block"),
    kind("sb_type", "Kind of block", "SchedulingBlockType"),
    PRODUCER,
    kind("observing_mode", "How observations are distributed", "ObservingMode"),
    kind("pointing_mode", "How the drives move", "PointingMode"),
  ],
};

const OBSERVATION: Table = {
  path: `${FOLDER}/observation_block`,
  title: "Observation blocks",
  columns: [
    id("obs_id", "Observation block ID; the run number of simulations"),
    id("sb_id", "Scheduling block ID"),
    PRODUCER,
    kind("state", "How it ended", "ObservationBlockState"),
    column("subarray_pointing_lat", "Altitude or declination of the array's pointing", "deg"),
    column("subarray_pointing_lon", "Azimuth or right ascension of it", "deg"),
    kind("subarray_pointing_frame", "Which of these", "CoordinateFrameType"),
    column("scheduled_duration", "How long it was to be", "min"),
    time("scheduled_start_time", "When it was to start"),
    time("actual_start_time", "When it started"),
    column("actual_duration", "How long it was", "min"),
  ],
};

const UNKNOWN = -1;
const BLOCK = { observation: 0, drift: 1, completed: 1 } as const;
const FRAME = { altAz: 0, icrs: 1 } as const;
/** By which sim_telarray says that the direction is none on the sky. */
const FIXED = 0;

/** What goes on in another execution. */
export type ObservationState = readonly string[];

/** Runs that are known, now and in another execution. */
const KNOWN = 16_384;

/** Writes the blocks of each run once. What only images tell of waits for a header. */
export class ObservationTables {
  readonly #written: RecentKeys;
  readonly #waiting = new Map<number, readonly [scheduling: Row, observation: Row]>();

  constructor(private readonly file: TableFile, state: ObservationState = []) {
    this.#written = new RecentKeys(KNOWN, state);
  }

  /** What an instance goes on from; {@link settle} must be called before. */
  get state(): ObservationState {
    return this.#written.last(KNOWN);
  }

  /** Takes what a reader says of a run. */
  describe({ runHeader, mcRunHeaders }: SimtelHeader): void {
    const { run, direction: [lon, lat], trackingMode, time } = runHeader;
    if (this.#written.has(`${run}`)) return;
    const who = mcRunHeaders.length > 0 ? "simulation" : "unknown";
    const frame = trackingMode === FIXED ? FRAME.altAz : FRAME.icrs;
    const mode = trackingMode === FIXED ? BLOCK.drift : UNKNOWN;
    const pointing = [inDegrees(lat), inDegrees(lon), frame];
    const start = mjdOf([time, 0]);
    this.#waiting.set(run, [
      [run, BLOCK.observation, who, UNKNOWN, mode],
      [run, run, who, BLOCK.completed, ...pointing, null, start, start, null],
    ]);
  }

  /** Takes a run that there are images of. */
  add(run: number): void {
    if (this.#waiting.has(run) || this.#written.has(`${run}`)) return;
    const nothing = [null, null, UNKNOWN, null, 0, 0, null];
    this.#waiting.set(run, [
      [run, UNKNOWN, "unknown", UNKNOWN, UNKNOWN],
      [run, run, "unknown", UNKNOWN, ...nothing],
    ]);
  }

  /** Writes what waits for headers. */
  settle(): void {
    for (const [run, [scheduling, observation]] of this.#waiting) {
      this.#written.add(`${run}`);
      this.file.open(SCHEDULING).append(scheduling);
      this.file.open(OBSERVATION).append(observation);
    }
    this.#waiting.clear();
  }
}
