/**
 * The node loop's body, the same for every engine and role: take a delivery, run the step, route
 * each emission (waiting for credit), say what became of it.
 *
 * @module
 */
import type { Json, Role } from "../graph/model.ts";
import type { Alloc, AnyStep, InitContext, Outcome } from "../step/define_step.ts";
import type { Failure, Phase } from "../telemetry/report.ts";
import { SendError } from "./crossing.ts";
import { Emissions } from "./emissions.ts";
import { failureOf } from "./failure.ts";
import { Gauge } from "./gauge.ts";
import { type Halt, HALTED } from "./halt.ts";
import { type Packet, packetId } from "./packet.ts";
import { jsonOf } from "./resume/json_of.ts";
import type { ProducerResume } from "./resume/hold.ts";
import { Skip } from "./resume/skip.ts";
import type { Router } from "./router.ts";
import type { Thread } from "./thread.ts";
import { accounted, Cause, Control, Counter, State, Stop, type Words } from "./words.ts";

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
  /** What it lives in. */
  readonly thread: Thread;
  readonly context: StaticContext;
  /** Fires when the execution is aborted. */
  readonly abort: Halt;
  /** Ends waits inside `run`: fires already when producers are to stop if this is one. */
  readonly halt: Halt;
  /** What waits inside `run` are raced against: `halt`, or what ends single attempts as well. */
  readonly wait: Pick<Halt, "race">;
  /** Packets that may wait in the node's inbox. */
  readonly queueLimit: number;
  /** Bytes of packets that may wait there; null for any number. */
  readonly queueBytes: number | null;
  /** A producer is through after so many packets. */
  readonly maxPackets: number;
  /** Of a producer where cuts are taken. */
  readonly resume?: ProducerResume | undefined;
  readonly report: (failure: Failure) => void;
}

/** What `run` and `finish` get; `to` also has a function per port. */
type StepContext = StaticContext & { readonly state: unknown; readonly to: Router["to"] };

/** One running copy of a node. */
export class Replica {
  /** Shows what it does. */
  protected readonly gauge: Gauge;
  readonly #emissions: Emissions;
  readonly #int: Int32Array;
  /** Called by way of a field: V8 then does not inline steps, and compile all anew for one's sake. */
  readonly #run: AnyStep["run"];
  readonly #counters: Float64Array;
  readonly #received: Float64Array;
  /** Producers receive nothing: of them nothing becomes anything. */
  readonly #receives: boolean;
  /** Whether a packet that nothing is emitted from counts as filtered. */
  readonly #filters: boolean;
  #context: StepContext | null = null;
  #failed = false;
  /** Whether `finish` is at work, or through. */
  #ending: "no" | "finishing" | "finished" = "no";
  #packet: Packet | null = null;

  constructor(
    readonly step: AnyStep,
    readonly router: Router,
    readonly options: ReplicaOptions,
  ) {
    const { words, row, role, maxPackets, wait, thread, resume } = options;
    const producer = role === "producer";
    const stopLevel = producer ? Stop.HOLD : Stop.ABORT;
    this.gauge = new Gauge(words, row, thread.now);
    this.#int = words.int;
    this.#receives = !producer;
    this.#run = step.run;
    this.#counters = words.counters(row);
    this.#filters = router.ports.length > 0;
    this.#received = words.received(row);
    const way = resume && resume.sent > 0 ? new Skip(router, this.gauge, resume.sent) : router;
    const limits = { producer, maxPackets, stopLevel, halt: wait, hold: resume?.hold };
    this.#emissions = new Emissions(way, this.gauge, limits);
  }

