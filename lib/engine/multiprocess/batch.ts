/** What one message between Workers carries. @module */
import type { Packet } from "../packet.ts";

/** A packet with the edge it travels on. */
export interface BatchItem extends Packet {
  readonly edge: number;
}

/** Packets for one replica, and the buffers that move with them. */
export interface Batch {
  readonly items: BatchItem[];
  readonly transfer: ArrayBuffer[];
}

/** What is posted: packets, or `null` for the end of this input. */
export type Message = BatchItem[] | null;
