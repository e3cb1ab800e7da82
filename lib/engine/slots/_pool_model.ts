/** The sender of a pool and its receivers, and what may happen to them, for the model. @module */
import { explore, type Explored } from "../ring/_explore.ts";
import { Simulation, type Thread } from "../ring/_simulated.ts";
import { Bell } from "../ring/doorbell.ts";
import { SlotPool } from "./pool.ts";

/** What is looked at. The class is given so that tests can put wrong ones in its place. */
export interface PoolCase {
  readonly slots: number;
  /** For each packet, its receivers. */
  readonly packets: readonly (readonly number[])[];
  readonly receivers: number;
  /** The sender waits for all slots before every packet, as if it had to cut them anew. */
  readonly alone?: boolean;
  readonly PoolClass?: typeof SlotPool;
}

/**
 * Visits every interleaving of one case. What is in a slot is written and read by plain accesses:
 * whoever touches a slot that is not his races. Nobody closes: no later ring helps who missed one.
 */
export function explorePool(options: PoolCase): Explored {
  const { slots, packets, receivers, alone = false, PoolClass = SlotPool } = options;
  const sim = new Simulation();
  const { memory } = sim;
  const content = sim.words("content"); // by slot
  const record = sim.words("record"); // the slot, by packet
  const sent = sim.words("sent");
  const bells = sim.words("bell");
  const words = sim.words("pool");
  const bell = (at: number) => new Bell(bells, at, memory, 0);
  const poolOf = () => new PoolClass(new SharedArrayBuffer(0), bell(0), memory, words);

  const send: Thread = () => {
    const pool = poolOf();
    for (let packet = 0; packet < packets.length; packet++) {
      let slot: number;
      for (;;) {
        sim.here(0, packet);
        slot = pool.takeOrPrepare(slots, alone);
        if (slot >= 0) break;
        bell(0).wait();
      }
      sim.here(1, packet, slot);
      content[slot] = packet + 1;
      record[packet] = slot;
      for (const _ of packets[packet]!) pool.lend(slot);
      sim.here(2, packet, slot);
      memory.store(sent, 0, packet + 1);
      for (const receiver of packets[packet]!) bell(1 + receiver).ring();
      sim.here(3, packet, slot);
      pool.giveBack(slot);
    }
  };

  const receive = (receiver: number): Thread => () => {
    const pool = poolOf();
    const mine = bell(1 + receiver);
    for (let packet = 0; packet < packets.length;) {
      if (!packets[packet]!.includes(receiver)) {
        packet++;
        continue;
      }
      sim.here(0, packet);
      if (memory.load(sent, 0) <= packet) {
        mine.prepare();
        if (memory.load(sent, 0) <= packet) mine.wait();
        else mine.cancel();
        continue;
      }
      sim.here(1, packet);
      const slot = record[packet]!;
      if (content[slot] !== packet + 1) throw new Error(`packet ${packet} was overwritten`);
      sim.here(2, packet, slot);
      pool.giveBack(slot);
      packet++;
    }
  };
  const threads = [send];
  for (let at = 0; at < receivers; at++) threads.push(receive(at));
  return explore(sim, threads);
}
