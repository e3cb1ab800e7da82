/** A wish to end that waits can be raced against. @module */

/** What a race gives when the wish came first. */
export const HALTED: unique symbol = Symbol("halted");

/**
 * Fires once. Unlike `Promise.race` with one long-lived promise, finished races leave nothing
 * behind, so a loop may race each of a million waits.
 */
export class Halt {
  readonly #controller = new AbortController();
  readonly #waiting = new Set<() => void>();

  /** For step authors: aborted when this fires. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether it has fired. */
  get fired(): boolean {
    return this.#controller.signal.aborted;
  }

  /**
   * Ends all present and future races.
   *
   * @param reason what {@link signal} gives
   */
  fire(reason: DOMException = new DOMException("the execution is ending", "AbortError")): void {
    if (this.fired) return;
    this.#controller.abort(reason);
    for (const end of [...this.#waiting]) end();
  }

  /** The promise's outcome, or {@link HALTED} if this fires first. */
  race<T>(promise: PromiseLike<T>): Promise<T | typeof HALTED> {
    if (this.fired) {
      promise.then(undefined, () => {}); // its late rejection concerns nobody any more
      return Promise.resolve(HALTED);
    }
    return new Promise((resolve, reject) => {
      const end = () => resolve(HALTED);
      this.#waiting.add(end);
      promise.then(
        (value) => (this.#waiting.delete(end), resolve(value)),
        (error) => (this.#waiting.delete(end), reject(error)),
      );
    });
  }
}
