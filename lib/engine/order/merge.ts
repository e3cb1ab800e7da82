/** Several lanes as one, in the order of a sequential execution. @module */
import type { Delivery } from "../multiprocess/lane.ts";
import type { LaneReader } from "../multiprocess/lane_reader.ts";
import type { Bound } from "./bound.ts";
import { compare, END, type Path, pathOf } from "./path.ts";
import type { Position } from "./position.ts";
import type { SenderRooms } from "./shares.ts";

/** A lane, and what comes next through it. */
export interface Entry {
  readonly at: number;
  readonly lane: LaneReader;
  /** How far its sender has come. */
  readonly sender: Bound;
  /** Whether its next packet was taken out; undefined if that was lost on its way. */
  hasNext: boolean;
  next: Delivery | undefined;
  /** Units of its bytes, where they count. */
  units: number;
  /** Where the next packet stands; while it is not here, it comes at this path or behind it. */
  path: Path;
}

/**
 * Each lane is in order by itself. Of all lanes the one whose path is the least is looked at: its
 * next packet is next of all, or nothing is until more is known of that lane.
 *
 * `docs/specs/delivery.md` argues that this waits for nobody who waits for us.
 */
export class Merge {
  // not `#`: the model looks at what is held
  protected readonly entries: readonly Entry[];
  #taken: Entry | null = null;
  #packet: Delivery | undefined;

  /** @param bounds of the senders, lane by lane @param position the own thread's */
  constructor(
    readonly lanes: readonly LaneReader[],
    bounds: readonly Bound[],
    readonly shares: SenderRooms,
    readonly position: Position,
  ) {
    this.entries = lanes.map((lane, at) => ({
      at,
      lane,
      sender: bounds[at]!,
      hasNext: false,
      next: undefined,
      units: 0,
      path: [],
    }));
  }

  /**
   * Whether there is something to take now. If not, others are told what may come at the earliest:
   * nothing that was sent may be held back.
   */
  get ready(): boolean {
    const entry = this.#first();
    if (entry.hasNext) return true;
    if (entry.path !== END) this.position.tell(entry.path);
    return false;
  }

  /** Whether all was taken that ever will be. */
  get ended(): boolean {
    return this.entries.every(({ hasNext, lane }) => !hasNext && lane.ended);
  }

  /** The next packet; null if there is none now, undefined if its value was lost on its way. */
  take(): Delivery | null | undefined {
    const entry = this.#first();
    if (!entry.hasNext) return null;
    const { next } = entry;
    this.#packet = next;
    entry.hasNext = false;
    entry.next = undefined;
    this.#taken = entry;
    this.shares.took(entry.at, entry.units);
    if (next !== undefined) this.position.at(next);
    return next;
  }

  /** The packet taken last is through. */
  done(): void {
    this.#taken!.lane.done();
    this.position.passed(this.#packet!);
  }

  /** See {@link LaneReader.giveBack}. */
  giveBack(): void {
    for (const lane of this.lanes) lane.giveBack();
  }

  /** See {@link LaneReader.release}. What was sent is held back no longer: others may wait for it. */
  release(): void {
    for (const lane of this.lanes) lane.release();
    this.position.flushAll();
  }

  /** Nothing more is wanted. */
  close(): void {
    for (const lane of this.lanes) lane.close();
  }

  /** The entry that comes first, when all that can be known of it is known. */
  #first(): Entry {
    for (;;) {
      const entry = this.#least();
      if (entry.hasNext || entry.path === END || !this.look(entry)) return entry;
    }
  }

  /** Of two with the same path the one that is here: the other comes behind it. */
  #least(): Entry {
    let [least] = this.entries as [Entry];
    for (const entry of this.entries) {
      const order = compare(entry.path, least.path);
      if (order < 0 || order === 0 && entry.hasNext) least = entry;
    }
    return least;
  }

  /**
   * Looks what there is to know of an empty lane. The bound is read first: what was sent before it
   * was written is in the lane then.
   *
   * @returns whether there was anything new
   */
  protected look(entry: Entry): boolean {
    if (this.fetch(entry)) return true;
    const bound = entry.sender.read();
    if (this.fetch(entry)) return true;
    const { lane } = entry;
    if (lane.ended) {
      entry.path = END;
      return true;
    }
    // a packet whose value is on its way comes before the bound
    if (lane.awaits || bound === null || compare(bound, entry.path) <= 0) return false;
    entry.path = bound;
    return true;
  }

  protected fetch(entry: Entry): boolean {
    const next = entry.lane.take();
    if (next === null) return false;
    entry.hasNext = true;
    entry.next = next;
    if (this.shares.bytes !== null) entry.units = entry.lane.units;
    if (next !== undefined) entry.path = pathOf(next);
    return true;
  }
}
