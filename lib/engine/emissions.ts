/**
 * Follows whatever `run` gave back: a value, a promise, or a generator of either kind. What is
 * synchronous stays synchronous; only real promises are awaited.
 *
 * @module
 */
import { Emission } from "../step/define_step.ts";
import type { Gauge } from "./gauge.ts";
import { type Halt, HALTED } from "./halt.ts";
import type { Packet } from "./packet.ts";
import type { Router } from "./router.ts";
import { Counter } from "./words.ts";

/** When to stop following. */
export interface Limits {
  /** Producers number their emissions themselves and are through when told to stop. */
  readonly producer: boolean;
  /** A producer is through after so many emissions. */
  readonly maxPackets: number;
  /** How urgent an end must be to cut `run` short; see `Stop`. */
  readonly stopLevel: number;
  /** Ends waits inside `run`. */
  readonly halt: Halt;
}

/** A call into the step this long is followed by a flush: the next may take as long. */
const EAGER_MS = 0.05;

type AnyGenerator = Generator<unknown> | AsyncGenerator<unknown>;
type Loose = { then?: unknown; next?: unknown };

/** The emissions of one replica. */
export class Emissions {
  #packet!: Packet;
  #many = false;
  /** Emissions from the present packet so far. */
  count = 0;

  constructor(readonly router: Router, readonly gauge: Gauge, readonly limits: Limits) {}

  /**
   * Sends on what `run` gave for a packet.
   *
   * @returns true if all of it was accepted downstream, false if it was cut short
   * @throws whatever the step throws, and {@link SendError}
   */
  follow(packet: Packet, result: unknown): true | Promise<boolean> {
    this.#packet = packet;
    this.count = 0;
    this.#many = false;
    const loose = result as Loose | null | undefined;
    if (typeof loose !== "object" || loose === null) return this.#emit(result);
    if (typeof loose.then === "function") return this.#await(result as PromiseLike<unknown>);
    if (typeof loose.next !== "function") return this.#emit(result);
    this.#many = true;
    if (Symbol.iterator in loose) return this.#drive(result as Generator);
    return this.#driveSlowly(result as AsyncGenerator, true);
  }

  async #await(promise: PromiseLike<unknown>): Promise<boolean> {
    const value = await this.#wait(promise);
    return value !== HALTED && await this.#emit(value);
  }

  #drive(generator: Generator): true | Promise<boolean> {
    while (!this.#halted()) {
      const turn = this.#turn(generator);
      if (turn.done) return true;
      const sent = this.#emit(turn.value);
      if (sent !== true) return this.#driveSlowly(generator, sent);
    }
    return this.#cut(generator);
  }

  async #driveSlowly(generator: AnyGenerator, sent: true | Promise<boolean>): Promise<boolean> {
    for (;;) {
      if (sent !== true) {
        const accepted = await sent;
        this.gauge.busy(1);
        if (!accepted) return await this.#cut(generator);
      }
      if (this.#halted()) return await this.#cut(generator);
      const turn = this.#turn(generator);
      const step = turn instanceof Promise ? await this.#wait(turn) : turn;
      if (step === HALTED) return await this.#cut(generator, true);
      if (step.done) return true;
      sent = this.#emit(step.value);
    }
  }

  #turn<G extends AnyGenerator>(generator: G): ReturnType<G["next"]> {
    this.gauge.enter();
    try {
      return generator.next() as ReturnType<G["next"]>;
    } finally {
      this.gauge.leave();
    }
  }

  /** Ends a generator early. A producer told to stop is through; another was cut off. */
  #cut(generator: AnyGenerator, insideAwait = false): true | Promise<boolean> {
    const { producer } = this.limits;
    const returned: unknown = generator.return?.(undefined);
    if (!(returned instanceof Promise)) return producer || Promise.resolve(false);
    if (!insideAwait) return returned.then(() => producer); // its `finally` belongs to `run`
    returned.catch(() => {}); // it answers only when that await settles, perhaps never
    return producer || Promise.resolve(false);
  }

  #emit(result: unknown): true | Promise<boolean> {
    const sent = this.#send(result);
    if (this.gauge.lastMs > EAGER_MS) this.router.flush();
    if (sent !== true) this.gauge.busy(0); // it waits for room downstream: not this step is slow
    return sent;
  }

  #send(result: unknown): true | Promise<boolean> {
    if (result === undefined || result === null) return true;
    const port = result instanceof Emission ? result.port : 0;
    const value = result instanceof Emission ? result.value : result;
    if (value === undefined || value === null) return true;
    const sent = this.router.route(port, this.#next(value));
    if (this.router.ports.length > 0) this.gauge.count(Counter.EMITTED);
    return sent;
  }

  #next(value: unknown): Packet {
    const { origin, seq, branch } = this.#packet;
    const k = this.count++;
    if (this.limits.producer) return { value, origin, seq: k, branch };
    return { value, origin, seq, branch: this.#many ? `${branch}.${k}` : branch };
  }

  #halted(): boolean {
    const { producer, maxPackets, stopLevel } = this.limits;
    return this.gauge.words.stop >= stopLevel || (producer && this.count >= maxPackets);
  }

  /** Waits for the step, flushing first: nobody may wait for packets held back here. */
  #wait<T>(promise: PromiseLike<T>): Promise<T | typeof HALTED> {
    this.router.flush();
    return this.gauge.timedWait(this.limits.halt.race(promise));
  }
}
