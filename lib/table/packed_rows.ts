/** Rows as bytes without gaps, little-endian: NumPy's structured arrays, HDF5's compounds. @module */
import { checkOf, itemBytes, rowBytes, TableError } from "./schema.ts";
import type { Cell, Column, ColumnType, Row } from "./schema.ts";

type Put = (view: DataView, at: number, cell: Cell) => void;

/** Writes rows of given columns into buffers. */
export class PackedRows {
  /** Bytes of a row. */
  readonly size: number;
  readonly #puts: readonly Put[];
  readonly #checks: readonly ((cell: Cell) => void)[];
  readonly #offsets: readonly number[];

  constructor(readonly columns: readonly Column[]) {
    this.size = rowBytes(columns);
    this.#puts = columns.map(putOf);
    this.#checks = columns.map(checkOf);
    let offset = 0;
    this.#offsets = columns.map((column) => {
      const at = offset;
      offset += itemBytes(column) * (column.length ?? 1);
      return at;
    });
  }

  /**
   * Writes a row.
   *
   * @param at where in `view` it begins
   * @throws {TableError} if a value does not fit its column; what is at `at` is undefined then
   */
  put(view: DataView, at: number, row: Row): void {
    const puts = this.#puts, checks = this.#checks, offsets = this.#offsets;
    for (let i = 0; i < puts.length; i++) {
      checks[i]!(row[i]);
      puts[i]!(view, at + offsets[i]!, row[i]);
    }
  }
}

const NUMBERS: Readonly<Record<Exclude<ColumnType, "string">, Put>> = {
  bool: (view, at, cell) => view.setUint8(at, cell ? 1 : 0),
  int8: (view, at, cell) => view.setInt8(at, cell as number),
  int16: (view, at, cell) => view.setInt16(at, cell as number, true),
  int32: (view, at, cell) => view.setInt32(at, cell as number, true),
  int64: (view, at, cell) => view.setBigInt64(at, BigInt(cell as number), true),
  uint8: (view, at, cell) => view.setUint8(at, cell as number),
  uint16: (view, at, cell) => view.setUint16(at, cell as number, true),
  uint32: (view, at, cell) => view.setUint32(at, cell as number, true),
  float32: (view, at, cell) => view.setFloat32(at, cell as number, true),
  float64: (view, at, cell) => view.setFloat64(at, cell as number, true),
};

function putOf(column: Column): Put {
  if (column.type === "string") return stringPut(column);
  const number = NUMBERS[column.type];
  const fill = fillOf(column);
  if (column.length === undefined) {
    return (view, at, cell) => number(view, at, cell ?? fill());
  }
  const { length } = column;
  const size = itemBytes(column);
  return (view, at, cell) => {
    const values = cell as ArrayLike<number> | null | undefined;
    if (values == null) {
      const nothing = fill();
      for (let i = 0; i < length; i++) number(view, at + i * size, nothing);
    } else {
      for (let i = 0; i < length; i++) number(view, at + i * size, values[i]);
    }
  };
}

function fillOf(column: Column): () => number {
  const { type, name } = column;
  const fill = type.startsWith("float") ? NaN : column.fill;
  if (fill !== undefined) return () => fill;
  return () => {
    throw new TableError(
      `column "${name}" has no value in this row, and ${type} has none that means nothing: ` +
        `give the column another type, or use a format with nulls (parquet, arrow, csv, jsonl)`,
    );
  };
}

function stringPut(column: Column): Put {
  const size = itemBytes(column);
  const encoder = new TextEncoder();
  return (view, at, cell) => {
    const text = (cell ?? "") as string;
    const bytes = new Uint8Array(view.buffer, view.byteOffset + at, size);
    if (text.includes("\0")) {
      throw new TableError(
        `column "${column.name}" takes texts without zero bytes, which end them`,
      );
    }
    const { read, written } = encoder.encodeInto(text, bytes);
    if (read < text.length) {
      throw new TableError(
        `column "${column.name}" takes texts of at most ${size} bytes, which it must know ` +
          `beforehand (\`textBytes\` of table_writer), not ` +
          JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text),
      );
    }
    bytes.fill(0, written);
  };
}
