/**
 * The bytes in a node's inbox, beside its places (`room.ts`): what waits is no more than a limit,
 * unless it is a single packet that is larger. Without that exception such a packet would wait for
 * ever.
 *
 * It shares the bits of those who wait, and the count of idle receivers, with the places: whoever is
 * woken looks again at both. So that a large packet is not overtaken for ever by small ones, a sender
 * that finds no room for it claims what comes free next; until it has that, the others wait.
 *
 * @module
 */
import type { Bell } from "./doorbell.ts";
import type { Memory } from "./memory.ts";
import { Room, type RoomPlace } from "./room.ts";

/** Bytes are counted in so many, so that a word is enough for 32 GiB. */
export const UNIT = 16;

/** Where it is in shared memory; `queued` and `peak` are units of bytes. */
export interface ByteRoomPlace extends RoomPlace {
  /** Index of the word with the sender that claims room, plus 1; 0 if none does. */
  readonly claim: number;
}

/** One sender's view of a node's bytes, or a receiver's. */
export class ByteRoom extends Room {
  protected readonly mine: number;

  /**
   * @param limit in units @param senders bells of all who send to this node
   * @param sender whose view it is, by its index among them; -1 of receivers
   */
  constructor(
    override readonly place: ByteRoomPlace,
    limit: number,
    senders: readonly Bell[],
    sender: number,
    memory: Memory = Atomics,
  ) {
    super(place, limit, senders, memory);
    this.mine = sender + 1;
  }

  /** Takes room for a packet of so many units. @returns so many, or 0 if there is no room */
  override take(units: number): number {
    const { memory, limit, place: { words, queued, peak, claim } } = this;
    const claimed = memory.load(words, claim);
    if (claimed !== 0 && claimed !== this.mine) return 0;
    for (let now = memory.load(words, queued); now === 0 || now + units <= limit;) {
      const was = memory.compareExchange(words, queued, now, now + units);
      if (was === now) {
        if (claimed !== 0) memory.store(words, claim, 0); // whoever frees it wakes the others
        this.raise(peak, now + units);
        return units;
      }
      now = was;
    }
    // others are woken at half: what is smaller finds room then
    if (claimed === 0 && 2 * units > limit) memory.compareExchange(words, claim, 0, this.mine);
    return 0;
  }

  /** Claims nothing any more. To be called by a sender that does not send the packet after all. */
  letGo(): void {
    const { memory, place: { words, claim } } = this;
    if (memory.compareExchange(words, claim, this.mine, 0) === this.mine) this.wake();
  }
}

/** The units that a number of bytes takes. */
export function unitsOf(bytes: number): number {
  return Math.ceil(bytes / UNIT);
}
