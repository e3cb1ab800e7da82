/**
 * Everything a sim_telarray file holds, as plain data: objects, tuples, Maps and typed arrays only,
 * so that any record crosses to a Worker by structured clone.
 *
 * Units, unless a field says otherwise: angles radian, lengths metre, energies TeV, times
 * nanosecond, atmospheric depths g/cm². Arrays over gains, pixels and samples are flat and in C
 * order; gain 0 is the high gain.
 *
 * @module
 */
export type * from "./records_header.ts";
export type * from "./records_event.ts";
