/** Writing sim_telarray (EventIO) files. */

export { createSimtelWriter, SimtelWriteError } from "./writer.ts";
export type { SimtelWriter, SimtelWriterOptions } from "./writer.ts";
export type { ByteSink, Compression } from "./output.ts";
