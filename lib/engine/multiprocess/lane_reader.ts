/** The end of a lane where packets come out. @module */
import { Decoder } from "../codec/decoder.ts";
import type { Bell } from "../ring/doorbell.ts";
import { Ring } from "../ring/ring.ts";
import { RingReader } from "../ring/ring_reader.ts";
import { SlotPool } from "../slots/pool.ts";
import { SlotReader } from "../slots/slot_reader.ts";
import type { LanePlan } from "../wire.ts";
import { BRANCHED, BY_PORT, type Delivery, EDGE, readOrigin, readSeq, readUnits } from "./lane.ts";
import { ParcelReceiver } from "./parcels.ts";

/** The receiver's end of a lane. */
export class LaneReader {
  readonly #reader: RingReader;
  readonly #decoder = new Decoder((reference) => this.#slots!.at(reference));
  readonly #slotsOf: ReadonlyMap<number, SlotReader>;
  #slots: SlotReader | undefined;
  readonly #parcels: ParcelReceiver;
  /** A record was gone to whose value has not come yet. */
  #awaited = false;

  /**
   * @param bells of all replicas @param row the receiver's
   * @param poison overwrites arrays that were lent, when they are given back
   */
  constructor(plan: LanePlan, bells: readonly Bell[], row: number, poison: boolean) {
    const sender = bells[plan.row]!;
    this.#slotsOf = new Map(
      Object.entries(plan.slots).map(([edge, buffer]) => [
        Number(edge),
        new SlotReader(new SlotPool(buffer, sender), poison),
      ]),
    );
    this.#reader = new RingReader(new Ring(plan.ring), bells[plan.row]!);
    this.#parcels = new ParcelReceiver(plan.port, () => bells[row]!.ring());
  }

  /** Whether there is something to take. */
  get ready(): boolean {
    return this.#awaited ? this.#parcels.ready : this.#reader.ready;
  }

  /** Whether the value of the next packet is still on its way. */
  get awaits(): boolean {
    return this.#awaited;
  }

  /** Whether all was taken that ever will be. */
  get ended(): boolean {
    return !this.#awaited && this.#reader.ended;
  }

  /** The next packet; null if there is none now, undefined if its value was lost on its way. */
  take(): Delivery | null | undefined {
    if (!this.#awaited && !this.#reader.next()) return null;
    const { header, start, end, ring } = this.#reader;
    const byPort = (header & BY_PORT) !== 0;
    this.#awaited = byPort && !this.#parcels.ready;
    if (this.#awaited) return null;
    const branched = (header & BRANCHED) !== 0;
    this.#slots = this.#slotsOf.get(header & EDGE);
    const inline = byPort && !branched ? "" : this.#decoder.read(ring.bytes, start, end);
    const [branch, inside] = !branched
      ? ["", inline]
      : byPort
      ? [inline, null]
      : inline as unknown[];
    const value = byPort ? this.#parcels.take() : inside;
    if (byPort && value === null) return undefined;
    return {
      edge: header & EDGE,
      value,
      origin: readOrigin(ring.ints, start),
      seq: readSeq(ring.ints, start),
      branch: branch as string,
    };
  }

  /** The packet taken last is through: what was lent of it may be given back. */
  done(): void {
    this.#slots?.done();
  }

  /** Units of bytes of the packet taken last, where the node limits them. */
  get units(): number {
    return readUnits(this.#reader.ring.ints, this.#reader.end);
  }

  /** Gives back what was lent of all packets that are through. */
  giveBack(): void {
    for (const slots of this.#slotsOf.values()) slots.giveBack();
  }

  /** Gives the room of what was taken back. */
  release(): void {
    if (!this.#awaited) this.#reader.release();
  }

  /** Nothing more is wanted. */
  close(): void {
    this.#parcels.close();
  }
}
