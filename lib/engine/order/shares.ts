/**
 * The room of an inbox whose packets are taken in order: each sender has its own. If they shared it,
 * those who are ahead would take all, and the one that is waited for could not send.
 *
 * @module
 */
import { ByteRoom, UNIT } from "../ring/byte_room.ts";
import { Room, waitingWords } from "../ring/room.ts";
import { NodeWord, type Words } from "../words.ts";

/** Words of a share; the last is the first of those for the bits of who waits. */
const Share = {
  QUEUED: 0,
  PEAK: 1,
  IDLE: 2,
  WINDOW: 3,
  UNITS: 4,
  MOST_UNITS: 5,
  CLAIM: 6,
  WAITING: 7,
} as const;

const placeIn = (share: SharedArrayBuffer) => ({
  words: new Int32Array(share),
  queued: Share.QUEUED,
  peak: Share.PEAK,
  idle: Share.IDLE,
  waiting: Share.WAITING,
  window: Share.WINDOW,
});

/** Counts what is taken before a node, by all of its senders. */
class Tally {
  constructor(readonly int: Int32Array, readonly queued: number, readonly peak: number) {}

  add(taken: number): number {
    if (taken === 0) return 0;
    const all = Atomics.add(this.int, this.queued, taken) + taken;
    for (let now = Atomics.load(this.int, this.peak); now < all;) {
      const was = Atomics.compareExchange(this.int, this.peak, now, all);
      if (was === now) break;
      now = was;
    }
    return taken;
  }

  sub(freed: number): void {
    Atomics.sub(this.int, this.queued, freed);
  }
}

/** The places of one sender. */
export class ShareRoom extends Room {
  readonly #all: Tally;

  /** @param share made by {@link allocateShare} @param limit places of this sender */
  constructor(
    share: SharedArrayBuffer,
    limit: number,
    readonly words: Words,
    readonly node: number,
  ) {
    super(placeIn(share), limit, words.bells);
    const at = (word: number) => words.node(node, word);
    this.#all = new Tally(words.int, at(NodeWord.QUEUED), at(NodeWord.MAX_QUEUED));
  }

  /** See {@link Room.take}. */
  override take(most = 1): number {
    return this.#all.add(super.take(most));
  }

  /** See {@link Room.takeOrPrepare}; who waits is noted for those who look. */
  override takeOrPrepare(sender: number, most = 1): number {
    const taken = super.takeOrPrepare(sender, most);
    this.words.noteWait(sender, this.node, taken === 0);
    return taken;
  }

  /** See {@link Room.free}. */
  override free(places = 1): void {
    this.#all.sub(places);
    super.free(places);
  }
}

/** The bytes of one sender's packets. */
export class ShareBytes extends ByteRoom {
  readonly #all: Tally;

  /** @param bytes of this sender @param row who sends; -1 for those who receive */
  constructor(share: SharedArrayBuffer, bytes: number, words: Words, node: number, row = -1) {
    const place = { queued: Share.UNITS, peak: Share.MOST_UNITS, claim: Share.CLAIM, window: null };
    const limit = Math.min(2 ** 31 - 1, Math.max(1, Math.floor(bytes / UNIT)));
    super({ ...placeIn(share), ...place }, limit, words.bells, row);
    const at = (word: number) => words.node(node, word);
    this.#all = new Tally(words.int, at(NodeWord.QUEUED_UNITS), at(NodeWord.MAX_QUEUED_UNITS));
  }

  /** See {@link ByteRoom.take}. */
  override take(units: number): number {
    return this.#all.add(super.take(units));
  }

  /** See {@link Room.free}. */
  override free(units = 1): void {
    this.#all.sub(units);
    super.free(units);
  }
}

/** Memory for a share, whoever of so many replicas it is for. */
export function allocateShare(replicas: number): SharedArrayBuffer {
  return new SharedArrayBuffer(4 * (Share.WAITING + waitingWords(replicas)));
}

/** What each of a node's senders has of its places or bytes: at least one, or it could never send. */
export function shareOf(limit: number, senders: number): number {
  return Math.max(1, Math.floor(limit / senders));
}

/** The room before a node as its receivers see it: a share per lane. */
export class SenderRooms {
  readonly #begun: number[];
  readonly #begunUnits: number[];

  /** @param bytes null where any number of them may wait */
  constructor(readonly rooms: readonly Room[], readonly bytes: readonly ByteRoom[] | null) {
    this.#begun = rooms.map(() => 0);
    this.#begunUnits = rooms.map(() => 0);
  }

  /** A packet was taken from a lane; its room is freed next time. */
  took(lane: number, units: number): void {
    this.#begun[lane]!++;
    this.#begunUnits[lane]! += units;
  }

  /** Frees the room of all packets that were taken. */
  free(): void {
    for (const [lane, places] of this.#begun.entries()) {
      if (places === 0) continue;
      this.rooms[lane]!.free(places);
      if (this.bytes !== null) this.bytes[lane]!.free(this.#begunUnits[lane]!);
      this.#begun[lane] = this.#begunUnits[lane] = 0;
    }
  }

  /** So many packets may wait, from all senders together. */
  narrow(places: number): void {
    for (const room of this.rooms) room.narrow(shareOf(places, this.rooms.length));
  }

  /** See {@link Room.idle}. */
  idle(): void {
    for (const room of this.rooms) room.idle();
  }

  /** See {@link Room.busy}. */
  busy(): void {
    for (const room of this.rooms) room.busy();
  }
}
