/** Holds back what an attempt emits, until the attempt has succeeded. @module */
import type { Gauge } from "../gauge.ts";
import type { Packet } from "../packet.ts";
import { EAGER_MS } from "../emissions.ts";
import type { Router } from "../router.ts";
import { snapshot } from "../snapshot.ts";
import { Counter } from "../words.ts";

/** Stands before the router of a replica, which works on one packet at a time. */
export class Stage {
  /** None: what is held back does not count as emitted. */
  readonly ports = [];
  // lists that are used again and again: emptied ones would have to grow anew for every packet
  readonly #portOf: number[] = [];
  readonly #packets: (Packet | null)[] = [];
  #held = 0;
  /** Buffers that move with what is held. */
  readonly #given = new Set<ArrayBuffer>();
  readonly #counts: boolean;
  #sent = 0;
  /** So many are not to be sent. */
  #dropped = 0;
  /**
   * Whether the step goes on after what it emits, and may change it: a value counts as it is when it
   * is emitted (`docs/decisions/0004-what-is-emitted-counts-as-it-is.md`).
   */
  copies = false;

  constructor(readonly router: Router, readonly gauge: Gauge) {
    this.#counts = router.ports.length > 0;
  }

  /** Forgets what is held: an attempt begins. @param dropped so many have left in one before */
  begin(dropped: number): void {
    for (let at = this.#sent; at < this.#held; at++) this.#packets[at] = null;
    if (this.#given.size > 0) this.#given.clear();
    this.#held = 0;
    this.#sent = 0;
    this.#dropped = dropped;
  }

  /** How many this attempt has sent to the next nodes: these cannot be taken back. */
  get sent(): number {
    return Math.max(0, this.#sent - this.#dropped);
  }

  /** How many the attempt has emitted. */
  get count(): number {
    return this.#held;
  }

  /**
   * Holds a packet.
   *
   * @throws {SendError} if the step goes on, and the value cannot cross or was given away before
   */
  route(port: number, packet: Packet): true {
    const isHeard = (this.router.ports[port]?.legs.length ?? 0) > 0;
    const value = this.copies && isHeard ? this.#copyOf(port, packet.value) : packet.value;
    this.#portOf[this.#held] = port;
    this.#packets[this.#held++] = value === packet.value ? packet : { ...packet, value };
    return true;
  }

  /** Sends what other packets have left behind. */
  flush(): void {
    this.router.flush();
  }

  /**
   * Sends what is held, in order.
   *
   * @returns false, or a promise of it, if the execution was aborted before all was accepted
   * @throws {SendError} if a value cannot cross; {@link sent} says whether others went before
   */
  release(): true | Promise<boolean> {
    for (const last = Math.min(this.#dropped, this.#held); this.#sent < last;) {
      this.#packets[this.#sent++] = null;
    }
    while (this.#sent < this.#held) {
      const accepted = this.#next();
      if (accepted !== true) return this.#releaseSlowly(accepted);
      this.#accepted();
    }
    this.#flushIfSlow();
    return true;
  }

  async #releaseSlowly(accepted: true | Promise<boolean>): Promise<boolean> {
    for (;;) {
      this.gauge.busy(0); // it waits for room downstream: not this step is slow
      if (!(await accepted)) return false;
      this.#accepted();
      if (this.#sent === this.#held) break;
      accepted = this.#next();
    }
    this.#flushIfSlow();
    return true;
  }

  #next(): true | Promise<boolean> {
    return this.router.route(this.#portOf[this.#sent]!, this.#packets[this.#sent]!);
  }

  #accepted(): void {
    this.#packets[this.#sent++] = null;
    if (this.#counts) this.gauge.count(Counter.EMITTED);
  }

  #flushIfSlow(): void {
    if (this.gauge.lastMs > EAGER_MS) this.router.flush();
  }

  #copyOf(port: number, value: unknown): unknown {
    const moving = this.router.moving(port, value, this.#given);
    for (const buffer of moving) this.#given.add(buffer);
    return snapshot(value, moving);
  }
}