  /** Calls the step's `init`. Never rejects. */
  async init(): Promise<void> {
    const { context, abort } = this.options;
    if (this.#failed || this.options.words.stop === Stop.ABORT) return;
    this.gauge.busy(1);
    try {
      const state = await abort.race(Promise.resolve(this.step.init?.(context)));
      if (state === false) throw new Error("init returned false");
      if (state === HALTED) return; // given up, and still shown as busy: it may be stuck
      this.#context = { ...context, state, to: this.router.to };
      this.gauge.state(State.RUNNING);
    } catch (error) {
      this.fail("init", error);
    }
    this.gauge.busy(0);
  }

  /** Lets a producer produce until it is through, told to stop, or failed. Never rejects. */
  async produce(): Promise<void> {
    const { words, resume } = this.options;
    if (this.#failed || words.stop >= Stop.DRAIN) return;
    if (resume && !(await resume.hold.wait())) return;
    await this.#process({ value: undefined, origin: this.options.node, seq: -1, branch: "" });
  }

  /** Whether the step takes its time: the next call may take as long as the last that was measured. */
  get isSlow(): boolean {
    return this.gauge.lastMs > 0.5;
  }

  /** Counts a packet that entered this replica's inbox. */
  receive(edge: number): void {
    this.#counters[Counter.RECEIVED]!++;
    this.#received[edge]!++;
  }

  /** Processes a received packet and counts what became of it. Never throws nor rejects. */
  handle(packet: Packet): void | Promise<void> {
    if (this.#failed || this.#int[Control.STOP] === Stop.ABORT) {
      return this.gauge.count(Counter.ABANDONED);
    }
    return this.#process(packet);
  }

  /** Whether nothing is being processed, and, while producers hold, nothing will be. */
  get isAtRest(): boolean {
    if (!this.#receives) return !this.#emissions.isSending;
    return this.#counters[Counter.RECEIVED] === accounted(this.#counters);
  }

  /**
   * Has the step make durable what it has taken; only while it is at rest. Never rejects.
   *
   * @returns what its `init` is to get when it goes on here, undefined if it has nothing to keep;
   * null if it cannot
   */
  async checkpoint(): Promise<{ readonly token: Json | undefined } | null> {
    if (this.#failed) return this.#receives ? null : { token: undefined };
    const { checkpoint } = this.step;
    if (checkpoint === undefined) return { token: undefined };
    this.gauge.idle();
    this.gauge.busy(1);
    try {
      return { token: jsonOf(await checkpoint.call(this.step, this.#context)) };
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
    if (this.#context) {
      this.gauge.state(State.DRAINING);
      try {
        this.gauge.idle();
        this.gauge.busy(1); // if it never ends it is left behind after the grace, by name
        this.router.flush(); // it may take its time
        await this.step.finish?.({ ...this.#context, outcome: this.#outcome() });
      } catch (error) {
        this.fail("finish", error);
      }
      this.gauge.busy(0);
    }
    this.#ending = "finished";
    this.gauge.state(this.#failed ? State.FAILED : State.FINISHED);
    await this.router.close();
  }

  /**
   * Gives up: records the failure and asks producers to stop.
   *
   * @param attempts to process the packet that were made
   */
  fail(
    phase: Phase,
    thrown: unknown,
    packet: Packet | null = this.#packet,
    attempts: number = 1,
  ): void {
    if (phase === "host" && this.#failed) return; // a timer may throw again and again
    this.#failed = true;
    this.gauge.state(State.FAILED);
    const { nodeIds, node, replica, words, report } = this.options;
    words.end(Stop.DRAIN, Cause.FAILED);
    const id = packet && packet.seq >= 0 ? packetId(packet, nodeIds) : null;
    const failure = failureOf(thrown, { node: nodeIds[node]!, replica, phase, packet: id });
    report(attempts > 1 ? { ...failure, attempts } : failure);
  }

  /** Takes note of an error that nobody caught, outside of the step's verbs. */
  crash(error: unknown): void {
    this.fail("host", error);
  }

  /** Finishes what is left of the step's state, and makes a new one. Never rejects. */
  protected async reinit(): Promise<void> {
    const context = this.#context;
    this.#context = null;
    this.gauge.busy(1);
    try {
      const finished = this.step.finish?.({ ...context, outcome: "failed" });
      await this.options.abort.race(Promise.resolve(finished));
    } catch {
      // it has crashed: what its end says concerns nobody any more
    }
    this.gauge.busy(0);
    await this.init();
    if (this.#context === null && !this.isOver) this.fail("init", new Error("it was given up"));
  }

  /** Whether `init` is through, and `finish` has not begun. */
  protected get isRunning(): boolean {
    return this.#context !== null && this.#ending === "no";
  }

  /** Whether `finish` is through. */
  protected get hasFinished(): boolean {
    return this.#ending === "finished";
  }

  /** What `run` gets; null before `init` was through. */
  protected get context(): StepContext | null {
    return this.#context;
  }

  /** Whether no packet is to be processed any more. */
  protected get isOver(): boolean {
    return this.#failed || this.#int[Control.STOP] === Stop.ABORT;
  }

  /** Takes a packet in hand. */
  protected begin(packet: Packet): void {
    this.#packet = packet;
    this.gauge.begin(packet);
  }

  /** Runs the step on a packet and counts what became of it. */
  #process(packet: Packet): void | Promise<void> {
    const gauge = this.gauge;
    const emissions = this.#emissions;
    this.#packet = packet;
    gauge.begin(packet);
    try {
      gauge.enter();
      const result = this.#run.call(this.step, packet.value, this.#context!);
      gauge.leave();
      const whole = emissions.follow(packet, result);
      if (whole !== true) return this.#later(packet, whole);
    } catch (error) {
      return this.#brokenBy(packet, error);
    }
    this.end(this.#verdict());
  }

  async #later(packet: Packet, whole: Promise<boolean>): Promise<void> {
    try {
      if (await whole) return this.end(this.#verdict());
    } catch (error) {
      return this.#brokenBy(packet, error);
    }
    return this.cut(packet, this.#emissions.countOf(packet));
  }

  #brokenBy(packet: Packet, error: unknown): void | Promise<void> {
    this.gauge.leave(); // unless it has returned before
    return this.broken(packet, error, this.#emissions.countOf(packet));
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
    return this.#filters && this.#emissions.count === 0 ? Counter.FILTERED : Counter.DONE;
  }

  /** Puts the packet out of hand, and counts what became of it. */
  protected end(verdict: number): void {
    this.#packet = null;
    this.gauge.busy(0);
    if (this.#receives) this.#counters[verdict]!++;
  }

  #outcome(): Outcome {
    const { cause } = this.options.words;
    if (cause === Cause.FAILED) return "failed";
    return cause === Cause.INTERRUPTED ? "interrupted" : "done";
  }
}
