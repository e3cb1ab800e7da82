/** The end of a lane where packets go in. @module */
import { Encoder } from "../codec/encoder.ts";
import { NeedsClone } from "../codec/refusal.ts";
import type { Packet } from "../packet.ts";
import { type ByteRoom, unitsOf } from "../ring/byte_room.ts";
import type { Bell } from "../ring/doorbell.ts";
import { occupied, RecordTooLarge, Ring } from "../ring/ring.ts";
import { RingWriter } from "../ring/ring_writer.ts";
import type { TypedArray } from "../slots/kinds.ts";
import { SLOT_FROM } from "../slots/pool.ts";
import { NO_SLOT, type SlotWriter } from "../slots/slot_writer.ts";
import { snapshot } from "../snapshot.ts";
import type { LanePlan } from "../wire.ts";
import { Counter } from "../words.ts";
import { BRANCHED, BY_PORT, endWithUnits, UNITS_BYTES, writeLineage, writeUnits } from "./lane.ts";
import { type OnFault, ParcelSender } from "./parcels.ts";
import { weightOf } from "./weight.ts";

/** Buffers of so many bytes move; copying fewer is cheaper than the post. */
const HEAVY = 16 * 1024;
/** What a record is expected to take at first; one for a value by port takes so much at least. */
const SMALL = 64;
/** Bytes of a value by port for which one of the ring is taken. */
const BYTES_PER_BYTE = 64;

/** What a sender has, whichever lane it writes to. */
export interface LaneSender {
  /** Of all replicas. */
  readonly bells: readonly Bell[];
  /** The sender. */
  readonly row: number;
  /** Its counters. */
  readonly counters: Float64Array;
  /** Where an edge's large arrays go; null if the receiver has them copied. */
  readonly slotsOf: (edge: number) => SlotWriter | null;
  /** Where a packet's bytes have to find room, too; null if any number of them may wait. */
  readonly room: ByteRoom | null;
  readonly onFault: OnFault;
}

/** The sender's end of a lane. */
export class LaneWriter {
  readonly #writer: RingWriter;
  readonly #encoder = new Encoder((array) => this.#place(array), SLOT_FROM);
  readonly #parcels: ParcelSender;
  readonly #row: number;
  /** Of the edge that is written to; null where arrays are copied. */
  #slots: SlotWriter | null = null;
  /** Bytes of large arrays in the record that is written. */
  #copying = 0;
  /** Bytes of those in slots. */
  #slotted = 0;
  #expected = SMALL;
  #batched = 0;
  #parcel: Parcel | null = null;
  /** Bytes to be left free behind a record's value. */
  readonly #behind: number;

  constructor(plan: LanePlan, readonly sender: LaneSender) {
    const { bells, row, onFault } = sender;
    this.#row = plan.row;
    this.#behind = sender.room === null ? 0 : UNITS_BYTES;
    this.#writer = new RingWriter(new Ring(plan.ring), bells[row]!, bells[plan.row]!);
    this.#parcels = new ParcelSender(plan.port, onFault);
  }

  /** The receiver. */
  get row(): number {
    return this.#row;
  }

  /**
   * Writes a packet down; seen by the receiver after {@link publish}.
   *
   * @param moving buffers inside the value that move along instead of being copied
   * @returns false if there is no room now: everything is published and the sender's bell prepared
   * @throws {SendError} if the value cannot cross; then nothing was written
   */
  put(edge: number, packet: Packet, moving: readonly ArrayBuffer[]): boolean {
    const slots = this.#slots = this.sender.slotsOf(edge);
    if (slots === null && weight(moving) >= HEAVY) return this.#putByPort(edge, packet, moving);
    try {
      return this.#putInline(edge, packet);
    } catch (error) {
      if (error === NO_SLOT) {
        this.publish(); // others free slots when they have what is in them
        return slots!.openOrPrepare() && this.put(edge, packet, moving);
      }
      if (!(error instanceof NeedsClone || error instanceof RecordTooLarge)) throw error;
      return this.#putByPort(edge, packet, moving);
    }
  }

  /** How many records the receiver does not see yet. */
  get batched(): number {
    return this.#batched;
  }

