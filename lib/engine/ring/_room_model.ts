/** Senders and receivers of one node's inbox, and what may happen to them, for the model. @module */
import assert from "node:assert/strict";
import { explore, type Explored } from "./_explore.ts";
import { Simulation, type Thread } from "./_simulated.ts";
import { ByteRoom, type ByteRoomPlace } from "./byte_room.ts";
import { Bell } from "./doorbell.ts";
import { Room, type RoomPlace } from "./room.ts";

/** What is looked at. Classes are given so that tests can put wrong ones in their place. */
export interface RoomCase {
  readonly limit: number;
  /** For each sender, the receivers of its packets. */
  readonly senders: readonly (readonly number[])[];
  readonly receivers: number;
  /** Packets that have arrived for the first receiver before anything begins. */
  readonly arrived?: number;
  /** The first receiver never comes back from the code of its n-th packet. */
  readonly hangsAfter?: number;
  /** Another thread has all of it end, at any time. */
  readonly abort?: boolean;
  /** Also looks at how the peak is kept, on which nothing depends. */
  readonly peak?: boolean;
  /** Packets have sizes, for each sender's in order, and wait only up to a limit of that, too. */
  readonly bytes?: { readonly limit: number; readonly sizes: readonly (readonly number[])[] };
  readonly BellClass?: typeof Bell;
  readonly RoomClass?: typeof Room;
  readonly ByteRoomClass?: typeof ByteRoom;
}

/** In a receiver's word, so many bits count what has come from one sender. */
const BITS = 4;

/** Visits every interleaving of one case. Packets themselves are only counted, and nobody closes:
 * no later ring helps those who missed one. */
export function exploreRoom(options: RoomCase): Explored {
  const {
    limit,
    senders,
    receivers,
    arrived: early = 0,
    hangsAfter = -1,
    abort = false,
    peak = false,
    bytes,
  } = options;
  const { BellClass = Bell, RoomClass = Room, ByteRoomClass = ByteRoom } = options;
  const sim = new Simulation();
  const { memory } = sim;
  const words = sim.words("room", [early, 0, 0, 0, early]);
  const place: RoomPlace = { words, queued: 0, peak: 1, idle: 2, waiting: 3, window: null };
  const bytePlace: ByteRoomPlace = { ...place, queued: 4, peak: 5, claim: 6 };
  const arrived = sim.words("arrived", [early]); // by receiver: a count per sender
  const stop = sim.words("stop");
  const bells = sim.words("bell");
  const bell = (at: number) => new BellClass(bells, at, memory, 0);
  const senderBells = senders.map((_, sender) => bell(sender));
  const receiverBells = Array.from({ length: receivers }, (_, at) => bell(senders.length + at));
  class Peakless extends RoomClass {
    protected override raise(): void {}
  }
  class PeaklessBytes extends ByteRoomClass {
    protected override raise(): void {}
  }
  const room = new (peak ? RoomClass : Peakless)(place, limit, senderBells, memory);
  const byteRoom = (sender: number) =>
    bytes && new PeaklessBytes(bytePlace, bytes.limit, senderBells, sender, memory);
  const stopped = () => abort && memory.load(stop, 0) === 1;
  /** What a receiver gets from a sender, by size; what was there early has come from the first. */
  const lane = (sender: number, receiver: number) => [
    ...Array.from({ length: sender === 0 && receiver === 0 ? early : 0 }, () => 1),
    ...senders[sender]!.flatMap((to, at) =>
      to === receiver ? [bytes?.sizes[sender]?.[at] ?? 1] : []
    ),
  ];

  const send = (sender: number): Thread => () => {
    const targets = senders[sender]!;
    const mine = senderBells[sender]!;
    const inBytes = byteRoom(sender);
    for (let sent = 0; sent < targets.length; sent++) {
      for (;;) {
        sim.here(0, sent);
        if (room.takeOrPrepare(sender) > 0) break;
        if (stopped()) return;
        mine.wait();
      }
      while (inBytes) {
        sim.here(1, sent);
        if (inBytes.takeOrPrepare(sender, bytes!.sizes[sender]![sent]) > 0) break;
        if (stopped()) return;
        mine.wait();
      }
      sim.here(2, sent);
      memory.add(arrived, targets[sent]!, 1 << BITS * sender);
      receiverBells[targets[sent]!]!.ring();
    }
  };

  const receive = (receiver: number): Thread => () => {
    const mine = receiverBells[receiver]!;
    const inBytes = byteRoom(-1);
    const lanes = senders.map((_, sender) => lane(sender, receiver));
    const begun = lanes.map(() => 0);
    const all = lanes.reduce((sum, { length }) => sum + length, 0);
    const last = receiver === 0 && hangsAfter >= 0 ? hangsAfter : all;
    const ready = () => {
      const has = memory.load(arrived, receiver);
      return begun.findIndex((taken, sender) => (has >> BITS * sender & 2 ** BITS - 1) > taken);
    };
    while (begun.reduce((sum, taken) => sum + taken, 0) < last) {
      sim.here(0, begun);
      const from = ready();
      if (from >= 0) {
        inBytes?.free(lanes[from]![begun[from]!]!);
        room.free();
        begun[from]!++;
        continue;
      }
      sim.here(1, begun);
      mine.prepare();
      room.idle();
      sim.here(2, begun);
      if (ready() >= 0) mine.cancel();
      else if (stopped()) return;
      else mine.wait();
      sim.here(3, begun);
      room.busy();
    }
  };

  const end: Thread = () => {
    memory.store(stop, 0, 1);
    for (let at = 0; at < senders.length + receivers; at++) {
      sim.here(at);
      (senderBells[at] ?? receiverBells[at - senders.length]!).ring();
    }
  };
  const threads = [...senders.keys()].map(send);
  for (let at = 0; at < receivers; at++) threads.push(receive(at));
  const largest = Math.max(bytes?.limit ?? 0, ...bytes?.sizes.flat() ?? []);
  return explore(sim, abort ? [...threads, end] : threads, (value) => {
    const queued = value(words, place.queued);
    assert.ok(queued >= 0 && queued <= limit, `${queued} places of ${limit} taken`);
    assert.ok(value(words, place.peak) <= limit, "peak");
    if (bytes === undefined) return;
    const waiting = value(words, bytePlace.queued);
    assert.ok(waiting >= 0 && waiting <= largest, `${waiting} bytes of ${largest} taken`);
  });
}
