/**
 * Tables of columns with types and units, written row by row as HDF5, Parquet, Arrow, CSV, ECSV,
 * JSON lines or NumPy arrays, with bounded memory.
 *
 * @module
 */
export * from "./create.ts";
export * from "./file.ts";
export * from "./schema.ts";
export * from "./records.ts";
export * from "./software.ts";
