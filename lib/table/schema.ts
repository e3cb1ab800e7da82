/** What a table is, whatever file it is in: its columns, their types and units. @module */

/** Types of a column. `string` is UTF-8. */
export type ColumnType =
  | "bool"
  | "int8"
  | "int16"
  | "int32"
  | "int64"
  | "uint8"
  | "uint16"
  | "uint32"
  | "float32"
  | "float64"
  | "string";

/** All {@link ColumnType}s. */
export const COLUMN_TYPES = [
  "bool",
  "int8",
  "int16",
  "int32",
  "int64",
  "uint8",
  "uint16",
  "uint32",
  "float32",
  "float64",
  "string",
] as const satisfies readonly ColumnType[];

/** A column. It is plain JSON. */
export interface Column {
  /** Unique in its table. */
  readonly name: string;
  /** Of each number. */
  readonly type: ColumnType;
  /** In the spelling of VOUnits, such as `m`, `deg`, `g.cm**-2`. */
  readonly unit?: string;
  /** What it is, in a few words. */
  readonly description?: string;
  /** Its name without the prefix that tells it from others of the table, such as `length`. */
  readonly field?: string;
  /** An array of so many numbers per row, instead of one. */
  readonly length?: number;
  /** Of strings: the longest in bytes, where a format needs to know. Default {@link STRING_BYTES}. */
  readonly bytes?: number;
  /** Stands for null where a format has none for the type; floats have NaN. */
  readonly fill?: number;
  /** Values are Modified Julian Dates in this scale. */
  readonly time?: "tai";
  /** Values are those of a Python enumeration, such as `ctapipe.containers.EventType`. */
  readonly enumeration?: string;
}

/** A table. It is plain JSON. */
export interface Table {
  /** Where it is in a file of several, such as `/dl1/event/telescope/parameters/tel_001`. */
  readonly path: string;
  /** One line about it. */
  readonly title?: string;
  /** In their order. */
  readonly columns: readonly Column[];
  /** Most rows of a chunk in HDF5, of which one is in memory: for one of many narrow tables. */
  readonly chunkRows?: number;
  /** What is true of all rows. */
  readonly attributes?: Readonly<Record<string, string | number>>;
}

/** What a row has in a column; null where it has nothing. */
export type Cell = number | bigint | boolean | string | ArrayLike<number> | null | undefined;

/** The values of one row, in the order of the columns. */
export type Row = readonly Cell[];

/** Longest string in bytes of a column that does not say. */
export const STRING_BYTES = 64;

/** Bytes of one number of a type; of a string as many as it may have. */
export function itemBytes({ type, bytes = STRING_BYTES }: Column): number {
  return type === "string" ? bytes : type === "bool" ? 1 : Number(/\d+$/.exec(type)![0]) / 8;
}

/** Bytes of a row without anything between the values. */
export function rowBytes(columns: readonly Column[]): number {
  return columns.reduce((sum, column) => sum + itemBytes(column) * (column.length ?? 1), 0);
}

/** Whether a table is like an earlier one, except that the array in its last column is longer. */
export function isLonger({ columns: old }: Table, { columns }: Table): boolean {
  const [before, now] = [old.at(-1)?.length, columns.at(-1)?.length];
  if (old.length !== columns.length || before === undefined || now === undefined) return false;
  const asBefore = [...columns.slice(0, -1), { ...columns.at(-1)!, length: before }];
  return now > before && asBefore.every((column, at) => sameColumn(old[at], column));
}

/**
 * Makes sure that a table that is to be opened once more has the columns that it has.
 *
 * @throws {TableError} with the first difference
 */
export function sameColumns({ columns: old, path }: Table, { columns }: Table): void {
  if (old === columns) return;
  for (let at = 0; at < Math.max(old.length, columns.length); at++) {
    const [before, now] = [old[at], columns[at]];
    if (sameColumn(before, now)) continue;
    throw new TableError(`the table "${path}" has ${nameOf(before)}, not ${nameOf(now)}`);
  }
}

const sameColumn = (one: Column | undefined, other: Column | undefined) =>
  one?.name === other?.name && one?.type === other?.type && one?.length === other?.length;

function nameOf(column: Column | undefined): string {
  if (column === undefined) return "no more columns";
  const { name, type, length } = column;
  return `a column "${name}" of ${length === undefined ? type : `${length} ${type}`}`;
}

/** Lowest and highest value of the integer types. */
const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  int8: [-(2 ** 7), 2 ** 7 - 1],
  int16: [-(2 ** 15), 2 ** 15 - 1],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  int64: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  uint8: [0, 2 ** 8 - 1],
  uint16: [0, 2 ** 16 - 1],
  uint32: [0, 2 ** 32 - 1],
};

/**
 * Makes the check of a column's values: what it takes is never changed by being written.
 *
 * @returns a function that throws a {@link TableError} for a value that does not fit
 */
export function checkOf(column: Column): (cell: Cell) => void {
  const { type, length } = column;
  const refuse = (cell: Cell): never => {
    const many = length === undefined ? "" : `${length} values of `;
    throw new TableError(`column "${column.name}" takes ${many}${type}, not ${shown(cell)}`);
  };
  const fits = scalarCheck(type);
  if (length !== undefined) {
    const each = type.startsWith("float") || type === "bool" ? null : fits;
    return (cell) => {
      if (cell == null) return;
      if (typeof cell !== "object" || cell.length !== length) return refuse(cell);
      for (let at = 0; each !== null && at < length; at++) if (!each(cell[at])) refuse(cell[at]);
    };
  }
  return (cell) => {
    if (cell != null && !fits(cell)) refuse(cell);
  };
}

function scalarCheck(type: ColumnType): (cell: Cell) => boolean {
  if (type === "string") return (cell) => typeof cell === "string";
  if (type === "bool") return (cell) => typeof cell === "boolean";
  const range = RANGES[type];
  if (range === undefined) return (cell) => typeof cell === "number";
  const [low, high] = range;
  const isInteger = (cell: Cell) =>
    Number.isInteger(cell) && (cell as number) >= low && (cell as number) <= high;
  if (type !== "int64") return isInteger;
  return (cell) => typeof cell === "bigint" ? BigInt.asIntN(64, cell) === cell : isInteger(cell);
}

function shown(cell: Cell): string {
  if (typeof cell === "string") return JSON.stringify(cell.slice(0, 40));
  if (typeof cell === "object" && cell !== null) return `${cell.length} values`;
  return `${cell}${typeof cell === "bigint" ? "n" : ""}`;
}

/** A row or a schema that cannot be written. The message says which column, and why. */
export class TableError extends Error {
  /** Tells it from other errors. */
  override readonly name = "TableError";
}
