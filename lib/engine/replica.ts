/**
 * The node loop's body, the same for every engine and role: take a delivery, run the step, route
 * each emission (waiting for credit), say what became of it.
 *
 * @module
 */
import type { Role } from "../graph/model.ts";
import type { Alloc, AnyStep, InitContext, Outcome } from "../step/define_step.ts";
import type { Failure, Phase } from "../telemetry/report.ts";
import { SendError } from "./crossing.ts";
import { Emissions } from "./emissions.ts";
import { failureOf } from "./failure.ts";
import { Gauge } from "./gauge.ts";
import { type Halt, HALTED } from "./halt.ts";
import { type Packet, packetId } from "./packet.ts";
import type { Router } from "./router.ts";
import { Cause, Counter, State, Stop, type Words } from "./words.ts";

/** What every verb of a step gets, and what does not change between calls of `run`. */
export type StaticContext = InitContext<unknown> & { readonly alloc: Alloc };

/** Where a replica stands, and what it tells. */
export interface ReplicaOptions {
  readonly nodeIds: readonly string[];
  readonly node: number;
  readonly role: Role;
  readonly replica: number;
  /** Index among all replicas of the execution. */
  readonly row: number;
  readonly words: Words;
  readonly context: StaticContext;
  /** Fires when the execution is aborted. */
  readonly abort: Halt;
  /** Ends waits inside `run`: fires already when producers are to stop if this is one. */
  readonly halt: Halt;
  /** Packets that may wait in the node's inbox. */
  readonly queueLimit: number;
  /** A producer is through after so many packets. */
  readonly maxPackets: number;
  readonly report: (failure: Failure) => void;
}

/** What `run` and `finish` get; `to` also has a function per port. */
type StepContext = StaticContext & { readonly state: unknown; readonly to: Router["to"] };

/** One running copy of a node. */
export class Replica {
  /** The replica whose step was entered last: to whom an error outside `run` is put down. */
  static current: Replica | null = null;
  readonly #gauge: Gauge;
  readonly #emissions: Emissions;
  readonly #received: Float64Array;
  #context: StepContext | null = null;
  #failed = false;
  #packet: Packet | null = null;

  constructor(
    readonly step: AnyStep,
    readonly router: Router,
    readonly options: ReplicaOptions,
  ) {
    const { words, row, role, maxPackets, halt } = options;
    const producer = role === "producer";
    const stopLevel = producer ? Stop.DRAIN : Stop.ABORT;
    this.#gauge = new Gauge(words, row);
    this.#received = words.received(row);
    this.#emissions = new Emissions(router, this.#gauge, { producer, maxPackets, stopLevel, halt });
  }

  /** Calls the step's `init`. Never rejects. */
  async init(): Promise<void> {
    const { context, abort } = this.options;
    if (this.#failed || this.options.words.stop === Stop.ABORT) return;
    this.#gauge.busy(1);
    try {
      Replica.current = this;
      const state = await abort.race(Promise.resolve(this.step.init?.(context)));
      if (state === false) throw new Error("init returned false");
      if (state === HALTED) return; // given up, and still shown as busy: it may be stuck
      this.#context = { ...context, state, to: this.router.to };
      this.#gauge.state(State.RUNNING);
    } catch (error) {
      this.fail("init", error);
    }
    this.#gauge.busy(0);
  }

  /** Lets a producer produce until it is through, told to stop, or failed. Never rejects. */
  async produce(): Promise<void> {
    if (this.#failed || this.options.words.stop >= Stop.DRAIN) return;
    await this.#process({ value: undefined, origin: this.options.node, seq: -1, branch: "" });
  }

  /** Whether the step takes its time: the next call may take as long as the last that was measured. */
  get isSlow(): boolean {
    return this.#gauge.lastMs > 0.5;
  }

  /** Counts a packet that entered this replica's inbox. */
  receive(edge: number): void {
    this.#gauge.count(Counter.RECEIVED);
    this.#received[edge]!++;
  }

  /** Processes a received packet and counts what became of it. Never throws nor rejects. */
  handle(packet: Packet): void | Promise<void> {
    if (this.#failed || this.options.words.stop === Stop.ABORT) {
      return this.#gauge.count(Counter.ABANDONED);
    }
    const verdict = this.#process(packet);
    if (typeof verdict === "number") return this.#gauge.count(verdict);
    return verdict.then((what) => this.#gauge.count(what));
  }

  /** Calls `finish` if `init` had succeeded, then closes what is downstream. Never rejects. */
  async finish(): Promise<void> {
    if (this.#context) {
      this.#gauge.state(State.DRAINING);
      try {
        Replica.current = this;
        this.#gauge.packet(null);
        this.#gauge.busy(1); // if it never ends it is left behind after the grace, by name
        await this.step.finish?.({ ...this.#context, outcome: this.#outcome() });
      } catch (error) {
        this.fail("finish", error);
      }
      this.#gauge.busy(0);
    }
    this.#gauge.state(this.#failed ? State.FAILED : State.FINISHED);
    await this.router.close();
  }

  /** Gives up: records the failure and asks producers to stop. */
  fail(phase: Phase, thrown: unknown, packet: Packet | null = this.#packet): void {
    if (phase === "host" && this.#failed) return; // a timer may throw again and again
    this.#failed = true;
    this.#gauge.state(State.FAILED);
    const { nodeIds, node, replica, words, report } = this.options;
    words.end(Stop.DRAIN, Cause.FAILED);
    const id = packet && packet.seq >= 0 ? packetId(packet, nodeIds) : null;
    report(failureOf(thrown, { node: nodeIds[node]!, replica, phase, packet: id }));
  }

  /** Runs the step on a packet; gives the counter of what became of it. */
  #process(packet: Packet): number | Promise<number> {
    this.#begin(packet);
    try {
      const whole = this.#emissions.follow(packet, this.#call(packet.value));
      if (whole === true) return this.#end(this.#verdict());
      return whole.then(
        (all) => this.#end(all ? this.#verdict() : Counter.ABANDONED),
        (error) => this.#broken(error),
      );
    } catch (error) {
      return this.#broken(error);
    }
  }

  #call(value: unknown): unknown {
    this.#gauge.enter();
    try {
      return this.step.run(value, this.#context!);
    } finally {
      this.#gauge.leave();
    }
  }

  #begin(packet: Packet): void {
    Replica.current = this;
    this.#packet = packet;
    this.#gauge.packet(packet);
    this.#gauge.busy(1);
  }

  #verdict(): number {
    const silent = this.#emissions.count === 0 && this.router.ports.length > 0;
    return silent ? Counter.FILTERED : Counter.DONE;
  }

  #broken(error: unknown): number {
    this.fail(error instanceof SendError ? "send" : "run", error);
    return this.#end(Counter.FAILED);
  }

  #end(verdict: number): number {
    this.#gauge.busy(0);
    this.#packet = null;
    return verdict;
  }

  #outcome(): Outcome {
    const { cause } = this.options.words;
    if (cause === Cause.FAILED) return "failed";
    return cause === Cause.INTERRUPTED ? "interrupted" : "done";
  }
}
