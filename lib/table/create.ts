/** Formats by name. @module */
import type { ByteTarget, Plain, TableFile } from "./file.ts";
import { SingleTable } from "./single.ts";

/** Names of the formats. */
export const FORMATS = ["hdf5", "parquet", "arrow", "csv", "ecsv", "jsonl", "npy"] as const;

/** A format of tables. Only `hdf5` has several tables in a file. */
export type Format = typeof FORMATS[number];

/** Endings of file names; all of a format's names are endings too. */
const ENDINGS: Readonly<Record<string, Format>> = {
  h5: "hdf5",
  hdf: "hdf5",
  pq: "parquet",
  feather: "arrow",
  ndjson: "jsonl",
};

/** The format that a file's name says, by its ending; null if it says none. */
export function formatOf(filename: string): Format | null {
  const ending = /\.([^./\\]+)$/.exec(filename)?.[1]?.toLowerCase() ?? "";
  return ENDINGS[ending] ?? FORMATS.find((format) => format === ending) ?? null;
}

/**
 * Begins a file of tables. The code of a format is loaded when it is asked for.
 *
 * @param state what {@link TableFile.checkpoint} gave, to go on from there
 */
export async function createTableFile(
  format: Format,
  target: ByteTarget,
  state?: Plain,
): Promise<TableFile> {
  if (format === "hdf5") {
    const { Hdf5File } = await import("./hdf5/mod.ts");
    return new Hdf5File(target, state);
  }
  return new SingleTable(format, await beginOf(format, target), state);
}

async function beginOf(format: Exclude<Format, "hdf5">, target: ByteTarget) {
  switch (format) {
    case "parquet":
      return (await import("./parquet.ts")).parquetWriter(target);
    case "arrow":
      return (await import("./arrow.ts")).arrowWriter(target);
    case "jsonl":
      return (await import("./jsonl.ts")).jsonlWriter(target);
    case "npy":
      return (await import("./npy.ts")).npyWriter(target);
    case "csv":
    case "ecsv":
      return (await import("./csv.ts")).csvWriter(target, format === "ecsv");
  }
}
