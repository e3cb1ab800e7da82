/** What every format of tables is: something that takes rows and gives bytes. @module */
import type { Row, Table } from "./schema.ts";

/** Where the bytes of a file go. All calls are synchronous and throw if they fail. */
export interface ByteTarget {
  /** Bytes that the file has; what is written next begins there. */
  readonly size: number;
  /** Adds bytes at the end; they are not kept. */
  write(bytes: Uint8Array): void;
  /** Replaces bytes that were written before. */
  overwrite(at: number, bytes: Uint8Array): void;
  /** Gives bytes that were written before. */
  read(at: number, size: number): Uint8Array;
}

/** Plain JSON. */
export type Plain =
  | null
  | boolean
  | number
  | string
  | readonly Plain[]
  | { readonly [key: string]: Plain };

/** A table that takes rows. */
export interface TableSink {
  /** Adds a row. @throws {TableError} if it does not fit the columns; then nothing was added */
  append(row: Row): void;
}

/**
 * A file that tables are written to, row by row. It holds a bounded number of rows: those of the
 * row group that is being filled.
 */
export interface TableFile {
  /**
   * Begins a table, or goes on with the one of that path. Formats of one table take one only. In
   * those of several the array in a table's last column may be longer than before: rows that are
   * there get zeros behind it, and sinks from before throw.
   */
  open(table: Table): TableSink;
  /** Adds to what is said of the file as a whole, where the format has a place for it. */
  describe(attributes: Readonly<Record<string, string>>): void;
  /**
   * Hands all rows so far over to the target.
   *
   * @returns what a file of this format goes on from when the target is as it is now
   */
  checkpoint(): Plain;
  /** Completes the file; nothing can be added any more. */
  finish(): void;
}
