/** B-trees of version 1 that find chunks (HDF5 file format, III.A.1). @module */
import type { ByteTarget } from "../file.ts";
import { Bytes, NOWHERE } from "./bytes.ts";

/** Where a chunk of rows is. */
export type Chunk = readonly [address: number, bytes: number];

/** HDF5's default: a node has up to twice as many children. */
const HALF = 32;
/** Bytes of the chunk, which filters were left out, its first row, and an offset that is 0. */
const KEY_BYTES = 4 + 4 + 8 + 8;
const NODE_BYTES = 24 + (2 * HALF + 1) * KEY_BYTES + 2 * HALF * 8;

interface Entry {
  /** First row below it. */
  readonly row: number;
  /** Of the first chunk below it, after all filters. */
  readonly bytes: number;
  readonly address: number;
}

/**
 * Writes the tree of a table's chunks, all of them with `rows` rows, in order.
 *
 * @returns the tree's address; {@link NOWHERE} if there are no chunks
 */
export function writeChunkTree(
  chunks: readonly Chunk[],
  rows: number,
  target: ByteTarget,
): bigint {
  if (chunks.length === 0) return NOWHERE;
  let entries = chunks.map(([address, bytes], at): Entry => ({ row: at * rows, bytes, address }));
  const end = chunks.length * rows;
  for (let level = 0;; level++) {
    entries = writeLevel(entries, level, end, target);
    if (entries.length === 1) return BigInt(entries[0]!.address);
  }
}

/** Nodes of a level, one behind the other. @returns what the next level has of them */
function writeLevel(
  entries: readonly Entry[],
  level: number,
  end: number,
  target: ByteTarget,
): Entry[] {
  const first = target.size;
  const count = Math.ceil(entries.length / (2 * HALF));
  return Array.from({ length: count }, (_, at) => {
    const children = entries.slice(2 * HALF * at, 2 * HALF * (at + 1));
    const address = first + at * NODE_BYTES;
    const left = at === 0 ? NOWHERE : address - NODE_BYTES;
    const right = at === count - 1 ? NOWHERE : address + NODE_BYTES;
    const node = new Bytes().text("TREE").u8(1, level).u16(children.length).u64(left, right);
    for (const { bytes, row, address } of children) {
      node.u32(bytes, 0).u64(row, 0, address);
    }
    node.u32(0, 0).u64(entries[2 * HALF * (at + 1)]?.row ?? end, 0);
    target.write(node.zeros(NODE_BYTES - node.size).done());
    return { ...children[0]!, address };
  });
}
