/** How one replica's large arrays leave it. @module */
import type { Alloc } from "../../step/define_step.ts";
import { freeSlot } from "../multiprocess/slot_wait.ts";
import type { RoutedPort } from "../router.ts";
import { SlotPool } from "../slots/pool.ts";
import { SlotWriter } from "../slots/slot_writer.ts";
import type { LanePlan, PortPlan, ReplicaPlan } from "../wire.ts";
import { ReplicaWord, type Words } from "../words.ts";

/** The slots of all ports of one replica. */
export class Lending {
  readonly #slots: readonly (SlotWriter | null)[];

  constructor(readonly plan: ReplicaPlan, readonly words: Words) {
    const { row, ports } = plan;
    this.#slots = ports.map(({ slots }) =>
      slots && new SlotWriter(new SlotPool(slots, words.bells[row]!), words.counters(row))
    );
  }

  /** What the step makes its arrays with: in slots where somebody borrows them. */
  readonly alloc: Alloc = (View, length, port = this.plan.ports[0]?.name) => {
    const { ports } = this.plan;
    const at = ports.findIndex(({ name }) => name === port);
    const slots = at >= 0 && this.#isBorrowed(ports[at]!) ? this.#slots[at] : null;
    return slots?.alloc(View, length) ?? new View(length);
  };

  /** The slots by edge. */
  byEdge(): ReadonlyMap<number, SlotWriter> {
    return new Map(
      this.plan.ports.flatMap(({ legs }, port) =>
        legs.map(({ edge }): [number, SlotWriter] => [edge, this.#slots[port]!])
      ),
    );
  }

  /** What is to be done when a packet has left through a port; null if nothing. */
  afterPacket(port: number, flush: () => void): RoutedPort["sent"] {
    const slots = this.#slots[port];
    if (!slots) return null;
    return () => slots.end() || freeSlot(slots, this.words, this.plan.row, flush);
  }

  /** Asked while packets flow: by then every step has been loaded. */
  #isBorrowed({ legs }: PortPlan): boolean {
    const { words } = this;
    const borrows = ({ row }: LanePlan) => words.int[words.replica(row, ReplicaWord.BORROWS)] === 1;
    return legs.some(({ link }) => {
      const way = this.plan.links[link]!;
      return way.kind === "lanes" && way.lanes.some(borrows);
    });
  }
}
