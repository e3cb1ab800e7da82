/**
 * Crossing by ring, sender's side. A sender takes a place in the next node's inbox before it writes
 * a packet down, so that the inbox, wherever its packets physically are, never exceeds its limit,
 * whoever else sends to it.
 *
 * @module
 */
import type { SendError } from "../crossing.ts";
import type { Outlet } from "../outlet.ts";
import type { Packet } from "../packet.ts";
import type { ByteRoom } from "../ring/byte_room.ts";
import type { Room } from "../ring/room.ts";
import { OWN_THREAD, type Thread } from "../thread.ts";
import type { LanePlan } from "../wire.ts";
import { Counter, ReplicaWord, type Words } from "../words.ts";
import { dealByKey, type Dealer } from "../order/key.ts";
import { ShareBytes, ShareRoom } from "../order/shares.ts";
import { LaneWriter } from "./lane_writer.ts";
import type { SlotWriter } from "../slots/slot_writer.ts";
import { narrows } from "./pace.ts";

/** What an outlet needs to know. */
export interface RingOutletOptions {
  readonly words: Words;
  /** The time in ms; by default that of the real thread. */
  readonly now?: Thread["now"];
  /** The sender. */
  readonly row: number;
  /** Index of the next node. */
  readonly node: number;
  readonly queueLimit: number;
  /** Bytes of packets that may wait there; null for any number. */
  readonly queueBytes: number | null;
  /** Replicas that send to that node. */
  readonly senders: number;
  readonly lanes: readonly LanePlan[];
  /** Places that only this sender has; left out where all share those of the inbox. */
  readonly share?: SharedArrayBuffer;
  /** Path of the field by which packets are dealt out; left out where load decides. */
  readonly key?: string;
  /** The sender's counters, by edge. */
  readonly sent: Float64Array;
  /** Where large arrays go, by edge. */
  readonly slots: ReadonlyMap<number, SlotWriter>;
  /** Called before this outlet waits: other outlets must not hold packets back meanwhile. */
  readonly beforeWait: () => void;
  /** Told of a packet that turned out not to cross after it was accepted. */
  readonly onFault: (error: SendError, packet: Packet) => void;
}

const BATCH = 64;
/** Places that are taken at once at most: an atomic operation costs more than all else of a packet. */
const MOST_PLACES = 16;

/** One packet of so many is timed: a prime, so that each place in a batch has its turn. */
export const TIMED_OF = 61;

/** An outlet to the replicas of one node, with a lane to each. */
export class RingOutlet implements Outlet {
  readonly copies = true;
  readonly #lanes: readonly LaneWriter[];
  readonly #room: Room;
  readonly #bytes: ByteRoom | null;
  readonly #atOnce: number;
  /** Null where load decides. */
  readonly #deal: Dealer | null;
  /** Places taken for packets to come. */
  #places = 0;
  #first = 0;
  /** Packets until one is timed. */
  #untimed = TIMED_OF;
  readonly #crossed: Float64Array;
  readonly #now: () => number;

