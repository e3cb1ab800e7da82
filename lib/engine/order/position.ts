/** How far a thread has come in the order, for those who wait for what it may still send. @module */
import type { Packet } from "../packet.ts";
import type { Bell } from "../ring/doorbell.ts";
import type { OrderPlan } from "../wire.ts";
import { Bound } from "./bound.ts";
import { behind, compare, type Path, pathOf } from "./path.ts";

/** After so many packets others are told, if they were not for other reasons. */
const BATCH = 64;

/**
 * A thread works on one packet at a time, depth first: whichever of its replicas sends, what it
 * sends comes later and later in the order.
 */
export class Position {
  #packet: Omit<Packet, "value"> | null = null;
  #isThrough = false;
  #untold = 0;
  #told: Path = [];

  /**
   * @param listeners of all who get packets from the thread and wait for their turn
   * @param flushAll sends what the thread holds back, and calls {@link flush}
   */
  constructor(
    readonly bound: Bound,
    readonly listeners: readonly Bell[],
    readonly flushAll: () => void,
  ) {}

  /** What is sent from now on is this packet, or comes of it, or behind it. */
  at(packet: Omit<Packet, "value">): void {
    this.#packet = packet;
    this.#isThrough = false;
  }

  /** What is sent from now on comes behind this packet and all that descends from it. */
  passed(packet: Omit<Packet, "value">): void {
    this.#packet = packet;
    this.#isThrough = true;
    if (++this.#untold >= BATCH) this.flushAll();
  }

  /** Tells how far the thread has come. What was sent until now must have been published. */
  flush(): void {
    this.#untold = 0;
    const packet = this.#packet;
    if (packet === null) return;
    this.#packet = null;
    const path = pathOf(packet);
    this.tell(this.#isThrough ? behind(path) : path);
  }

  /** Tells that nothing that is sent from now on comes before a path. */
  tell(path: Path): void {
    if (this.listeners.length === 0 || compare(path, this.#told) <= 0) return;
    this.#told = path;
    this.bound.write(path);
    for (const bell of this.listeners) bell.ring();
  }
}

/**
 * The position of a thread.
 *
 * @param bells of all replicas @param holding all that hold something back in the thread, the
 * position last
 */
export function positionOf(
  { bound, listeners }: OrderPlan,
  bells: readonly Bell[],
  holding: readonly { flush(): void }[],
): Position {
  const rows = [...new Set(listeners)];
  return new Position(new Bound(new Int32Array(bound)), rows.map((row) => bells[row]!), () => {
    for (const one of holding) one.flush();
  });
}
