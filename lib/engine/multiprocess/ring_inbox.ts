/** Crossing by ring, receiver's side. @module */
import type { Halt } from "../halt.ts";
import type { Replica } from "../replica.ts";
import type { ByteRoom } from "../ring/byte_room.ts";
import { Bound } from "../order/bound.ts";
import { Merge } from "../order/merge.ts";
import type { Position } from "../order/position.ts";
import { SenderRooms, ShareBytes, shareOf, ShareRoom } from "../order/shares.ts";
import type { Room } from "../ring/room.ts";
import type { LanePlan } from "../wire.ts";
import { Counter, ReplicaWord } from "../words.ts";
import { LaneReader } from "./lane_reader.ts";
import { narrows, Pace } from "./pace.ts";
import { placesAtOnce, TIMED_OF } from "./ring_outlet.ts";

/** Packets taken from one lane before the next has its turn. */
const BURST = 64;
/** After so long without a pause, timers and messages of the thread get their turn. */
const TURN_MS = 10;

/** What packets are taken from: a lane, or several as one. */
type Intake = Omit<LaneReader, "awaits" | "units"> & { readonly units?: number };
/** The places that packets are taken from. */
type Places = Pick<Room, "narrow" | "free" | "idle" | "busy">;

/** The part of a node's inbox that one replica serves. */
export class RingInbox {
  readonly #lanes: readonly Intake[];
  readonly #room: Places;
  readonly #bytes: ByteRoom | null;
  /** Whether senders choose among replicas by what each has to do. */
  readonly #shared: boolean;
  readonly #atOnce: number;
  readonly #pace: Pace | null;
  /** Packets that may wait for this replica. */
  #window = 0;
  /** Whether no packets are sent to this replica any more, or not yet. */
  #isParked = false;
  /** Packets begun whose places are not free yet. */
  #begun = 0;
  /** Their units of bytes. */
  #begunUnits = 0;
  #turnEnds = 0;
  /** Packets until one is timed. */
  #untimed = TIMED_OF;
  readonly #crossed: Float64Array;
  readonly #now: () => number;

  /**
   * @param inputs one lane from each replica upstream
   * @param abort ends the wait for more
   * @param inside all replicas of the thread: they work on a packet before the next is taken
   * @param position the thread's, where the order counts
   */
  constructor(
    readonly replica: Replica,
    inputs: readonly LanePlan[],
    readonly abort: Halt,
    poison: boolean,
    readonly inside: readonly Replica[] = [replica],
    readonly position: Position | null = null,
  ) {
    const { words, row, node, queueLimit, queueBytes, context, thread } = replica.options;
    const lanes = inputs.map((plan) => new LaneReader(plan, words.bells, row, poison));
    const { replicas } = context.node;
    this.#shared = replicas > 1;
    const isNarrow = narrows(queueLimit, replicas);
    if (position === null) {
      this.#lanes = lanes;
      this.#room = words.room(node, queueLimit, isNarrow);
      this.#bytes = queueBytes === null ? null : words.byteRoom(node, queueBytes);
      this.#atOnce = placesAtOnce(queueLimit, replicas);
    } else {
      const share = shareOf(queueLimit, inputs.length);
      const orders = inputs.map(({ order }) => order!);
      const bytes = queueBytes === null ? null : shareOf(queueBytes, inputs.length);
      const rooms = new SenderRooms(
        orders.map((one) => new ShareRoom(one.share, share, words, node)),
        bytes === null ? null : orders.map((one) => new ShareBytes(one.share, bytes, words, node)),
      );
      const bounds = orders.map(({ bound }) => new Bound(new Int32Array(bound)));
      this.#lanes = [new Merge(lanes, bounds, rooms, position)];
      this.#room = rooms;
      this.#bytes = null;
      this.#atOnce = placesAtOnce(share, replicas);
    }
    this.#crossed = words.counters(row);
    this.#now = thread.now;
    const widen = (places: number) => this.#widen(places);
    const counters = inside.map(({ options }) => words.counters(options.row));
    this.#pace = isNarrow ? new Pace(words.counters(row), this.#shared, widen, counters) : null;
  }