  constructor(readonly options: RingOutletOptions) {
    const { words, row, node, queueLimit, queueBytes, senders, lanes, share, key, sent, onFault } =
      options;
    this.#room = share
      ? new ShareRoom(share, queueLimit, words, node)
      : words.room(node, queueLimit, narrows(queueLimit, lanes.length));
    this.#bytes = queueBytes === null
      ? null
      : share
      ? new ShareBytes(share, queueBytes, words, node, row)
      : words.byteRoom(node, queueBytes, row);
    this.#atOnce = placesAtOnce(queueLimit, senders);
    this.#deal = key === undefined ? null : dealByKey(key, lanes.length);
    this.#crossed = words.counters(row);
    this.#now = options.now ?? OWN_THREAD.now;
    this.#lanes = lanes.map((plan) =>
      new LaneWriter(plan, {
        bells: words.bells,
        row,
        counters: words.counters(row),
        slotsOf: this.#slotsTo(plan),
        room: this.#bytes,
        onFault: (error, edge, packet) => {
          sent[edge]!--; // the receiver counts it no more than this
          onFault(error, packet);
        },
      })
    );
  }

  /** Accepts at once if there is room, else waits for it. */
  send(edge: number, packet: Packet, buffers: ArrayBuffer[]): true | Promise<boolean> {
    if (--this.#untimed === 0) return this.#sendTimed(edge, packet, buffers);
    if (this.#places === 0) this.#places = this.#room.take(this.#atOnce);
    if (this.#places === 0) return this.#sendLater(edge, packet, buffers);
    const lane = this.#laneFor(packet);
    return this.#put(lane, edge, packet, buffers) || this.#putLater(lane, edge, packet, buffers);
  }

  /** Shows receivers what was held back, and gives places back that nobody may need soon. */
  flush(): void {
    for (const lane of this.#lanes) lane.publish();
    this.#giveBack();
  }

  /** Says that nothing more will come. */
  close(): void {
    for (const lane of this.#lanes) lane.close();
    this.#giveBack();
  }

  /** Asked for when packets flow: by then every receiver's step is loaded. */
  #slotsTo({ row }: LanePlan): (edge: number) => SlotWriter | null {
    const { words, slots } = this.options;
    return (edge) => words.borrows(row) ? slots.get(edge)! : null;
  }

  /** One of many stands for all; if it has to wait, the next will do. */
  #sendTimed(edge: number, packet: Packet, buffers: ArrayBuffer[]): true | Promise<boolean> {
    const start = this.#now();
    const sent = this.send(edge, packet, buffers);
    this.#untimed = sent === true ? TIMED_OF : 1;
    if (sent === true) {
      this.#crossed[Counter.CROSSING_MS]! += TIMED_OF * (this.#now() - start);
    }
    return sent;
  }

  #giveBack(): void {
    if (this.#places === 0) return;
    this.#room.free(this.#places);
    this.#places = 0;
  }

  async #sendLater(edge: number, packet: Packet, buffers: ArrayBuffer[]): Promise<boolean> {
    const { words, row, beforeWait } = this.options;
    beforeWait();
    const bell = words.bells[row]!;
    for (;;) {
      this.#places = this.#room.takeOrPrepare(row, this.#atOnce);
      if (this.#places > 0) break;
      if (words.aborted) {
        bell.cancel();
        return false;
      }
      await bell.wait();
    }
    const lane = this.#laneFor(packet);
    return this.#put(lane, edge, packet, buffers) ||
      await this.#putLater(lane, edge, packet, buffers);
  }

  /** There is no room in the ring, or for the packet's bytes, and the sender's bell is prepared. */
  async #putLater(
    lane: LaneWriter,
    edge: number,
    packet: Packet,
    buffers: ArrayBuffer[],
  ): Promise<boolean> {
    const { words, row, beforeWait } = this.options;
    const bell = words.bells[row]!;
    for (;;) {
      this.#places--; // the packet's own is not to be given back with those for packets to come
      beforeWait();
      if (!words.aborted) await bell.wait();
      this.#places++;
      if (words.aborted) {
        bell.cancel();
        return false;
      }
      try {
        if (this.#put(lane, edge, packet, buffers)) return true;
      } catch (error) {
        this.#bytes?.letGo();
        throw error;
      }
    }
  }

  /**
   * Writes a packet down, on one of the places that were taken.
   *
   * @returns false if the ring has no room now
   */
  #put(lane: LaneWriter, edge: number, packet: Packet, buffers: ArrayBuffer[]): boolean {
    if (!lane.put(edge, packet, buffers)) return false;
    this.#places--;
    this.options.sent[edge]!++;
    if (this.#lanes.length > 1) this.#assigned(lane.row);
    if (lane.batched >= BATCH) lane.publish();
    return true;
  }

  #laneFor({ value }: Packet): LaneWriter {
    const lanes = this.#lanes;
    if (lanes.length === 1) return lanes[0]!;
    return this.#deal === null ? this.#idlest() : lanes[this.#deal(value)]!;
  }

  /**
   * The replica with the least to do for its pace; among equals the one served longest ago. Only the
   * active ones are asked: the others get nothing, and finish what they have.
   */
  #idlest(): LaneWriter {
    const lanes = this.#lanes;
    const { words, node } = this.options;
    const active = words.active(node, lanes.length);
    let best = this.#first % active;
    let least = Infinity;
    for (let i = 0; i < active; i++) {
      const at = (this.#first + i) % active;
      const load = this.#load(lanes[at]!.row);
      if (load < least) [best, least] = [at, load];
    }
    this.#first = (best + 1) % active;
    return lanes[best]!;
  }

  /** What a replica has to do, as a share of what may wait for it. */
  #load(row: number): number {
    const { words } = this.options;
    const outstanding = Atomics.load(words.int, words.replica(row, ReplicaWord.OUTSTANDING));
    return outstanding / Atomics.load(words.int, words.replica(row, ReplicaWord.WINDOW));
  }

  #assigned(row: number): void {
    const { words } = this.options;
    Atomics.add(words.int, words.replica(row, ReplicaWord.OUTSTANDING), 1);
  }
}

/** A quarter of the inbox is the most that all senders together may take in advance. */
export function placesAtOnce(queueLimit: number, senders: number): number {
  return Math.max(1, Math.min(MOST_PLACES, Math.floor(queueLimit / (4 * senders))));
}
