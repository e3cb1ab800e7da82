/**
 * A lane is the way from one replica to another: records in a ring, in order. A record holds a
 * packet's lineage, and its value unless that goes by port (`parcels.ts`). Here is what both ends
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

/** The number of a packet, by the record's offset. */
export function readSeq(ints: Int32Array, start: number): number {
  const upper = ints[(start >> 2) - 1]! & (UPPER - 1);
  return upper * WORD + (ints[(start >> 2) - 2]! >>> 0);
}

/** The producer a packet comes from, by the record's offset. */
export function readOrigin(ints: Int32Array, start: number): number {
  return ints[(start >> 2) - 1]! >>> 16;
}
