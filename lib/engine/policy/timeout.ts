/** The time that an attempt may take. @module */
import { Halt, type HALTED } from "../halt.ts";

/** An attempt took too long. */
export class TimeoutError extends Error {
  override readonly name = "TimeoutError";
  /** Of the failure. */
  readonly code = "timeout";

  constructor(ms: number) {
    super(`no result after ${ms} ms`);
  }
}

/**
 * Gives each attempt a signal of its own, and ends its waits when the time is over. A timer is set
 * only while an attempt waits: a call that computes cannot be stopped, and what it gives counts,
 * however late.
 */
export class Timeout {
  #halt = new Halt();
  #ends = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #expired = false;

  /** @param abort ends attempts early */
  constructor(readonly ms: number, readonly abort: Halt) {
    abort.signal.addEventListener("abort", () => this.#halt.fire());
  }

  /** An attempt begins. @returns what tells its step to give up */
  begin(): AbortSignal {
    this.#halt = new Halt();
    if (this.abort.fired) this.#halt.fire();
    this.#expired = false;
    this.#ends = performance.now() + this.ms;
    return this.#halt.signal;
  }

  /** The attempt is over: nothing more of it is waited for. */
  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Whether the last attempt took too long. */
  get expired(): boolean {
    return this.#expired;
  }

  /** As {@link Halt.race}, with an end also when the time is over. */
  race<T>(promise: PromiseLike<T>): Promise<T | typeof HALTED> {
    this.#timer ??= setTimeout(() => this.#expire(), Math.max(0, this.#ends - performance.now()));
    return this.#halt.race(promise);
  }

  #expire(): void {
    this.#timer = undefined;
    this.#expired = true;
    this.#halt.fire(new DOMException(`no result after ${this.ms} ms`, "TimeoutError"));
  }
}
