/**
 * The node loop's body, the same for every engine and role: take a delivery, run the step, route
 * each emission (waiting for credit), say what became of it.
 *
 * @module
 */
import type { AnyStep } from "../step/define_step.ts";
import { SendError } from "./crossing.ts";
import { Emissions } from "./emissions.ts";
import type { Figures } from "./figures.ts";
import { lastEntered } from "./gauge.ts";
import { Life } from "./life.ts";
import type { Packet } from "./packet.ts";
import type { PacketTimes } from "./packet_times.ts";
import type { ReplicaOptions } from "./replica_options.ts";
import { Skip } from "./resume/skip.ts";
import type { Router } from "./router.ts";
import { accounted, Control, Counter, ReplicaWord, Stop } from "./words.ts";

// constants of this module, which V8 folds: imported ones are looked up for each packet
const { RECEIVED, DONE, FILTERED, ORIGIN, SEQ } = Counter;
const { STOP } = Control;
const { ABORT } = Stop;

/** Of a packet that was received before, or, in a producer, never. */
const NO_EDGE = -1;

/** One running copy of a node. */
export class Replica extends Life {
  readonly #emissions: Emissions;
  readonly #int: Int32Array;
  readonly #busyAt: number;
  /** Called by way of a field: V8 then does not inline steps, and compile all anew for one's sake. */
  readonly #run: AnyStep["run"];
  readonly #counters: Float64Array;
  readonly #times: PacketTimes;
  readonly #received: Float64Array;
  /** Producers receive nothing: of them nothing becomes anything. */
  readonly #receives: boolean;
  readonly #figures: Figures;
  /** Whether a packet that nothing is emitted from counts as filtered. */
  readonly #filters: boolean;

  constructor(step: AnyStep, router: Router, options: ReplicaOptions) {
    super(step, router, options);
    const { words, row, role, maxPackets, wait, hold, emitted = 0 } = options;
    const producer = role === "producer";
    const stopLevel = producer ? Stop.HOLD : Stop.ABORT;
    this.#int = words.int;
    this.#busyAt = words.replica(row, ReplicaWord.BUSY);
    this.#receives = !producer;
    this.#run = step.run;
    this.#figures = options.figures;
    this.#counters = words.counters(row);
    this.#times = this.gauge.times;
    this.#filters = router.ports.length > 0;
    this.#received = words.received(row);
    const way = emitted > 0 ? new Skip(router, this.gauge, emitted) : router;
    const limits = { producer, maxPackets, stopLevel, halt: wait, hold };
    this.#emissions = new Emissions(way, this.gauge, limits);
  }

  /** Lets a producer produce until it is through, told to stop, or failed. Never rejects. */
  async produce(): Promise<void> {
    const { words, hold } = this.options;
    if (this.failed || words.stop >= Stop.DRAIN) return;
    if (hold && words.stop === Stop.HOLD && !(await hold.wait())) return;
    await this.take(NO_EDGE, { value: undefined, origin: this.options.node, seq: -1, branch: "" });
  }

  /** Whether the step takes its time: the next call may take as long as the last that was measured. */
  get isSlow(): boolean {
    return this.gauge.lastMs > 0.5;
  }

  /**
   * Receives a packet, processes it, and counts what became of it. Never throws nor rejects.
   *
   * It is one function, and writes down itself what the gauge's `begin`, `leave` and `end` would, so
   * that it is longer than what V8 inlines: all packets come by here, from node to node in a circle,
   * and V8 would compile every function on the way with all others inside
   * (`docs/decisions/0030-one-function-per-packet.md`).
   *
   * @param edge that it comes by; {@link NO_EDGE} if it was received before
   */
  take(edge: number, packet: Packet): void | Promise<void> {
    const counters = this.#counters;
    if (edge !== NO_EDGE) {
      counters[RECEIVED]!++;
      this.#received[edge]!++;
      if (this.detours || this.#int[STOP] === ABORT) return this.handle(packet);
    }
    const { gauge } = this;
    const emissions = this.#emissions;
    emissions.count = 0;
    counters[ORIGIN] = packet.origin;
    counters[SEQ] = packet.seq;
    gauge.branch = packet.branch;
    gauge.holds = true;
    this.#int[this.#busyAt] = 1;
    lastEntered.row = gauge.row;
    if (--gauge.unmeasured < 0) gauge.measure();
    try {
      const result = this.#run.call(this.step, packet.value, this.context!);
      if (gauge.unmeasured < 0) gauge.measured();
      if (result !== undefined && result !== null) {
        const whole = emissions.follow(packet, result);
        if (whole !== true) return this.#later(packet, whole);
      }
    } catch (error) {
      return this.#brokenBy(packet, error);
    }
    if (this.#receives) {
      counters[this.#filters && emissions.count === 0 ? FILTERED : DONE]!++;
      if (this.#times.isDue) this.#times.settle(gauge.inHand!);
    }
    gauge.holds = false;
    this.#int[this.#busyAt] = 0;
    if (this.#figures.isOpen) this.#figures.settle(true);
  }

  /** Processes a packet that was received, if it still is to be processed. */
  protected handle(packet: Packet): void | Promise<void> {
    return this.isOver ? this.gauge.count(Counter.ABANDONED) : this.take(NO_EDGE, packet);
  }

  /** Whether nothing is being processed, and, while producers hold, nothing will be. */
  get isAtRest(): boolean {
    if (!this.#receives) return !this.#emissions.isSending;
    return this.#counters[RECEIVED] === accounted(this.#counters);
  }

  /** Sends on what the step still has, unless all is given up or it has failed. Never rejects. */
  protected override async drain(): Promise<void> {
    const { drain } = this.step;
    if (drain === undefined || this.isOver) return;
    const { ending, replica, context: { node } } = this.options;
    const packet = { value: undefined, ...ending, branch: node.replicas > 1 ? `.${replica}` : "" };
    try {
      const context = { ...this.context, outcome: this.outcome() };
      this.#emissions.count = 0;
      await this.#emissions.follow(packet, drain.call(this.step, context));
    } catch (error) {
      this.fail(error instanceof SendError ? "send" : "drain", error);
    }
    this.gauge.busy(1); // what follows is the step's own code again
  }

  async #later(packet: Packet, whole: Promise<boolean>): Promise<void> {
    try {
      if (await whole) return this.end(this.#verdict());
    } catch (error) {
      return this.#brokenBy(packet, error);
    }
    return this.cut(packet, this.#emissions.count);
  }

  #brokenBy(packet: Packet, error: unknown): void | Promise<void> {
    this.gauge.leave(); // unless it has returned before
    return this.broken(packet, error, this.#emissions.count);
  }

  /** `run` has failed. @param _sent values that were sent on before */
  protected broken(_packet: Packet, error: unknown, _sent: number): void | Promise<void> {
    this.fail(error instanceof SendError ? "send" : "run", error);
    this.end(Counter.FAILED);
  }

  /** `run` was cut short. @param _sent values that were sent on before */
  protected cut(_packet: Packet, _sent: number): void | Promise<void> {
    this.end(Counter.ABANDONED);
  }

  #verdict(): number {
    return this.#filters && this.#emissions.count === 0 ? FILTERED : DONE;
  }

  /** Puts the packet out of hand, and counts what became of it. */
  protected end(verdict: number): void {
    if (this.#receives) {
      this.#counters[verdict]!++;
      if (this.#times.isDue) this.#times.settle(this.inHand!);
    }
    this.gauge.end();
    if (!this.#figures.isOpen) return;
    this.#figures.settle(verdict === DONE || verdict === FILTERED);
  }
}
