/** How long a replica's packets took in the step's code: a histogram, and the slowest of them. @module */
import type { SlowPacket } from "../telemetry/report.ts";
import { bucketOf } from "../telemetry/durations.ts";
import { type Lineage, packetId } from "./packet.ts";
import { Counter, settled } from "./words.ts";

/** So many of the slowest packets are kept. */
export const MOST_SLOW = 5;

interface Slow {
  readonly ms: number;
  readonly packet: Lineage;
}

/**
 * The times of one replica's packets. Not every call into a quick step is measured (see `gauge.ts`):
 * a packet that was measured stands for those before it, so that the histogram adds up to the
 * packets that were dealt with.
 */
export class PacketTimes {
  /** Whether something of the packet in hand was measured: {@link settle} is to be called at its end. */
  isDue = false;
  /** Measured of the packet in hand, in ms. */
  #own = 0;
  /** Packets in the histogram. */
  #packets = 0;
  /** Busy time of the replica when the last of them was put down. */
  #busyMs = 0;
  /** Of the last packet. */
  #lastMs = 0;
  #slow: Slow[] = [];

  /** @param counters the replica's @param histogram the replica's, see `lib/telemetry/durations.ts` */
  constructor(readonly counters: Float64Array, readonly histogram: Float64Array) {}

  /** Notes what a call took, of the packet in hand. */
  add(ms: number): void {
    this.#own += ms;
    this.isDue = true;
  }

  /** The packet in hand is through, and was counted. */
  settle(packet: Lineage): void {
    const { counters } = this;
    const dealt = settled(counters);
    const packets = dealt - this.#packets;
    const busyMs = counters[Counter.BUSY_MS]! - this.#busyMs;
    this.#packets = dealt;
    this.#busyMs = counters[Counter.BUSY_MS]!;
    const own = Math.max(this.#own, busyMs / Math.max(1, packets)); // not all of its calls were measured
    this.#own = 0;
    this.isDue = false;
    if (packets === 0) return; // it was given up
    this.#count(own, 1);
    if (packets > 1) this.#count(Math.max(0, busyMs - own) / (packets - 1), packets - 1);
    this.#lastMs = own;
    if (own > this.#threshold) this.#keep(own, packet);
  }

  /** Puts down the packets since the last that was measured: no further one will be. */
  close(): void {
    const dealt = settled(this.counters);
    if (dealt > this.#packets) this.#count(this.#lastMs, dealt - this.#packets);
    this.#packets = dealt;
  }

  /** The slowest packets that were measured, the slowest first. */
  slowest(nodeIds: readonly string[], replica: number): SlowPacket[] {
    return this.#slow.map(({ ms, packet }) => ({
      packet: packetId(packet, nodeIds),
      replica,
      ms: Math.round(ms * 1e4) / 1e4,
    }));
  }

  get #threshold(): number {
    return this.#slow[MOST_SLOW - 1]?.ms ?? 0;
  }

  #count(ms: number, packets: number): void {
    this.histogram[bucketOf(ms)]! += packets;
  }

  #keep(ms: number, packet: Lineage): void {
    this.#slow = [...this.#slow, { ms, packet }].sort((a, b) => b.ms - a.ms).slice(0, MOST_SLOW);
  }
}
