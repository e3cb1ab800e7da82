/** How the protocols of this folder touch shared memory. @module */

/**
 * The part of `Atomics` they use, and `Atomics` itself outside of tests. The model gives another one
 * that stops before every operation, so that what it explores is this code and not a copy of it.
 * Results that are `void` here are used by nobody, which leaves the model fewer states to tell apart.
 */
export interface Memory {
  /** `Atomics.load` */
  load(words: Int32Array, at: number): number;
  /** `Atomics.store` */
  store(words: Int32Array, at: number, value: number): void;
  /** `Atomics.add` */
  add(words: Int32Array, at: number, value: number): void;
  /** `Atomics.sub` */
  sub(words: Int32Array, at: number, value: number): number;
  /** `Atomics.or` */
  or(words: Int32Array, at: number, value: number): void;
  /** `Atomics.and` */
  and(words: Int32Array, at: number, value: number): void;
  /** `Atomics.exchange` */
  exchange(words: Int32Array, at: number, value: number): number;
  /** `Atomics.compareExchange` */
  compareExchange(words: Int32Array, at: number, expected: number, value: number): number;
  /** `Atomics.notify`, of all who wait */
  notify(words: Int32Array, at: number): void;
  /** `Atomics.wait` */
  wait(words: Int32Array, at: number, value: number, timeoutMs?: number): string;
  /** `Atomics.waitAsync` */
  waitAsync(
    words: Int32Array,
    at: number,
    value: number,
  ): { readonly async: boolean; readonly value: string | Promise<string> };
}
