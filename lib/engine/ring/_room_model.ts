/** Senders and receivers of one node's inbox, and what may happen to them, for the model. @module */
import assert from "node:assert/strict";
import { explore, type Explored } from "./_explore.ts";
import { Simulation, type Thread } from "./_simulated.ts";
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
  readonly BellClass?: typeof Bell;
  readonly RoomClass?: typeof Room;
}

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
  } = options;
  const { BellClass = Bell, RoomClass = Room } = options;
  const sim = new Simulation();
  const { memory } = sim;
  const place: RoomPlace = {
    words: sim.words("room", [early]),
    queued: 0,
    peak: 1,
    idle: 2,
    waiting: 3,
    window: null,
  };
  const arrived = sim.words("arrived", [early]); // by receiver
  const stop = sim.words("stop");
  const bells = sim.words("bell");
  const bell = (at: number) => new BellClass(bells, at, memory, 0);
  const senderBells = senders.map((_, sender) => bell(sender));
  const receiverBells = Array.from({ length: receivers }, (_, at) => bell(senders.length + at));
  class Peakless extends RoomClass {
    protected override raise(): void {}
  }
  const room = new (peak ? RoomClass : Peakless)(place, limit, senderBells, memory);
  const stopped = () => abort && memory.load(stop, 0) === 1;
  const expected = (receiver: number) =>
    senders.flat().filter((to) => to === receiver).length + (receiver === 0 ? early : 0);

  const send = (sender: number): Thread => () => {
    const targets = senders[sender]!;
    for (let sent = 0; sent < targets.length; sent++) {
      for (;;) {
        sim.here(0, sent);
        if (room.takeOrPrepare(sender) > 0) break;
        if (stopped()) return;
        senderBells[sender]!.wait();
      }
      sim.here(1, sent);
      memory.add(arrived, targets[sent]!, 1);
      receiverBells[targets[sent]!]!.ring();
    }
  };

  const receive = (receiver: number): Thread => () => {
    const mine = receiverBells[receiver]!;
    const last = receiver === 0 && hangsAfter >= 0 ? hangsAfter : expected(receiver);
    for (let begun = 0; begun < last;) {
      sim.here(0, begun);
      if (memory.load(arrived, receiver) > begun) {
        room.free();
        begun++;
        continue;
      }
      sim.here(1, begun);
      mine.prepare();
      room.idle();
      sim.here(2, begun);
      if (memory.load(arrived, receiver) > begun) mine.cancel();
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
  return explore(sim, abort ? [...threads, end] : threads, (value) => {
    const queued = value(place.words, place.queued);
    assert.ok(queued >= 0 && queued <= limit, `${queued} places of ${limit} taken`);
    assert.ok(value(place.words, place.peak) <= limit, "peak");
  });
}
