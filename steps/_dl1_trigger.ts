/** The tables of triggers: a row per event, and one per telescope that triggered in it. @module */
import type { Row, Table } from "ctapipe-flow/table";
import { column, EVENT, TELESCOPE } from "./_dl1_columns.ts";
import type { EventLabel } from "./_messages.ts";
import { mjdOf } from "./_tai.ts";

/** The kinds of events that we tell apart, by the numbers of ctapipe's `EventType`. */
const EVENT_TYPES = { data: 32, calibration: 15 } as const;

/** The time that ctapipe takes for none. */
const NO_TIME = 0;

const time = (description: string) => column("time", description, undefined, { time: "tai" });

/** Triggers of the array, where the layout has so many telescopes. The mask is the last column. */
export const arrayTriggers = (telescopes: number): Table => ({
  path: "/dl1/event/subarray/trigger",
  title: "Triggers of the array",
  columns: [
    ...EVENT,
    time("Time of the event, MJD in TAI"),
    column("event_type", "Kind of event", undefined, {
      type: "uint8",
      enumeration: "ctapipe.containers.EventType",
    }),
    column(
      "tels_with_trigger",
      "Which telescopes triggered, by their rows of the layout",
      undefined,
      {
        type: "bool",
        length: telescopes,
      },
    ),
  ],
});

/** A row of {@link arrayTriggers}; `rows` are those of the layout. */
export function arrayTriggerRow(event: EventLabel, rows: readonly number[], width: number): Row {
  const mask = new Uint8Array(width);
  for (const row of rows) mask[row] = 1;
  const { run, eventId, trigger, eventType } = event;
  return [run, eventId, trigger ? mjdOf(trigger.time) : NO_TIME, EVENT_TYPES[eventType], mask];
}

/** Triggers of telescopes. */
export const TELESCOPE_TRIGGERS: Table = {
  path: "/dl1/event/telescope/trigger",
  title: "Triggers of telescopes",
  columns: [
    ...EVENT,
    TELESCOPE,
    time("When the telescope triggered, MJD in TAI"),
    column("n_trigger_pixels", "Pixels that took part, -1 if not known", undefined, {
      type: "int32",
      fill: -1,
    }),
    // A float64 MJD has half a microsecond's precision, and what tells telescopes apart are nanoseconds.
    column("delay", "Time after that of the event", "ns"),
  ],
};

/** A row of {@link TELESCOPE_TRIGGERS}. */
export function telescopeTriggerRow(
  { run, eventId, trigger }: EventLabel,
  telId: number,
  pixels: number | null | undefined,
): Row {
  const at = trigger?.telescopes.indexOf(telId) ?? -1;
  const delay = trigger?.delays[at];
  return [run, eventId, telId, trigger ? mjdOf(trigger.time, delay) : NO_TIME, pixels, delay];
}
