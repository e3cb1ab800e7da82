/** What a step counts for the report, beyond what becomes of its packets. @module */

/** Names a replica may count under: a report is for people. */
const MOST_NAMES = 1000;

/** Figures by name. */
export type FigureSums = Readonly<Record<string, number>>;

/** The figures of one replica: what a failed attempt has counted is taken back. */
export class Figures {
  readonly #sums = new Map<string, number>();
  /** Whether something was counted that is not settled yet. */
  isOpen = false;
  /** Of the packet in hand, or of another verb at work. */
  #open: [name: string, by: number][] = [];
  /** Attempts so far, where each has a count of its own. */
  #attempts = 0;

  /** Adds to a figure. @throws {TypeError} for what is no name or number, or too many names */
  readonly count = (name: string, by: number = 1): void => {
    if (typeof name !== "string" || name === "") throw new TypeError("a figure has a name");
    if (!Number.isFinite(by)) throw new TypeError(`figure "${name}" cannot grow by ${by}`);
    if (!this.#sums.has(name)) {
      if (this.#sums.size >= MOST_NAMES) {
        throw new TypeError(`there are more than ${MOST_NAMES} figures, the last is "${name}"`);
      }
      this.#sums.set(name, 0);
    }
    this.#open.push([name, by]);
    this.isOpen = true;
  };

  /** Like {@link count}, until it is called again: an attempt that is over counts no more. */
  forAttempt(): Figures["count"] {
    const mine = ++this.#attempts;
    return (name, by) => mine === this.#attempts ? this.count(name, by) : undefined;
  }

  /** What was counted since the last time counts, or does not. */
  settle(counts: boolean): void {
    for (const [name, by] of counts ? this.#open : []) {
      this.#sums.set(name, this.#sums.get(name)! + by);
    }
    this.#open = [];
    this.isOpen = false;
  }

  /** All that counts, in the order of the first mention. */
  get sums(): FigureSums {
    return Object.fromEntries(this.#sums);
  }
}

/** Adds figures to others of the same node. */
export function addFigures(to: Map<string, number>, more: FigureSums): void {
  for (const [name, by] of Object.entries(more)) to.set(name, (to.get(name) ?? 0) + by);
}
