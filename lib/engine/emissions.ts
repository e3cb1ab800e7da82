/**
 * Follows whatever `run` gave back: a value, a promise, or a generator of either kind. What is
 * synchronous stays synchronous; only real promises are awaited.
 *
 * @module
 */
import { Emission } from "../step/define_step.ts";
import type { Gauge } from "./gauge.ts";
import { type Halt, HALTED } from "./halt.ts";
import type { Lineage } from "./packet.ts";
import type { Hold } from "./resume/hold.ts";
import type { Router } from "./router.ts";
import { Control, Counter, Stop } from "./words.ts";

// constants of this module, which V8 folds: imported ones are looked up for each packet
const { EMITTED } = Counter;
const { STOP } = Control;

/** When to stop following. */
export interface Limits {
  /** Producers number their emissions themselves and are through when told to stop. */
  readonly producer: boolean;
  /** A producer is through after so many emissions. */
  readonly maxPackets: number;
  /** How urgent an end must be to cut `run` short; see `Stop`. */
  readonly stopLevel: number;
  /** Ends waits inside `run`. */
  readonly halt: Pick<Halt, "race">;
  /** Where a producer pauses; left out of others. */
  readonly hold?: Hold | undefined;
}

/** Where emissions go. */
export type Way = Pick<Router, "ports" | "route" | "flush">;

/** A call into the step this long is followed by a flush: the next may take as long. */
export const EAGER_MS = 0.05;

type AnyGenerator = Generator<unknown> | AsyncGenerator<unknown>;
type Loose = { then?: unknown; next?: unknown };

/** What a step that is executed elsewhere gives one by one: there it was a generator. */
export class Streamed {
  constructor(readonly values: AsyncGenerator) {}
}

/** The emissions of one replica. */
export class Emissions {
  // what every packet asks for is kept here, one step away
  readonly #int: Int32Array;
  readonly #producer: boolean;
  readonly #stopLevel: number;
  /** After so many it is through. */
  readonly #most: number;
  /** Whether emissions go anywhere: those of consumers do not. */
  readonly #counts: boolean;
  readonly #counters: Float64Array;
  /** Emissions from the present packet so far; who begins with one sets it to 0. */
  count = 0;
  #isSending = false;

  constructor(readonly router: Way, readonly gauge: Gauge, readonly limits: Limits) {
    this.#int = gauge.words.int;
    this.#counters = gauge.counters;
    this.#producer = limits.producer;
    this.#stopLevel = limits.stopLevel;
    this.#most = limits.producer ? limits.maxPackets : Infinity;
    this.#counts = router.ports.length > 0;
  }

  /** Whether an emission waits to be accepted downstream. */
  get isSending(): boolean {
    return this.#isSending;
  }

  /**
   * Sends on what `run` gave for a packet.
   *
   * @returns true if all of it was accepted downstream, false if it was cut short
   * @throws whatever the step throws, and {@link SendError}
   */
  follow(packet: Lineage, result: unknown): true | Promise<boolean> {
    const loose = result as Loose | null | undefined;
    if (typeof loose !== "object" || loose === null) return this.#emit(packet, result, false);
    if (typeof loose.then === "function") {
      return this.#await(packet, result as PromiseLike<unknown>);
    }
    if (typeof loose.next !== "function") return this.#emit(packet, result, false);
    if (Symbol.iterator in loose) return this.#drive(packet, result as Generator);
    return this.#driveSlowly(packet, result as AsyncGenerator, true);
  }