  /** Feeds the replica until every input has ended or all is aborted, then finishes it. */
  async pump(): Promise<void> {
    const { words, row } = this.replica.options;
    const bell = words.bells[row]!;
    for (;;) {
      await this.#drain();
      if (words.aborted || this.#ended) break;
      this.replica.router.flush();
      bell.prepare();
      const isParked = this.#park();
      // who is parked waits for nothing: packets need not come one by one for its sake
      if (!isParked) this.#room.idle();
      // what came since the last look has rung too early
      if (words.aborted || this.#ended || this.#lanes.some(({ ready }) => ready)) bell.cancel();
      else await bell.wait();
      if (!isParked) this.#room.busy();
    }
    await this.replica.finish();
    for (const lane of this.#lanes) lane.close();
  }

  /** Looks whether packets are to come. Who is no longer parked, or is now, changes what may wait. */
  #park(): boolean {
    const { words, context: { node }, node: at } = this.replica.options;
    const isParked = node.replica >= words.active(at, node.replicas);
    if (isParked !== this.#isParked) {
      this.#isParked = isParked;
      if (this.#pace !== null) this.#widen(this.#window);
    }
    return isParked;
  }

  get #ended(): boolean {
    return this.#lanes.every(({ ended }) => ended);
  }

  async #drain(): Promise<void> {
    this.#turnEnds = this.#now() + TURN_MS;
    for (let some = true; some;) {
      some = false;
      for (const lane of this.#lanes) {
        if (!lane.ready) continue;
        some = true;
        await this.#burst(lane);
      }
    }
  }

  async #burst(lane: Intake): Promise<void> {
    for (let taken = 0; taken < BURST; taken++) {
      const delivery = this.#untimed > 1 ? lane.take() : this.#takeTimed(lane);
      if (delivery === null) break;
      this.#untimed--;
      if (this.#bytes !== null) this.#begunUnits += lane.units!;
      if (++this.#begun >= this.#atOnce || this.#isSlow) this.#free();
      if (this.#isSlow) this.position?.flushAll(); // others need not wait until this one is through
      if (delivery !== undefined) {
        const handled = this.replica.take(delivery.edge, delivery);
        if (handled instanceof Promise) {
          lane.release();
          this.#free();
          await handled;
        }
        lane.done();
      }
      if (this.#shared) this.#acked();
      if (!this.#isSlow) continue;
      this.#pace?.look();
      await this.#pause(lane);
    }
    lane.release();
    this.#pace?.look();
    this.#free();
    await this.#pause(lane);
  }

  /** One of many stands for all. */
  #takeTimed(lane: Intake): ReturnType<Intake["take"]> {
    const start = this.#now();
    const delivery = lane.take();
    if (delivery === null) return null;
    this.#crossed[Counter.CROSSING_MS]! += TIMED_OF * (this.#now() - start);
    this.#untimed = TIMED_OF + 1;
    return delivery;
  }

  get #isSlow(): boolean {
    for (const replica of this.inside) if (replica.isSlow) return true;
    return false;
  }

  /** So many packets may wait for this replica; all that may wait is the sum over active replicas. */
  #widen(places: number): void {
    const { words, row, context: { node }, node: index } = this.replica.options;
    const first = row - node.replica;
    const active = words.active(index, node.replicas);
    const at = (of: number) => words.replica(of, ReplicaWord.WINDOW);
    this.#window = places;
    Atomics.store(words.int, at(row), places);
    let all = 0;
    for (let i = 0; i < active; i++) all += Atomics.load(words.int, at(first + i));
    this.#room.narrow(all);
  }

  /** Frees the places of packets that were begun, and what was lent of those that are through. */
  #free(): void {
    for (const lane of this.#lanes) lane.giveBack();
    if (this.#begun === 0) return;
    this.#bytes?.free(this.#begunUnits);
    this.#begunUnits = 0;
    this.#room.free(this.#begun);
    this.#begun = 0;
  }

  /** Lets others in the thread have their turn if they have waited long. */
  async #pause(lane: Intake): Promise<void> {
    if (this.#now() < this.#turnEnds) return;
    lane.release();
    await this.replica.options.thread.turn();
    this.#turnEnds = this.#now() + TURN_MS;
  }

  #acked(): void {
    const { words, row } = this.replica.options;
    Atomics.sub(words.int, words.replica(row, ReplicaWord.OUTSTANDING), 1);
  }
}
