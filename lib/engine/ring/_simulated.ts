/**
 * Threads that stop before every access to shared memory. A thread is an ordinary function on
 * ordinary objects; only the memory it is given differs. To stop it, the access throws; to go on
 * from there, the function is called again and gets the results it got before.
 *
 * @module
 */
import type { Memory } from "./memory.ts";

/** One access, about to happen. `plain` ones are not through `Atomics`. */
export interface Access {
  readonly kind: string;
  /** Number of the word; see {@link Simulation.words}. */
  readonly at: number;
  readonly a: number;
  readonly b: number;
  readonly plain: boolean;
  readonly writes: boolean;
}

/** A thread between two accesses. Equal local states are one object. */
export interface LocalState {
  readonly id: number;
  readonly thread: number;
  /** What comes next; null if the thread is through. */
  readonly next: Access | null;
  readonly error: string | null;
  /** Results of its accesses so far, on one of the ways to here. */
  readonly results: readonly number[];
  readonly after: Map<number, LocalState>;
}

/** What a thread does: creates its own objects, and works with them. */
export type Thread = () => void;

const STOPPED = Symbol("stopped before an access");
const READS = new Set(["load", "read", "wait", "notify"]);

/** Shared words and the threads that use them. */
export class Simulation {
  /** Values at the start, by number of the word. */
  readonly initial: number[] = [];
  readonly names: string[] = [];
  readonly states: LocalState[] = [];
  #threads: readonly Thread[] = [];
  readonly #arrays = new Map<unknown, { name: string; at: Map<number, number>; init: number[] }>();
  readonly #byKey = new Map<string, LocalState>();
  #results: readonly number[] = [];
  #cursor = 0;
  #key = "";
  #since = 0;

  /** Words that threads share. @param init values at the start, by index; 0 if there is none */
  words(name: string, init: number[] = []): Int32Array {
    const words = new Proxy({}, {
      get: (_, at) => this.#access("read", words, Number(at), 0, 0, true),
      set: (_, at, value) => (this.#access("write", words, Number(at), value, 0, true), true),
    }) as Int32Array;
    this.#arrays.set(words, { name, at: new Map(), init });
    return words;
  }

  /** Number of a word, as in {@link Access}. */
  numberOf(words: Int32Array, index: number): number {
    const array = this.#arrays.get(words)!;
    const known = array.at.get(index);
    if (known !== undefined) return known;
    const number = this.initial.push(array.init[index] ?? 0) - 1;
    this.names.push(`${array.name}[${index}]`);
    array.at.set(index, number);
    return number;
  }

  /** For the objects that are looked at. */
  readonly memory: Memory = {
    load: (words, at) => this.#access("load", words, at),
    store: (words, at, value) => this.#access("store", words, at, value),
    add: (words, at, value) => this.#access("add", words, at, value),
    sub: (words, at, value) => this.#access("sub", words, at, value),
    or: (words, at, value) => this.#access("or", words, at, value),
    and: (words, at, value) => this.#access("and", words, at, value),
    exchange: (words, at, value) => this.#access("exchange", words, at, value),
    compareExchange: (words, at, expected, value) =>
      this.#access("cas", words, at, expected, value),
    notify: (words, at) => this.#access("notify", words, at),
    wait: (words, at, value) => this.#access("wait", words, at, value) ? "ok" : "not-equal",
    // who waits is stopped until it is notified, so that code without `await` can be looked at
    waitAsync: (words, at, value) => (
      this.#access("wait", words, at, value), { async: false, value: "not-equal" }
    ),
  };

  /**
   * Says that the thread's future depends on these values and on nothing else it holds. Without
   * it, local states are told apart by all the results so far, of which there are too many.
   *
   * @param held objects (all of their numbers and booleans count) and values
   */
  here(...held: readonly (object | number | boolean)[]): void {
    const values = held.map((each) =>
      typeof each !== "object"
        ? each
        : Object.values(each).filter((value) =>
          typeof value === "number" || typeof value === "boolean"
        )
    );
    this.#key = JSON.stringify(values);
    this.#since = this.#cursor;
  }

  /** Local states at the start. */
  start(threads: readonly Thread[]): LocalState[] {
    this.#threads = threads;
    return threads.map((_, thread) => this.#run(thread, []));
  }

  /** The local state after the next access gave some result. */
  advance(state: LocalState, result: number): LocalState {
    let after = state.after.get(result);
    if (after === undefined) {
      after = this.#run(state.thread, [...state.results, result]);
      state.after.set(result, after);
    }
    return after;
  }

  #run(thread: number, results: readonly number[]): LocalState {
    [this.#results, this.#cursor, this.#key, this.#since] = [results, 0, "", 0];
    let next: Access | null = null;
    let error: string | null = null;
    try {
      this.#threads[thread]!();
    } catch (thrown) {
      if (isStop(thrown)) next = thrown.access;
      else error = String(thrown);
    }
    const key = next === null
      ? `${thread} ends: ${error}`
      : `${thread} ${this.#key} ${results.slice(this.#since)}`;
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const state = { id: this.states.length, thread, next, error, results, after: new Map() };
    this.states.push(state);
    this.#byKey.set(key, state);
    return state;
  }

  #access(kind: string, words: unknown, index: number, a = 0, b = 0, plain = false): number {
    if (this.#cursor < this.#results.length) return this.#results[this.#cursor++]!;
    const at = this.numberOf(words as Int32Array, index);
    throw { [STOPPED]: true, access: { kind, at, a, b, plain, writes: !READS.has(kind) } };
  }
}

function isStop(thrown: unknown): thrown is { readonly access: Access } {
  return typeof thrown === "object" && thrown !== null && STOPPED in thrown;
}
