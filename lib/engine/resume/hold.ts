/** Where the producers of a thread pause: while a cut is taken, or the execution is paused. @module */
import type { Halt } from "../halt.ts";
import { Control, Stop, type Words } from "../words.ts";

/** One per host. */
export class Hold {
  #gate = Promise.withResolvers<void>();

  /**
   * @param stop ends pauses: producers are to stop
   * @param isCutting whether cuts are taken: one may be at work although producers are to stop, and
   * then nothing more may be emitted
   */
  constructor(readonly words: Words, readonly stop: Halt, readonly isCutting: boolean) {}

  /** Waits as long as producers are to hold. @returns whether the producer is to go on */
  async wait(): Promise<boolean> {
    for (;;) {
      const now = Atomics.load(this.words.int, Control.STOP);
      if (now !== Stop.HOLD) return now === Stop.NO;
      await this.stop.race(this.#gate.promise);
    }
  }

  /** Wakes who waits, after the words said that producers may go on. */
  release(): void {
    this.#gate.resolve();
    this.#gate = Promise.withResolvers();
  }
}
