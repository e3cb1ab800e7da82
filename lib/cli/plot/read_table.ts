/** Which file is read how. @module */
import { extname } from "node:path";
import { UserError } from "../user_error.ts";
import type { ReadTable } from "./table.ts";

/** Loads only the format that is asked for. */
const READERS: Readonly<Record<string, () => Promise<ReadTable>>> = {
  ".csv": async () => (await import("./text_table.ts")).readCsv,
  ".jsonl": async () => (await import("./text_table.ts")).readJsonLines,
  ".parquet": async () => (await import("./parquet_table.ts")).readParquet,
  ".arrow": async () => (await import("./arrow_table.ts")).readArrow,
  ".feather": async () => (await import("./arrow_table.ts")).readArrow,
  ".h5": async () => (await import("./hdf5_table.ts")).readHdf5,
  ".hdf5": async () => (await import("./hdf5_table.ts")).readHdf5,
};

/** Formats by the ends of names, for help texts. */
export const TABLE_FORMATS = "csv, jsonl, parquet, arrow, feather, h5, hdf5";

/** The reader for a file. @throws {UserError} if no format has such a name */
export async function tableReader(path: string): Promise<ReadTable> {
  const load = READERS[extname(path).toLowerCase()];
  if (load) return await load();
  throw new UserError(`"${path}" is no table that can be read`, `names end in ${TABLE_FORMATS}`);
}
