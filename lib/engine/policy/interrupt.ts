/** Ends the waits of one attempt, while the replica goes on. @module */
import { Halt, type HALTED } from "../halt.ts";

/** Like a {@link Halt} that can be fired again and again, once per attempt. */
export class Interrupt {
  #halt = new Halt();

  /** @param abort ends every attempt, present and future */
  constructor(readonly abort: Halt) {
    abort.signal.addEventListener("abort", () => this.#halt.fire());
  }

  /** Tells the step of the present attempt to give up. */
  get signal(): AbortSignal {
    return this.#halt.signal;
  }

  /** As {@link Halt.race}. */
  race<T>(promise: PromiseLike<T>): Promise<T | typeof HALTED> {
    return this.#halt.race(promise);
  }

  /** Ends the waits of the present attempt. @param reason what {@link signal} gives */
  fire(reason?: DOMException): void {
    this.#halt.fire(reason);
  }

  /** The next attempt begins. */
  renew(): void {
    this.#halt = new Halt();
    if (this.abort.fired) this.#halt.fire();
  }
}
