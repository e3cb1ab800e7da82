/** A thread that is played: it goes on when the scheduler says so. @module */
import type { Halt } from "../halt.ts";
import type { Outlet } from "../outlet.ts";
import type { Packet } from "../packet.ts";
import type { Memory } from "../ring/memory.ts";
import type { Thread } from "../thread.ts";
import type { Scheduler } from "./scheduler.ts";

/** One of the threads in a Worker that plays several. */
export class PlayedThread implements Thread {
  /** Played time. */
  readonly now: () => number;
  /** Decided by the seed, too. */
  readonly chance: () => number;
  /** Who waits on a bell goes on some time after it was rung. */
  readonly memory: Memory;

  constructor(readonly scheduler: Scheduler) {
    this.now = () => scheduler.now(this);
    this.chance = () => scheduler.chance();
    this.memory = memoryOf(this, scheduler);
  }

  /** Gives way; it may be its own turn again at once. */
  turn(): Promise<void> {
    return this.scheduler.wait(this, () => true);
  }

  /** Waits in played time. */
  async pause(ms: number, halt: Halt): Promise<void> {
    if (!halt.fired) await this.scheduler.wait(this, () => halt.fired, ms);
  }

  /** Others may have their turn after every packet that was accepted. */
  way(outlet: Outlet): Outlet {
    return new YieldingOutlet(outlet, this);
  }
}

function memoryOf(thread: PlayedThread, scheduler: Scheduler): Memory {
  const memory: Memory = {
    load: Atomics.load,
    store: Atomics.store,
    add: Atomics.add,
    sub: Atomics.sub,
    or: Atomics.or,
    and: Atomics.and,
    exchange: Atomics.exchange,
    compareExchange: Atomics.compareExchange,
    notify() {}, // whoever waits looks at the word
    wait() {
      throw new Error("a played thread cannot be blocked: all others would be, too");
    },
    waitAsync(words, at, value) {
      const isRung = () => Atomics.load(words, at) !== value;
      if (isRung()) return { async: false, value: "not-equal" };
      return { async: true, value: scheduler.wait(thread, isRung).then(() => "ok") };
    },
  };
  return memory;
}

/** Does as another outlet does, and gives way in about half of the cases. */
class YieldingOutlet implements Outlet {
  readonly copies: boolean;

  constructor(readonly outlet: Outlet, readonly thread: PlayedThread) {
    this.copies = outlet.copies;
  }

  send(edge: number, packet: Packet, buffers: ArrayBuffer[]): true | Promise<boolean> {
    const sent = this.outlet.send(edge, packet, buffers);
    if (sent !== true || this.thread.chance() < 0.5) return sent;
    return this.thread.turn().then(() => true);
  }

  flush(): void {
    this.outlet.flush();
  }

  close(): void | Promise<void> {
    return this.outlet.close();
  }
}