  /** Shows the receiver what was written, and wakes it. */
  publish(): void {
    if (this.#batched === 0) return;
    this.#batched = 0;
    this.#parcels.post();
    this.#writer.publish();
  }

  /** Says that nothing more will come. */
  close(): void {
    this.publish();
    this.#writer.close();
  }

  #putInline(edge: number, packet: Packet): boolean {
    const branched = packet.branch !== "";
    const value = branched ? [packet.branch, packet.value] : packet.value;
    const { ring, limit } = this.#writer;
    for (let need = this.#expected;;) {
      const start = this.#reserve(need);
      if (start < 0) return false;
      this.#slots?.begin();
      this.#copying = this.#slotted = 0;
      const most = this.#writer.end - this.#behind;
      const end = this.#encoder.write(value, ring.bytes, start, most);
      if (end >= 0) {
        // a little of the past, so that one large value does not make all that follow wait for room
        this.#expected = Math.max(SMALL, Math.min(need, end - start + 32));
        const length = this.#behind === 0 ? end - start : this.#admit(start, end, this.#slotted);
        if (length < 0) {
          this.#encoder.undo();
          return false;
        }
        this.#slots?.lend();
        this.sender.counters[Counter.COPIED_BYTES]! += this.#copying;
        this.#commit(start, length, branched ? edge | BRANCHED : edge, packet);
        return true;
      }
      const had = this.#writer.end - start;
      if (had >= limit) throw new RecordTooLarge(had, limit);
      need = Math.min(limit, Math.max(2 * need, had + 1));
    }
  }

  /** Where a large array goes: to a slot, or with the record. */
  #place(array: TypedArray): number {
    const reference = this.#slots?.place(array) ?? -1;
    if (reference < 0) this.#copying += array.byteLength;
    else this.#slotted += array.byteLength;
    return reference;
  }

  /**
   * Takes room for a packet's bytes where the receiver limits them.
   *
   * @param more bytes that are not in the record
   * @returns the record's length; -1 if there is no room now, with everything published and the
   * sender's bell prepared
   */
  #admit(start: number, end: number, more: number): number {
    const { room, row } = this.sender;
    if (room === null) return end - start;
    const behind = endWithUnits(end);
    const units = unitsOf(occupied(behind - start) + more);
    if (room.take(units) === 0) {
      this.publish();
      if (room.takeOrPrepare(row, units) === 0) return -1;
    }
    writeUnits(this.#writer.ring.ints, behind, units);
    return behind - start;
  }

  #putByPort(edge: number, packet: Packet, moving: readonly ArrayBuffer[]): boolean {
    const parcel = this.#parcel?.packet === packet ? this.#parcel : parcelOf(packet, moving);
    this.#parcel = parcel; // it is copied once, however often there is no room
    const { ring, limit } = this.#writer;
    // Room in the ring stands for memory: so much of it may be on its way, and no more.
    const stands = Math.max(SMALL + packet.branch.length, Math.ceil(parcel.bytes / BYTES_PER_BYTE));
    const length = Math.min(limit - this.#behind, stands);
    const start = this.#reserve(length + this.#behind);
    if (start < 0) return false;
    const branched = packet.branch !== "";
    if (branched && this.#encoder.write(packet.branch, ring.bytes, start, start + length) < 0) {
      throw new RecordTooLarge(packet.branch.length, limit);
    }
    const whole = this.#admit(start, start + length, parcel.bytes);
    if (whole < 0) {
      if (branched) this.#encoder.undo();
      return false;
    }
    this.#parcel = null;
    this.sender.counters[Counter.COPIED_BYTES]! += parcel.copied;
    this.sender.counters[Counter.MOVED_BYTES]! += parcel.moved;
    this.#parcels.add(parcel.value, parcel.transfer, edge, packet);
    this.#commit(start, whole, edge | BY_PORT | (branched ? BRANCHED : 0), packet);
    return true;
  }

  #reserve(length: number): number {
    const start = this.#writer.reserve(length);
    if (start >= 0) return start;
    this.publish();
    return this.#writer.reserveOrPrepare(length);
  }

  #commit(start: number, length: number, header: number, packet: Packet): void {
    this.#writer.commit(length, header);
    writeLineage(this.#writer.ring.ints, start, packet);
    this.#batched++;
  }
}

/** A value on its way to the port. */
interface Parcel {
  readonly packet: Packet;
  readonly value: unknown;
  readonly transfer: readonly ArrayBuffer[];
  /** Of all of it, about. */
  readonly bytes: number;
  /** So many bytes of its arrays move, and so many are copied. */
  readonly moved: number;
  readonly copied: number;
}

function parcelOf(packet: Packet, moving: readonly ArrayBuffer[]): Parcel {
  const made: ArrayBuffer[] = [];
  const value = snapshot(packet.value, moving, made);
  const transfer = [...moving, ...made];
  const bytes = weight(transfer) + weightOf(value, transfer);
  return { packet, value, transfer, bytes, moved: weight(moving), copied: weight(made) };
}

function weight(buffers: readonly ArrayBuffer[]): number {
  let bytes = 0;
  for (const { byteLength } of buffers) bytes += byteLength;
  return bytes;
}
