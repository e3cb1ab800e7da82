/** The time that an attempt may take. @module */
import type { HALTED } from "../halt.ts";
import type { Interrupt } from "./interrupt.ts";

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
 * only while an attempt waits: a call that computes cannot be stopped in its own thread, and what it
 * gives there counts, however late.
 */
export class Timeout {
  #ends = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #expired = false;

  /** @param interrupt ends attempts */
  constructor(readonly ms: number, readonly interrupt: Interrupt) {}

  /** An attempt begins. @returns what tells its step to give up */
  begin(): AbortSignal {
    this.interrupt.renew();
    this.#expired = false;
    this.#ends = performance.now() + this.ms;
    return this.interrupt.signal;
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

  /** As {@link Interrupt.race}, with an end also when the time is over. */
  race<T>(promise: PromiseLike<T>): Promise<T | typeof HALTED> {
    this.#timer ??= setTimeout(() => this.#expire(), Math.max(0, this.#ends - performance.now()));
    return this.interrupt.race(promise);
  }

  #expire(): void {
    this.#timer = undefined;
    this.#expired = true;
    this.interrupt.fire(new DOMException(`no result after ${this.ms} ms`, "TimeoutError"));
  }
}
