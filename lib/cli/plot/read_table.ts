/** Which file is read how. @module */
import { type Format, formatOf, FORMATS } from "../../table/mod.ts";
import { UserError } from "../user_error.ts";
import type { ReadTable } from "./table.ts";

/** Loads only the format that is asked for. */
const READERS: Readonly<Record<Format, () => Promise<ReadTable>>> = {
  hdf5: async () => (await import("./hdf5_table.ts")).readHdf5,
  parquet: async () => (await import("./parquet_table.ts")).readParquet,
  arrow: async () => (await import("./arrow_table.ts")).readArrow,
  csv: async () => (await import("./text_table.ts")).readCsv,
  ecsv: async () => (await import("./text_table.ts")).readCsv,
  jsonl: async () => (await import("./text_table.ts")).readJsonLines,
  npy: async () => (await import("./npy_table.ts")).readNpy,
};

/** The reader for a file. @throws {UserError} if its name is that of no format */
export async function tableReader(path: string): Promise<ReadTable> {
  const format = formatOf(path);
  if (format !== null) return await READERS[format]();
  const hint = `names end in .h5, .${FORMATS.join(", .")}`;
  throw new UserError(`"${path}" is no table that can be read`, hint);
}
