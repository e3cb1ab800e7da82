/**
 * The places of an inbox whose packets are taken in order: each sender has its own. If they shared
 * them, those who are ahead would take all, and the one that is waited for could not send.
 *
 * @module
 */
import { Room, waitingWords } from "../ring/room.ts";
import { NodeWord, type Words } from "../words.ts";

const Share = { QUEUED: 0, PEAK: 1, IDLE: 2, WINDOW: 3, WAITING: 4 } as const;

/** The places of one sender; all that are taken before the node are counted with them. */
export class ShareRoom extends Room {
  readonly #queued: number;
  readonly #peak: number;

  /** @param buffer made by {@link allocateShare} @param limit places of this sender */
  constructor(
    buffer: SharedArrayBuffer,
    limit: number,
    readonly words: Words,
    node: number,
  ) {
    const place = {
      words: new Int32Array(buffer),
      queued: Share.QUEUED,
      peak: Share.PEAK,
      idle: Share.IDLE,
      waiting: Share.WAITING,
      window: Share.WINDOW,
    };
    super(place, limit, words.bells);
    this.#queued = words.node(node, NodeWord.QUEUED);
    this.#peak = words.node(node, NodeWord.MAX_QUEUED);
  }

  /** See {@link Room.take}. */
  override take(most = 1): number {
    const taken = super.take(most);
    if (taken === 0) return 0;
    const { int } = this.words;
    const all = Atomics.add(int, this.#queued, taken) + taken;
    for (let now = Atomics.load(int, this.#peak); now < all;) {
      const was = Atomics.compareExchange(int, this.#peak, now, all);
      if (was === now) break;
      now = was;
    }
    return taken;
  }

  /** See {@link Room.free}. */
  override free(places = 1): void {
    Atomics.sub(this.words.int, this.#queued, places);
    super.free(places);
  }
}

/** Memory for a share, whoever of so many replicas it is for. */
export function allocateShare(replicas: number): SharedArrayBuffer {
  return new SharedArrayBuffer(4 * (Share.WAITING + waitingWords(replicas)));
}

/** Places that each of a node's senders has: at least one, or it could never send. */
export function shareOf(queueLimit: number, senders: number): number {
  return Math.max(1, Math.floor(queueLimit / senders));
}

/** The room before a node as its receivers see it: one share per lane. */
export class Shares {
  readonly #begun: number[];

  constructor(readonly rooms: readonly Room[]) {
    this.#begun = rooms.map(() => 0);
  }

  /** A packet was taken from a lane; its place is freed next time. */
  took(lane: number): void {
    this.#begun[lane]!++;
  }

  /** Frees the places of all packets that were taken. */
  free(): void {
    for (const [lane, places] of this.#begun.entries()) {
      if (places > 0) this.rooms[lane]!.free(places);
      this.#begun[lane] = 0;
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
