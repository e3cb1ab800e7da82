/** A table's rows as HDF5 chunks: shuffled, deflated, at the end of the file. @module */
import { deflateSync, inflateSync } from "node:zlib";
import type { ByteTarget, TableSink } from "../file.ts";
import { PackedRows } from "../packed_rows.ts";
import { type Row, type Table, TableError } from "../schema.ts";
import type { Chunk } from "./chunk_tree.ts";

/** Bytes of a chunk before it is deflated; a chunk has one row at least. */
export const CHUNK_BYTES: number = 128 * 1024;

/** zlib's level: higher ones gain a percent or two on image parameters, and take twice as long. */
export const LEVEL: number = 4;

/** What a table goes on from. */
export type TableState = {
  readonly table: Table;
  readonly rows: number;
  readonly chunks: readonly Chunk[];
};

/** A table that is being written. */
export class ChunkedTable implements TableSink {
  readonly packed: PackedRows;
  /** Rows of a chunk. */
  readonly chunkRows: number;
  /** Rows so far. */
  rows = 0;
  readonly #chunks: Chunk[] = [];
  #buffer: Uint8Array;
  #view: DataView;
  /** Rows that were there when a chunk was last written before it was full. */
  #flushed = 0;
  /** Whether the last chunk was written before it was full, and is to be written anew. */
  #early = false;

  constructor(
    readonly table: Table,
    private readonly target: ByteTarget,
    chunkBytes: number,
    state?: TableState,
  ) {
    this.packed = new PackedRows(table.columns);
    const rows = Math.floor(chunkBytes / Math.max(1, this.packed.size));
    this.chunkRows = Math.max(1, Math.min(rows, table.chunkRows ?? rows));
    this.#buffer = new Uint8Array(this.chunkRows * this.packed.size);
    this.#view = new DataView(this.#buffer.buffer);
    if (state !== undefined) this.#goOn(state);
  }

  /** The chunks that are in the file. */
  get chunks(): readonly Chunk[] {
    return this.#chunks;
  }

  /** Adds a row. */
  append(row: Row): void {
    this.packed.put(this.#view, this.#filled * this.packed.size, row);
    this.rows++;
    if (this.#filled === 0) this.#writeChunk();
  }

  /**
   * Adds all rows of a table, which takes none from now on; its columns are the same, but for a
   * shorter array in the last.
   */
  appendAll(shorter: ChunkedTable): void {
    const { size } = shorter.packed;
    shorter.append = () => {
      const { path } = this.table;
      throw new TableError(`"${path}" was opened anew with a longer array: rows go to that one`);
    };
    for (const rows of shorter.#packedRows()) {
      for (let from = 0; from < rows.length; from += size) {
        const at = this.#filled * this.packed.size;
        this.#buffer.set(rows.subarray(from, from + size), at);
        this.rows++;
        if (this.#filled === 0) this.#writeChunk();
      }
    }
  }

  /** All rows, a chunk at a time. */
  *#packedRows(): Generator<Uint8Array> {
    const full = Math.floor(this.rows / this.chunkRows);
    for (const [address, bytes] of this.#chunks.slice(0, full)) {
      yield unshuffle(inflateSync(this.target.read(address, bytes)), this.packed.size);
    }
    yield this.#buffer.subarray(0, this.#filled * this.packed.size);
  }

  /**
   * Writes the rows of a chunk that is not full. When more have come, it is written once more, and
   * the bytes of the first time are left in the file without use.
   */
  flush(): void {
    if (this.#filled === 0 || this.rows === this.#flushed) return;
    this.#buffer.fill(0, this.#filled * this.packed.size);
    this.#writeChunk();
    this.#early = true;
    this.#flushed = this.rows;
  }

  /** What a table goes on from once {@link flush} was called. */
  state(): TableState {
    return { table: this.table, rows: this.rows, chunks: [...this.#chunks] };
  }

  /** Rows in the buffer that are in no full chunk. */
  get #filled(): number {
    return this.rows % this.chunkRows;
  }

  #writeChunk(): void {
    const bytes = deflateSync(shuffle(this.#buffer, this.packed.size), { level: LEVEL });
    if (this.#early) this.#chunks.pop();
    this.#early = false;
    this.#chunks.push([this.target.size, bytes.length]);
    this.target.write(bytes);
  }

  #goOn({ rows, chunks }: TableState): void {
    this.rows = this.#flushed = rows;
    this.#chunks.push(...chunks);
    if (this.#filled === 0) return;
    const [address, bytes] = chunks.at(-1)!;
    this.#buffer.set(unshuffle(inflateSync(this.target.read(address, bytes)), this.packed.size));
    this.#early = true;
  }
}

/**
 * The first bytes of all rows, then the second ones, and so on: alike bytes deflate better. Of sizes
 * that came of a division V8 has only floats, and counts with them a third slower.
 */
function shuffle(bytes: Uint8Array, rowBytes: number): Uint8Array {
  const size = rowBytes | 0, rows = bytes.length / size | 0;
  const out = new Uint8Array(bytes.length);
  for (let byte = 0, to = 0; byte < size; byte++) {
    for (let row = 0, from = byte; row < rows; row++, from += size) out[to++] = bytes[from]!;
  }
  return out;
}

function unshuffle(bytes: Uint8Array, rowBytes: number): Uint8Array {
  const size = rowBytes | 0, rows = bytes.length / size | 0;
  const out = new Uint8Array(bytes.length);
  for (let byte = 0, from = 0; byte < size; byte++) {
    for (let row = 0, to = byte; row < rows; row++, to += size) out[to] = bytes[from++]!;
  }
  return out;
}
