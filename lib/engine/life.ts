/** A step's life in one replica: everything but `run`. @module */
import type { Json } from "../graph/model.ts";
import type { AnyStep, Outcome } from "../step/define_step.ts";
import type { Phase, SlowPacket } from "../telemetry/report.ts";
import { failureOf } from "./failure.ts";
import { Gauge } from "./gauge.ts";
import { HALTED } from "./halt.ts";
import { type Lineage, packetId } from "./packet.ts";
import type { ReplicaOptions, StepContext } from "./replica_options.ts";
import { jsonOf } from "./resume/json_of.ts";
import type { Router } from "./router.ts";
import { Cause, Control, State, Stop } from "./words.ts";

/** Begins, checkpoints, begins anew, fails and finishes. */
export class Life {
  /** Shows what it does. */
  protected readonly gauge: Gauge;
  /** What `run` gets; null before `init` was through. */
  protected context: StepContext | null = null;
  /** Whether it has given up. */
  protected failed = false;
  /** Whether something is to be asked before a packet is processed, such as whether it has failed. */
  protected detours = false;
  /** Whether `finish` is at work, or through. */
  #ending: "no" | "finishing" | "finished" = "no";

  constructor(
    readonly step: AnyStep,
    readonly router: Router,
    readonly options: ReplicaOptions,
  ) {
    this.gauge = new Gauge(options.words, options.row, options.thread.now);
    this.gauge.onSampled = () => router.lookForAsked();
  }

  /** Calls the step's `init`. Never rejects. */
  async init(): Promise<void> {
    const { context, abort } = this.options;
    if (this.failed || this.options.words.stop === Stop.ABORT) return;
    this.gauge.busy(1);
    try {
      const state = await abort.race(Promise.resolve(this.step.init?.(context)));
      if (state === false) throw new Error("init returned false");
      if (state === HALTED) return; // given up, and still shown as busy: it may be stuck
      this.context = { ...context, state, to: this.router.to };
      this.options.figures.settle(true);
      this.gauge.state(State.RUNNING);
    } catch (error) {
      this.fail("init", error);
    }
    this.gauge.busy(0);
  }

  /**
   * Has the step make durable what it has taken; only while it is at rest. Never rejects.
   *
   * @returns what its `init` is to get when it goes on here, undefined if it has nothing to keep;
   * null if it cannot
   */
  async checkpoint(): Promise<{ readonly token: Json | undefined } | null> {
    const { role } = this.options;
    if (this.failed) return role === "producer" ? { token: undefined } : null;
    const { checkpoint } = this.step;
    if (checkpoint === undefined) return { token: undefined };
    this.gauge.idle();
    this.gauge.busy(1);
    try {
      return { token: jsonOf(await checkpoint.call(this.step, this.context)) };
    } catch (error) {
      this.fail("checkpoint", error);
      return null;
    } finally {
      this.gauge.busy(0);
    }
  }

  /** Calls `finish` if `init` had succeeded, then closes what is downstream. Never rejects. */
  async finish(): Promise<void> {
    this.#ending = "finishing";
    this.gauge.times.close();
    if (this.context) {
      this.gauge.state(State.DRAINING);
      try {
        this.gauge.idle();
        this.gauge.busy(1); // if it never ends it is left behind after the grace, by name
        this.router.flush(); // it may take its time
        await this.drain();
        await this.step.finish?.({ ...this.context, outcome: this.outcome() });
      } catch (error) {
        this.fail("finish", error);
      }
      this.gauge.busy(0);
      const { figures, tellFigures } = this.options;
      figures.settle(true);
      tellFigures(figures.sums);
    }
    this.#ending = "finished";
    this.gauge.state(this.failed ? State.FAILED : State.FINISHED);
    await this.router.close();
  }

  /** Sends on what the step still has. Never rejects. */
  protected async drain(): Promise<void> {}

  /**
   * Gives up: records the failure and asks producers to stop.
   *
   * @param attempts to process the packet that were made
   */
  fail(
    phase: Phase,
    thrown: unknown,
    packet: Lineage | null = this.inHand,
    attempts: number = 1,
  ): void {
    if (phase === "host" && this.failed) return; // a timer may throw again and again
    this.failed = this.detours = true;
    this.gauge.state(State.FAILED);
    const { nodeIds, node, replica, words, report } = this.options;
    words.end(Stop.DRAIN, Cause.FAILED);
    const id = packet && packet.seq >= 0 ? packetId(packet, nodeIds) : null;
    const failure = failureOf(thrown, { node: nodeIds[node]!, replica, phase, packet: id });
    report(attempts > 1 ? { ...failure, attempts } : failure);
  }

  /** What it has in hand; of producers a packet that is numbered -1. */
  get inHand(): Lineage | null {
    return this.gauge.inHand;
  }

  /** Takes note of an error that nobody caught, outside of the step's verbs. */
  crash(error: unknown): void {
    this.fail("host", error);
  }

  /** Finishes what is left of the step's state, and makes a new one. Never rejects. */
  protected async reinit(): Promise<void> {
    const context = this.context;
    this.context = null;
    this.gauge.busy(1);
    try {
      const finished = this.step.finish?.({ ...context, outcome: "failed" });
      await this.options.abort.race(Promise.resolve(finished));
    } catch {
      // it has crashed: what its end says concerns nobody any more
    }
    this.gauge.busy(0);
    await this.init();
    if (this.context === null && !this.isOver) this.fail("init", new Error("it was given up"));
  }

  /** The slowest of its packets, the slowest first. */
  slowest(): SlowPacket[] {
    const { nodeIds, replica } = this.options;
    return this.gauge.times.slowest(nodeIds, replica);
  }

  /** Whether `init` is through, and `finish` has not begun. */
  protected get isRunning(): boolean {
    return this.context !== null && this.#ending === "no";
  }

  /** Whether `finish` is through. */
  protected get hasFinished(): boolean {
    return this.#ending === "finished";
  }

  /** Whether no packet is to be processed any more. */
  protected get isOver(): boolean {
    return this.failed || this.options.words.int[Control.STOP] === Stop.ABORT;
  }

  /** How the execution ends for the step. */
  protected outcome(): Outcome {
    const { cause } = this.options.words;
    if (cause === Cause.FAILED) return "failed";
    return cause === Cause.INTERRUPTED ? "interrupted" : "done";
  }
}
