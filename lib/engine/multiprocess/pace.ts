/** How much work may wait before a replica that shares its inbox with others. @module */
import { Counter } from "../words.ts";

/** So much work waits, that nobody is idle while the next packet is on its way. */
const AHEAD_MS = 2;
/** Packets that wait in any case. */
const LEAST = 2;

/**
 * Packets go to a replica when they are sent. What waits behind a slow one waits in vain while
 * another replica is idle: so the slower the step, the less may wait.
 */
export class Pace {
  #settled = 0;
  #busyMs = 0;

  /**
   * @param counters the replica's @param tell gets the number of packets that may wait for it
   */
  constructor(readonly counters: Float64Array, readonly tell: (places: number) => void) {
    tell(LEAST); // nothing is known yet: the first packet may take minutes
  }

  /** Looks how long packets have taken since the last time. */
  look(): void {
    const settled = this.#sum();
    if (settled === this.#settled) return;
    const busyMs = this.counters[Counter.BUSY_MS]!;
    const each = (busyMs - this.#busyMs) / (settled - this.#settled);
    [this.#settled, this.#busyMs] = [settled, busyMs];
    this.tell(Math.max(LEAST, Math.ceil(AHEAD_MS / Math.max(each, 1e-6))));
  }

  #sum(): number {
    const { counters } = this;
    return counters[Counter.DONE]! + counters[Counter.FILTERED]! + counters[Counter.FAILED]!;
  }
}
