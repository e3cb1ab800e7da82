/**
 * Reads sim_telarray (EventIO) files of simulated Cherenkov telescope arrays.
 *
 * @module
 */
export { openSimtel, type SimtelInput } from "./open.ts";
export { type SimtelEvent, SimtelFile, type SimtelOptions } from "./simtel_file.ts";
export type { EventCounts } from "./event_assembler.ts";
export type { Compression } from "./decompress.ts";
export { SimtelError, type SimtelErrorCode, type SimtelPlace } from "./errors.ts";
export type * from "./records.ts";
export {
  type CompactMcEvent,
  type SimtelInfo,
  simtelInfo,
  type SimtelInfoOptions,
} from "./info/mod.ts";
export { formatSimtelInfo } from "./info/format.ts";
