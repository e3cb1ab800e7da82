/** How one replica's large arrays leave it. @module */
import type { Alloc } from "../../step/define_step.ts";
import { freeSlot } from "../multiprocess/slot_wait.ts";
import type { Lent } from "../router.ts";
import { SlotPool } from "../slots/pool.ts";
import { ReusedArrays } from "../slots/reused_arrays.ts";
import { SlotWriter } from "../slots/slot_writer.ts";
import type { PortPlan, ReplicaPlan } from "../wire.ts";
import type { Words } from "../words.ts";

/** Makes ordinary arrays. */
export const plainAlloc: Alloc = (View, length) => new View(length);

/** What is lent through the ports of one replica. */
export class Lending {
  readonly #slots: readonly (SlotWriter | null)[];
  readonly #reused: readonly (ReusedArrays | null)[];

  /**
   * @param borrows whether arrays may be lent to a node that lives here, and whose receivers here
   * get what it passes on
   */
  constructor(
    readonly plan: ReplicaPlan,
    readonly words: Words,
    readonly borrows: (node: number) => boolean,
    poison: boolean,
  ) {
    const { row, ports } = plan;
    const pool = (buffer: SharedArrayBuffer) => new SlotPool(buffer, words.bells[row]!);
    this.#slots = ports.map(({ slots }) =>
      slots && new SlotWriter(pool(slots), words.counters(row))
    );
    this.#reused = ports.map((port) =>
      port.slots === null && port.legs.length > 0 && this.#isLentHere(port)
        ? new ReusedArrays(poison)
        : null
    );
  }

  /** What the step makes its arrays with: in memory that is lent where somebody borrows it. */
  readonly alloc: Alloc = (View, length, port = this.plan.ports[0]?.name) => {
    if (!(Number.isInteger(length) && length >= 0)) {
      throw new RangeError(`alloc makes no array of ${length} numbers`);
    }
    const { ports } = this.plan;
    const at = ports.findIndex(({ name }) => name === port);
    const lent = this.#reused[at] ?? (this.#isLentAway(ports[at]) ? this.#slots[at] : null);
    return lent?.alloc(View, length) ?? new View(length);
  };

  /** The slots by edge. */
  byEdge(): ReadonlyMap<number, SlotWriter> {
    return new Map(
      this.plan.ports.flatMap(({ legs }, port) =>
        legs.map(({ edge }): [number, SlotWriter] => [edge, this.#slots[port]!])
      ),
    );
  }

  /** What is lent with the packets of a port; null if nothing can be. */
  lent(port: number, flush: () => void): Lent | null {
    const reused = this.#reused[port] ?? null;
    const slots = this.#slots[port] ?? null;
    if (reused !== null) {
      return {
        beforeFirst: (call) => void (reused.beforeFirst = call),
        end: () => reused.end(),
        wait: () => Promise.resolve(true as const), // there is always memory
      };
    }
    return slots && {
      beforeFirst: (call) => call(), // large arrays go to slots whether or not the step asks for it
      end: () => slots.end(),
      wait: () => freeSlot(slots, this.words, this.plan.row, flush),
    };
  }

  /** Whether all that share this thread and get a port's packets may get them lent. */
  #isLentHere({ legs }: PortPlan): boolean {
    return legs.every(({ link }) => {
      const way = this.plan.links[link]!;
      return way.kind !== "direct" || this.borrows(way.node);
    });
  }

  /** Asked while packets flow: by then the steps of other threads have been loaded, too. */
  #isLentAway(port: PortPlan | undefined): boolean {
    if (port === undefined || !this.#isLentHere(port)) return false;
    return port.legs.some(({ link }) => {
      const way = this.plan.links[link]!;
      return way.kind === "lanes" && way.lanes.some(({ row }) => this.words.borrows(row));
    });
  }
}
