/** Rows by columns, as Parquet and Arrow want them. @module */
import { type Column, type ColumnType, type Row, rowBytes } from "./schema.ts";

/** A group has about so many bytes, and at most so many rows. */
const GROUP_BYTES = 4 * 1024 * 1024;
const GROUP_ROWS = 65_536;

type Item = number | bigint | boolean;

/** What a cell is kept as. */
export type Kept = number | bigint | boolean | string | Item[] | null;

/** The rows of a group that is being filled. */
export class RowGroup {
  /** The cells of each column. */
  columns: Kept[][];
  readonly #keeps: readonly ((cell: Row[number]) => Kept)[];
  readonly #capacity: number;

  constructor(columns: readonly Column[]) {
    this.columns = columns.map(() => []);
    this.#keeps = columns.map(keepOf);
    const bytes = Math.max(1, rowBytes(columns));
    this.#capacity = Math.max(1, Math.min(GROUP_ROWS, Math.floor(GROUP_BYTES / bytes)));
  }

  /** Rows in it. */
  get length(): number {
    return this.columns[0]?.length ?? 0;
  }

  /** Adds a row. @returns whether the group is full now */
  add(row: Row): boolean {
    for (let at = 0; at < this.columns.length; at++) {
      this.columns[at]!.push(this.#keeps[at]!(row[at]));
    }
    return this.length >= this.#capacity;
  }

  /** Forgets all rows. */
  clear(): void {
    this.columns = this.columns.map(() => []);
  }
}

/** Arrays are copied, as they may be lent. */
function keepOf({ type, length }: Column): (cell: Row[number]) => Kept {
  if (length !== undefined) {
    const item = itemOf(type);
    return (cell) =>
      cell == null ? null : Array.from(cell as ArrayLike<number>, (value) => item(value));
  }
  if (type === "int64") return (cell) => cell == null ? null : BigInt(cell as number);
  return (cell) => (cell ?? null) as Kept;
}

function itemOf(type: ColumnType): (value: number) => Item {
  if (type === "bool") return Boolean;
  return type === "int64" ? BigInt : (value) => value;
}
