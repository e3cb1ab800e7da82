/**
 * What replicas get from the thread they live in: time, turns, chance, waits. All in the engine that
 * is not decided by packets comes from here, so that another thread than the real one can stand in;
 * see `deterministic/`.
 *
 * @module
 */
import type { Halt } from "./halt.ts";
import type { Outlet } from "./outlet.ts";
import type { Memory } from "./ring/memory.ts";

/** A thread, real or played. */
export interface Thread {
  /** The time in ms, from whatever beginning. */
  readonly now: () => number;
  /** A number from 0 to 1, without 1. */
  readonly chance: () => number;
  /** Shared memory as who waits on a bell sees it. */
  readonly memory: Memory;
  /** Lets others of the thread have their turn. */
  turn(): Promise<void>;
  /** Waits so many ms, or until `halt` fires. */
  pause(ms: number, halt: Halt): Promise<void>;
  /** The outlet, or one that does the same and gives way to others now and then. */
  way(outlet: Outlet): Outlet;
}

/** The thread that this is executed in. */
export const OWN_THREAD: Thread = {
  now: () => performance.now(),
  chance: () => Math.random(),
  memory: Atomics,
  turn: () => new Promise((resolve) => void setImmediate(resolve)),
  async pause(ms, halt) {
    if (halt.fired) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    await halt.race(promise);
    clearTimeout(timer);
  },
  way: (outlet) => outlet,
};
