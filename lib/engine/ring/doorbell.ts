/**
 * The doorbell of a thread: one word it waits on, whatever it waits for.
 *
 * The owner announces that it will wait (`prepare`), looks once more at everything it waits for,
 * and then either waits or takes the announcement back (`cancel`). Whoever changes something the
 * owner may wait for changes it first and rings after. Both sides thus write one word and then read
 * the other's; all four accesses are sequentially consistent, so at least one side sees what the
 * other wrote: the owner sees the change, or the ringer sees the announcement. No wake-up is lost.
 * Wake-ups for nothing do happen: who was woken looks again.
 *
 * @module
 */
import type { Memory } from "./memory.ts";

const AWAKE = 0;
const WAITING = 1;

/** Looks at the word before it is waited on; more would take the core from whom one waits for. */
const SPINS = 50;

/** A view of one thread's doorbell, the same for its owner and for those who ring. */
export class Bell {
  /**
   * @param words in shared memory, of zeros at first
   * @param at index of the bell's word; no other word that is often written may share its cache line
   */
  constructor(
    protected readonly words: Int32Array,
    protected readonly at: number,
    protected readonly memory: Memory = Atomics,
    protected readonly spins: number = SPINS,
  ) {}

  /** Wakes the owner if it waits or is about to. One load if it does not. Any thread may ring. */
  ring(): void {
    const { words, at, memory } = this;
    if (memory.load(words, at) === AWAKE) return;
    if (memory.exchange(words, at, AWAKE) === WAITING) memory.notify(words, at);
  }

  /** Owner: announces that it will wait. It must look again at what it waits for after this. */
  prepare(): void {
    this.memory.store(this.words, this.at, WAITING);
  }

  /** Owner: will not wait after all. */
  cancel(): void {
    this.memory.store(this.words, this.at, AWAKE);
  }

  /**
   * Owner: waits until the bell was rung since {@link Bell.prepare}. A promise keeps the process
   * alive and is settled by a ring only: whatever else ends the wait has to ring too.
   *
   * @returns nothing if it was rung already, else a promise
   */
  wait(): Promise<string> | undefined {
    if (this.#rungSoon()) return undefined;
    const waited = this.memory.waitAsync(this.words, this.at, WAITING);
    return waited.async ? waited.value as Promise<string> : undefined;
  }

  /**
   * Like {@link Bell.wait}, and stops the whole thread meanwhile, timers and messages too: only for
   * owners that have nothing else to do.
   *
   * @param timeoutMs waits no longer than this
   */
  waitBlocking(timeoutMs: number = Infinity): void {
    if (this.#rungSoon()) return;
    const end = this.memory.wait(this.words, this.at, WAITING, timeoutMs);
    if (end === "timed-out") this.cancel();
  }

  #rungSoon(): boolean {
    const { words, at, memory, spins } = this;
    for (let i = 0; i < spins; i++) if (memory.load(words, at) === AWAKE) return true;
    return false;
  }
}
