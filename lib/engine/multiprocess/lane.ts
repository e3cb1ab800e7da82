/**
 * A lane is the way from one replica to another: records in a ring, in order. A record holds a
 * packet's lineage, and its value unless that goes by port (`parcels.ts`). Before a node that limits
 * the bytes that wait, its last word is how many units of them it stands for. Here is what both ends
 * know of a record.
 *
 * @module
 */
import type { Packet } from "../packet.ts";

/** A packet with the edge it travels on. */
export interface Delivery extends Packet {
  readonly edge: number;
}

/** Bit of a record's header: there is a branch. */
export const BRANCHED = 1 << 30;
/** Bit of a record's header: the value goes by port. */
export const BY_PORT = 1 << 29;
/** Bits of a record's header: the edge. */
export const EDGE: number = BY_PORT - 1;

/** In the two words before a record: the lower bits of a packet's number; the producer, the upper. */
const UPPER = 0x10000;
const WORD = 2 ** 32;

/** Writes a packet's lineage before the record at a byte offset. */
export function writeLineage(ints: Int32Array, start: number, { origin, seq }: Packet): void {
  ints[(start >> 2) - 2] = seq;
  ints[(start >> 2) - 1] = Math.floor(seq / WORD) & (UPPER - 1) | origin * UPPER;
}

/** Bytes behind a record's value that {@link writeUnits} may need. */
export const UNITS_BYTES = 8;

/** Offset of the end of a record with the word for its units, when its value ends at an offset. */
export function endWithUnits(end: number): number {
  return ((end + 3) & ~3) + 4;
}

/** Writes what a record that ends at an offset stands for. */
export function writeUnits(ints: Int32Array, end: number, units: number): void {
  ints[(end >> 2) - 1] = units;
}

/** What a record stands for, by where it ends. */
export function readUnits(ints: Int32Array, end: number): number {
  return ints[(end >> 2) - 1]!;
}

/** The number of a packet, by the record's offset. */
export function readSeq(ints: Int32Array, start: number): number {
  const upper = ints[(start >> 2) - 1]! & (UPPER - 1);
  return upper * WORD + (ints[(start >> 2) - 2]! >>> 0);
}

/** The producer a packet comes from, by the record's offset. */
export function readOrigin(ints: Int32Array, start: number): number {
  return ints[(start >> 2) - 1]! >>> 16;
}
