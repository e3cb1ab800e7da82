/** Tables as `plot` reads them, whatever the format: numbers, column by column. @module */

/** Some rows of a table. */
export interface Rows {
  /** Which table of the file; empty where there is only one. Tables that are parts of one share it. */
  readonly table: string;
  /** Equally many numbers in each column; NaN where there is none. */
  readonly columns: ReadonlyMap<string, Float64Array>;
  /** Units by column, where the file tells them. */
  readonly units: ReadonlyMap<string, string>;
}

/**
 * Reads a table piece by piece.
 *
 * @param wanted names of the columns to read; all for null. A piece lacks those that it has not.
 */
export type ReadTable = (path: string, wanted: readonly string[] | null) => AsyncIterable<Rows>;

/** For formats that have none. */
export const NO_UNITS: ReadonlyMap<string, string> = new Map();

/** What {@link Rows} are of a file with one table. */
export const ONLY = "";

/** A value of a table as a number: NaN for what is none. */
export function numberOf(value: unknown): number {
  switch (typeof value) {
    case "number":
      return value;
    case "bigint":
    case "boolean":
      return Number(value);
    default:
      return NaN;
  }
}

/** What objects of names and values have behind them; lists of any kind have something else. */
const PLAIN: ReadonlySet<unknown> = new Set([Object.prototype, null]);

/**
 * The columns of rows that are objects. What is nested is named by its path, with dots; lists are
 * left out.
 */
export function columnsOf(
  rows: readonly unknown[],
  wanted: readonly string[] | null,
): Map<string, Float64Array> {
  const columns = new Map<string, Float64Array>();
  const put = (row: number, name: string, value: unknown): void => {
    if (typeof value === "object" && value !== null) {
      if (!PLAIN.has(Object.getPrototypeOf(value))) return;
      for (const [key, inner] of Object.entries(value)) {
        put(row, name === "" ? key : `${name}.${key}`, inner);
      }
      return;
    }
    if (wanted !== null && !wanted.includes(name)) return;
    let column = columns.get(name);
    if (!column) columns.set(name, column = new Float64Array(rows.length).fill(NaN));
    column[row] = numberOf(value);
  };
  rows.forEach((row, index) => put(index, "", row));
  columns.delete(""); // rows that are no objects
  return columns;
}
