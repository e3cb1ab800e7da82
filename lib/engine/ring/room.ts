/**
 * The room in a node's inbox: places that all who send to the node share, exactly `limit` of them.
 *
 * A sender takes a place before it hands a packet over, a receiver frees it when it begins the
 * packet. Who finds no place sets its bit among those who wait, looks again, and waits on its own
 * bell. Receivers first free, then read the bits: see `doorbell.ts` for why nobody is forgotten.
 *
 * @module
 */
import type { Bell } from "./doorbell.ts";
import type { Memory } from "./memory.ts";

/** Where a room is in shared memory. */
export interface RoomPlace {
  /** All zeros at first. */
  readonly words: Int32Array;
  /** Index of the count of places taken. */
  readonly queued: number;
  /** Index of the highest count so far. */
  readonly peak: number;
  /** Index of the count of receivers with nothing to do. */
  readonly idle: number;
  /** Index of the first of {@link waitingWords} words: the bits of senders who wait. */
  readonly waiting: number;
  /** Index of the count of places in use, see {@link Room.narrow}; null if always all of them. */
  readonly window: number | null;
}

/** Words that the bits of some number of senders take. */
export function waitingWords(senders: number): number {
  return Math.ceil(senders / 32);
}

/** A view of one node's room, the same for its senders and its receivers. */
export class Room {
  protected readonly masks: number;

  /**
   * @param limit places
   * @param senders bells of all who send to this node; a sender is known by its index here
   */
  constructor(
    readonly place: RoomPlace,
    readonly limit: number,
    protected readonly senders: readonly Bell[],
    protected readonly memory: Memory = Atomics,
  ) {
    this.masks = waitingWords(senders.length);
  }

  /**
   * Uses fewer places than there are, from now on: what waits behind a slow packet waits in vain while
   * another receiver is idle. Nobody is forgotten: an empty room wakes all who wait.
   */
  narrow(places: number): void {
    const { place: { words, window }, memory } = this;
    if (window !== null) memory.store(words, window, Math.min(this.limit, places));
  }

  /** How many places are in use. */
  protected get open(): number {
    const { place: { words, window }, memory } = this;
    return window === null ? this.limit : memory.load(words, window) || this.limit;
  }

  /** Takes up to `most` places. @returns how many: 0 if there is none */
  take(most = 1): number {
    const { memory, place: { words, queued, peak } } = this;
    const limit = this.open;
    for (let now = memory.load(words, queued); now < limit;) {
      const taken = Math.min(most, limit - now);
      const was = memory.compareExchange(words, queued, now, now + taken);
      if (was === now) {
        this.raise(peak, now + taken);
        return taken;
      }
      now = was;
    }
    return 0;
  }

  /**
   * Like {@link Room.take}. If there is no place, the sender is noted down and its bell prepared:
   * look whether all is to end, wait on the bell, and come back. What it has sent must be
   * published before: it holds places that only the receivers can free.
   */
  takeOrPrepare(sender: number, most = 1): number {
    const taken = this.take(most);
    if (taken > 0) return taken;
    const bell = this.senders[sender]!;
    const word = this.place.waiting + (sender >> 5);
    bell.prepare();
    this.memory.or(this.place.words, word, 1 << (sender & 31));
    const late = this.take(most);
    if (late > 0) {
      this.memory.and(this.place.words, word, ~(1 << (sender & 31)));
      bell.cancel();
    }
    return late;
  }

  /** Frees places. Senders are woken when half of the room is free, so that they come back for many
   * packets and not for one; at once if one of the receivers has nothing to do. */
  free(places = 1): void {
    const { memory, place: { words, queued, idle } } = this;
    const left = memory.sub(words, queued, places) - places;
    if (left <= this.open >> 1 || memory.load(words, idle) > 0) this.wake();
  }

  /** A receiver has nothing to do. Whoever waits is woken: the places taken are other receivers'.
   * To be called before the receiver looks the last time whether something came. */
  idle(): void {
    this.memory.add(this.place.words, this.place.idle, 1);
    this.wake();
  }

  /** It has something to do again. */
  busy(): void {
    this.memory.add(this.place.words, this.place.idle, -1);
  }

  /** Wakes all senders who wait. */
  protected wake(): void {
    const { memory, place: { words, waiting } } = this;
    for (let mask = 0; mask < this.masks; mask++) {
      if (memory.load(words, waiting + mask) === 0) continue;
      let bits = memory.exchange(words, waiting + mask, 0);
      while (bits !== 0) {
        const bit = 31 - Math.clz32(bits);
        bits ^= 1 << bit;
        this.senders[32 * mask + bit]!.ring();
      }
    }
  }

  protected raise(at: number, value: number): void {
    const { memory, place: { words } } = this;
    for (let now = memory.load(words, at); now < value;) {
      const was = memory.compareExchange(words, at, now, value);
      if (was === now) return;
      now = was;
    }
  }
}
