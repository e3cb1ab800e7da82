/** How many packets may wait for a replica, by how long they take. @module */
import { DEFAULT_QUEUE_LIMIT } from "../../graph/model.ts";
import { Counter } from "../words.ts";

/** How much may wait. */
interface Ahead {
  /** So much work. */
  readonly ms: number;
  /** So many packets in any case. */
  readonly least: number;
}

/** Nobody is idle while the next packet is on its way. */
const SHARED: Ahead = { ms: 2, least: 2 };
/** The end of a flow, be it by Ctrl-C, does not take long, and nothing is lost by waiting. */
const ALONE: Ahead = { ms: 50, least: 100 };

/**
 * Whether fewer packets may wait than a node's limit allows: where replicas share the inbox, since
 * what waits behind a slow one waits in vain while another is idle, and where nobody asked for the
 * limit.
 */
export function narrows(queueLimit: number, replicas: number): boolean {
  return replicas > 1 || queueLimit === DEFAULT_QUEUE_LIMIT;
}

/** Looks how long packets take, and says how many may wait. */
export class Pace {
  #settled = 0;
  #busyMs = 0;
  readonly #ahead: Ahead;

  /**
   * @param counters the replica's
   * @param shared whether there are other replicas
   * @param tell gets the number of packets that may wait for this one
   * @param inside counters of all who work on its packets before it takes the next
   */
  constructor(
    readonly counters: Float64Array,
    shared: boolean,
    readonly tell: (places: number) => void,
    readonly inside: readonly Float64Array[] = [counters],
  ) {
    this.#ahead = shared ? SHARED : ALONE;
    tell(this.#ahead.least); // nothing is known yet: the first packet may take minutes
  }

  /** Looks how long packets have taken since the last time. */
  look(): void {
    const settled = this.#sum();
    if (settled === this.#settled) return;
    const busyMs = this.inside.reduce((sum, counters) => sum + counters[Counter.BUSY_MS]!, 0);
    const each = (busyMs - this.#busyMs) / (settled - this.#settled);
    [this.#settled, this.#busyMs] = [settled, busyMs];
    const { ms, least } = this.#ahead;
    this.tell(Math.max(least, Math.ceil(ms / Math.max(each, 1e-6))));
  }

  #sum(): number {
    const { DONE, FILTERED, SKIPPED, FAILED, QUARANTINED } = Counter;
    const counted = [DONE, FILTERED, SKIPPED, FAILED, QUARANTINED];
    return counted.reduce((sum, counter) => sum + this.counters[counter]!, 0);
  }
}
