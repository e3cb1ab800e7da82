/** One packet in a cell, as its host sees it. @module */
import type { CellFault, FromCell, Line, ToCell } from "./messages.ts";
import { WINDOW } from "./messages.ts";

type Given = Extract<FromCell, { readonly type: "value" | "item" }>;
type Of = Given | Extract<FromCell, { readonly type: "done" }>;

/** Gives the values of one call, in order, as they come. */
export class Call {
  readonly #given: Given[] = [];
  readonly #ended = Promise.withResolvers<void>();
  #taken = 0;
  #isOver = false;
  #error: Error | null = null;
  #wake: () => void = () => {};

  constructor(readonly n: number, readonly line: Line<ToCell, FromCell>) {}

  /** Settles when nothing more will come. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** Takes what the cell says of this call. */
  hear(message: Of, errorOf: (fault: CellFault) => Error): void {
    if (message.type !== "done") this.#given.push(message);
    else this.#end(message.fault && errorOf(message.fault));
    this.#wake();
  }

  /** The cell is lost. */
  fail(error: Error): void {
    if (!this.#isOver) this.#end(error);
    this.#wake();
  }

  /** The next value; null if there is none. @throws what the step threw, behind all its values */
  async next(): Promise<Given | null> {
    for (;;) {
      const given = this.#given.shift();
      if (given !== undefined) {
        this.#took();
        return given;
      }
      if (this.#error) throw this.#error;
      if (this.#isOver) return null;
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
  }

  /** No more values are wanted. */
  drop(): void {
    if (this.#isOver) return;
    this.line.post({ type: "drop", n: this.n });
  }

  /** Half a window at a time, so that the cell is never kept waiting. */
  #took(): void {
    if (++this.#taken % (WINDOW / 2) !== 0 || this.#isOver) return;
    this.line.post({ type: "more", n: this.n, count: WINDOW / 2 });
  }

  #end(error: Error | null): void {
    this.#isOver = true;
    this.#error = error;
    this.#ended.resolve();
  }
}
