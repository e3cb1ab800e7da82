/** Where the producers of a thread pause while a cut is taken. @module */
import type { Halt } from "../halt.ts";
import { Control, Stop, type Words } from "../words.ts";

/** What a producer does where cuts are taken. */
export interface ProducerResume {
  /** Where it pauses. */
  readonly hold: Hold;
  /** So many of its emissions were dealt with by earlier executions. */
  readonly sent: number;
}

/** One per host. */
export class Hold {
  #gate = Promise.withResolvers<void>();

  /** @param stop ends pauses: producers are to stop */
  constructor(readonly words: Words, readonly stop: Halt) {}

  /** Waits as long as producers are to hold. @returns whether the producer is to go on */
  async wait(): Promise<boolean> {
    const now = () => Atomics.load(this.words.int, Control.STOP);
    while (now() === Stop.HOLD) await this.stop.race(this.#gate.promise);
    return now() === Stop.NO;
  }

  /** Wakes who waits, after the words said that producers may go on. */
  release(): void {
    this.#gate.resolve();
    this.#gate = Promise.withResolvers();
  }
}