  async #await(packet: Lineage, promise: PromiseLike<unknown>): Promise<boolean> {
    const value = await this.#wait(promise);
    if (value instanceof Streamed) return await this.#driveSlowly(packet, value.values, true);
    if (value === HALTED || (this.#mustAsk && !(await this.#mayEmit()))) return false;
    this.#isSending = true;
    const accepted = await this.#emit(packet, value, false);
    this.#isSending = false;
    return accepted;
  }

  #drive(packet: Lineage, generator: Generator): true | Promise<boolean> {
    const { gauge } = this;
    while (!this.#halted()) {
      gauge.enter();
      const turn = generator.next();
      gauge.leave();
      if (turn.done) return true;
      const sent = this.#emit(packet, turn.value, !this.#producer);
      if (sent !== true) return this.#driveSlowly(packet, generator, sent);
    }
    const isOver = this.#int[STOP]! >= Stop.DRAIN || this.count >= this.#most;
    return isOver ? this.#cut(generator) : this.#driveSlowly(packet, generator, true); // it is held
  }

  async #driveSlowly(
    packet: Lineage,
    generator: AnyGenerator,
    sent: true | Promise<boolean>,
  ): Promise<boolean> {
    for (;;) {
      if (sent !== true) {
        this.#isSending = true;
        const accepted = await sent;
        this.#isSending = false;
        this.gauge.busy(1);
        if (!accepted) return await this.#cut(generator);
      }
      if (this.#halted() && !(await this.#isReleased())) return await this.#cut(generator);
      const turn = this.#turn(generator);
      const step = turn instanceof Promise ? await this.#wait(turn) : turn;
      if (step === HALTED) return await this.#cut(generator, true);
      if (step.done) return true;
      if (turn instanceof Promise && this.#mustAsk && !(await this.#mayEmit())) {
        return await this.#cut(generator);
      }
      sent = this.#emit(packet, step.value, !this.#producer);
    }
  }

  /** Whether what a producer has waited for is perhaps not to be emitted now: it may be held. */
  get #mustAsk(): boolean {
    const { hold } = this.limits;
    const stop = this.#int[STOP];
    return hold !== undefined && (stop === Stop.HOLD || (hold.isCutting && stop !== Stop.NO));
  }

  /** Pauses with a value in hand. @returns whether it may be emitted: if not, it was never given */
  async #mayEmit(): Promise<boolean> {
    return await this.#isReleased() || !this.limits.hold!.isCutting;
  }

  /** Pauses as long as producers hold. @returns whether the producer is to go on */
  async #isReleased(): Promise<boolean> {
    const { hold } = this.limits;
    if (hold === undefined || this.count >= this.#most) return false;
    this.router.flush();
    this.gauge.busy(0);
    const goesOn = await hold.wait();
    this.gauge.busy(1);
    return goesOn;
  }

  #turn<G extends AnyGenerator>(generator: G): ReturnType<G["next"]> {
    this.gauge.enter();
    const turn = generator.next() as ReturnType<G["next"]>;
    this.gauge.leave();
    return turn;
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

  /** @param isOneOfMany whether the packet's emissions are told apart by number */
  #emit(packet: Lineage, result: unknown, isOneOfMany: boolean): true | Promise<boolean> {
    if (result === undefined || result === null) return true;
    let port = 0;
    let value = result;
    if (result instanceof Emission) {
      port = result.port;
      value = result.value;
      if (value === undefined || value === null) return true;
    }
    const k = this.count++;
    const sent = this.router.route(port, {
      value,
      origin: packet.origin,
      seq: this.#producer ? k : packet.seq,
      branch: isOneOfMany ? `${packet.branch}.${k}` : packet.branch,
    });
    if (this.#counts) this.#counters[EMITTED]!++;
    if (this.gauge.lastMs > EAGER_MS) this.router.flush();
    if (sent !== true) this.gauge.busy(0); // it waits for room downstream: not this step is slow
    return sent;
  }

  #halted(): boolean {
    return this.#int[STOP]! >= this.#stopLevel || this.count >= this.#most;
  }

  /** Waits for the step, flushing first: nobody may wait for packets held back here. */
  #wait<T>(promise: PromiseLike<T>): Promise<T | typeof HALTED> {
    this.router.flush();
    return this.gauge.timedWait(this.limits.halt.race(promise));
  }
}
