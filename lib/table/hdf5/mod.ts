/**
 * Writes HDF5 files of tables, as PyTables and h5py read them: compounds of one dimension in chunks.
 *
 * Rows go to the file as their chunks fill, and are never touched again; what finds them (B-trees,
 * headers, groups) is written at the end. So a file costs the chunks that are being filled, and 16
 * bytes for each that is written. After the "HDF5 File Format Specification Version 3.0", of which
 * superblock 0, object headers 1, link messages and chunk B-trees 1 are used: what HDF5 1.8 and later
 * read.
 *
 * @module
 */
import type { ByteTarget, Plain, TableFile, TableSink } from "../file.ts";
import { isLonger, sameColumns, type Table, TableError } from "../schema.ts";
import { Bytes, NOWHERE } from "./bytes.ts";
import { writeChunkTree } from "./chunk_tree.ts";
import { CHUNK_BYTES, ChunkedTable, LEVEL, type TableState } from "./chunks.ts";
import { rowType } from "./datatype.ts";
import * as header from "./object_header.ts";
import { groupAttributes, rootAttributes, tableAttributes } from "./pytables.ts";

const SUPERBLOCK_BYTES = 96;

type State = {
  readonly tables: readonly TableState[];
  readonly attributes: Readonly<Record<string, string>>;
};

const NOTHING: State = { tables: [], attributes: {} };

/** An HDF5 file that is being written. */
export class Hdf5File implements TableFile {
  readonly #tables = new Map<string, ChunkedTable>();
  readonly #attributes: Record<string, string> = {};

  /**
   * @param state what {@link checkpoint} gave, to go on from there
   * @param chunkBytes of a chunk before it is deflated; the same when it goes on
   */
  constructor(
    private readonly target: ByteTarget,
    state?: Plain,
    private readonly chunkBytes: number = CHUNK_BYTES,
  ) {
    if (state === undefined) target.write(new Uint8Array(SUPERBLOCK_BYTES));
    const { tables, attributes } = (state ?? NOTHING) as unknown as State;
    this.describe(attributes);
    for (const one of tables) {
      this.#tables.set(one.table.path, new ChunkedTable(one.table, target, chunkBytes, one));
    }
  }

  /** Begins a table, or goes on with the one of that path. */
  open(table: Table): TableSink {
    const known = this.#tables.get(table.path);
    if (known !== undefined && !isLonger(known.table, table)) {
      sameColumns(known.table, table);
      return known;
    }
    checkPath(table.path);
    const sink = new ChunkedTable(table, this.target, this.chunkBytes);
    // A chunk's rows have one size: what is in the file is written anew, and left there without use.
    if (known !== undefined) sink.appendAll(known);
    this.#tables.set(table.path, sink);
    return sink;
  }

  /** Adds attributes of the root. */
  describe(attributes: Readonly<Record<string, string>>): void {
    Object.assign(this.#attributes, attributes);
  }

  /** Writes the chunks that are being filled. */
  checkpoint(): Plain {
    for (const table of this.#tables.values()) table.flush();
    const tables = [...this.#tables.values()].map((table) => table.state());
    return { tables, attributes: this.#attributes } satisfies State as unknown as Plain;
  }

  /** Writes what finds the chunks, and the superblock last. */
  finish(): void {
    const root: Folder = new Map();
    for (const [path, table] of this.#tables) {
      table.flush();
      addTo(root, path, this.#writeTable(table));
    }
    const address = this.#writeFolder(root, rootAttributes(this.#attributes));
    this.target.overwrite(0, superblock(address, this.target.size));
  }

  #writeTable({ table, rows, chunks, chunkRows, packed }: ChunkedTable): bigint {
    const tree = writeChunkTree(chunks, chunkRows, this.target);
    return this.#place([
      header.growingSpace(rows),
      header.datatype(rowType(table.columns)),
      header.zeroFill,
      header.chunkedLayout(tree, chunkRows, packed.size),
      header.shuffledAndDeflated(packed.size, LEVEL),
      ...tableAttributes(table, rows),
    ]);
  }

  #writeFolder(folder: Folder, attributes: readonly header.Message[]): bigint {
    const members = [...folder].map(([name, member]) =>
      [name, member instanceof Map ? this.#writeFolder(member, groupAttributes()) : member] as const
    );
    return this.#place([...header.groupMessages(members), ...attributes]);
  }

  #place(messages: readonly header.Message[]): bigint {
    this.target.write(new Uint8Array((8 - this.target.size % 8) % 8));
    const address = BigInt(this.target.size);
    this.target.write(header.objectHeader(messages));
    return address;
  }
}

/** Members of a group: groups, or addresses of tables. */
type Folder = Map<string, Folder | bigint>;

function addTo(root: Folder, path: string, address: bigint): void {
  const names = path.slice(1).split("/");
  const last = names.pop()!;
  let folder = root;
  for (const name of names) {
    const next = folder.get(name) ?? new Map();
    if (!(next instanceof Map)) throw new TableError(`"${path}" leads through a table`);
    folder.set(name, next);
    folder = next;
  }
  if (folder.has(last)) throw new TableError(`"${path}" is a table, and a group of tables`);
  folder.set(last, address);
}

function checkPath(path: string): void {
  if (/^(\/[^/.\0]{1,255})+$/.test(path)) return;
  throw new TableError(`"${path}" is no path of an HDF5 table: write it like "/dl2/my_table"`);
}

/** Version 0; says where the root group's header is. */
function superblock(root: bigint, end: number): Uint8Array {
  const leaves = 4, nodes = 16;
  return new Bytes().u8(0x89).text("HDF\r\n").u8(0x1a, 0x0a)
    .u8(0, 0, 0, 0, 0, 8, 8, 0).u16(leaves, nodes).u32(0)
    .u64(0, NOWHERE, end, NOWHERE)
    .u64(0, root).u32(0, 0).zeros(16).done();
}
