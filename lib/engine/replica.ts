/**
 * The node loop's body, the same for every engine and role: take a delivery, run the step, route
 * each emission (waiting for credit), say what became of it. What can be done synchronously is.
 *
 * @module
 */
import type { Role } from "../graph/model.ts";
import { type AnyStep, Emission, type InitContext, type Outcome } from "../step/define_step.ts";
import type { Failure, Phase } from "../telemetry/report.ts";
import { SendError } from "./crossing.ts";
import { failureOf } from "./failure.ts";
import { type Halt, HALTED } from "./halt.ts";
import { type Packet, packetId } from "./packet.ts";
import type { Router } from "./router.ts";
import { Cause, Counter, ReplicaWord, State, Stop, type Words } from "./words.ts";

/** Where a replica stands, and what it tells. */
export interface ReplicaOptions {
  readonly nodeIds: readonly string[];
  readonly node: number;
  readonly role: Role;
  readonly replica: number;
  /** Index among all replicas of the execution. */
  readonly row: number;
  readonly words: Words;
  readonly context: InitContext<unknown>;
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

/** A call into the step this long is followed by a flush: the next may take as long. */
const EAGER_MS = 0.05;

/** What the verbs get; `to` also has a function per port. */
type StepContext = InitContext<unknown> & { readonly state: unknown; readonly to: Router["to"] };
type AnyGenerator = Generator<unknown> | AsyncGenerator<unknown>;

/** One running copy of a node. */
export class Replica {
  /** The replica whose step was entered last: to whom an error outside `run` is put down. */
  static current: Replica | null = null;
  readonly #counters: Float64Array;
  readonly #producer: boolean;
  readonly #stopLevel: number;
  #context: StepContext | null = null;
  #failed = false;
  #packet: Packet | null = null;
  #emitted = 0;
  #lastMs = 1;

  constructor(
    readonly step: AnyStep,
    readonly router: Router,
    readonly options: ReplicaOptions,
  ) {
    this.#counters = options.words.counters(options.row);
    this.#producer = options.role === "producer";
    this.#stopLevel = this.#producer ? Stop.DRAIN : Stop.ABORT;
  }

  /** Whether it gave up. */
  get failed(): boolean {
    return this.#failed;
  }

  /** Calls the step's `init`. Never rejects. */
  async init(): Promise<void> {
    const { context, abort } = this.options;
    if (this.#failed) return;
    try {
      Replica.current = this;
      const state = await abort.race(Promise.resolve(this.step.init?.(context)));
      if (state === false) throw new Error("init returned false");
      if (state === HALTED) throw new Error("init was still going on when the execution ended");
      this.#context = { ...context, state, to: this.router.to };
      this.#state(State.RUNNING);
    } catch (error) {
      this.fail("init", error);
    }
  }

  /** Lets a producer produce until it is through, told to stop, or failed. Never rejects. */
  async produce(): Promise<void> {
    if (this.#failed || this.options.words.stop >= Stop.DRAIN) return;
    const start = { value: undefined, origin: this.options.node, seq: -1, branch: "" };
    await this.#process(start);
  }

  /** Counts a packet that entered this replica's inbox. */
  receive(edge: number): void {
    this.#counters[Counter.RECEIVED]!++;
    this.options.words.received(this.options.row)[edge]!++;
  }

  /** Processes a received packet and counts what became of it. Never throws nor rejects. */
  handle(packet: Packet): void | Promise<void> {
    if (this.#failed || this.options.words.stop === Stop.ABORT) {
      this.#counters[Counter.ABANDONED]!++;
      return;
    }
    const verdict = this.#process(packet);
    if (verdict instanceof Promise) return verdict.then((what) => void this.#counters[what]!++);
    this.#counters[verdict]!++;
  }

  /** Calls `finish` if `init` had succeeded, then closes what is downstream. Never rejects. */
  async finish(): Promise<void> {
    if (this.#context) {
      this.#state(State.DRAINING);
      try {
        Replica.current = this;
        const finishing = this.step.finish?.({ ...this.#context, outcome: this.#outcome() });
        await this.options.abort.race(Promise.resolve(finishing));
      } catch (error) {
        this.fail("finish", error);
      }
    }
    this.#state(this.#failed ? State.FAILED : State.FINISHED);
    await this.router.close();
  }

  /** Gives up: records the failure and asks producers to stop. */
  fail(phase: Phase, thrown: unknown): void {
    this.#failed = true;
    this.#state(State.FAILED);
    const { nodeIds, node, replica, words, report } = this.options;
    words.end(Stop.DRAIN, Cause.FAILED);
    const packet = this.#packet && this.#packet.seq >= 0 ? packetId(this.#packet, nodeIds) : null;
    report(failureOf(thrown, { node: nodeIds[node]!, replica, phase, packet }));
  }

  #process(packet: Packet): number | Promise<number> {
    this.#packet = packet;
    this.#emitted = 0;
    this.#counters[Counter.ORIGIN] = packet.origin;
    this.#counters[Counter.SEQ] = packet.seq;
    this.#busy(1);
    try {
      const result = this.#timed(() => this.step.run(packet.value, this.#context!));
      const whole = this.#take(result);
      if (whole === true) return this.#verdict(true);
      return whole.then((all) => this.#verdict(all), (error) => this.#broken(error));
    } catch (error) {
      return this.#broken(error);
    }
  }

  #verdict(whole: boolean): number {
    this.#busy(0);
    this.#packet = null;
    if (!whole) return Counter.ABANDONED;
    const silent = this.#emitted === 0 && this.router.ports.length > 0;
    return silent ? Counter.FILTERED : Counter.DONE;
  }

  #broken(error: unknown): number {
    this.fail(error instanceof SendError ? "send" : "run", error);
    this.#busy(0);
    this.#packet = null;
    return Counter.FAILED;
  }

  /** Sends on whatever `run` gave; true (or a promise of it) if all of it was accepted. */
  #take(result: unknown): true | Promise<boolean> {
    if (!isObject(result)) return this.#emit(result);
    if (result instanceof Promise || typeof result.then === "function") {
      return this.#await(result as unknown as PromiseLike<unknown>);
    }
    if (typeof result.next !== "function") return this.#emit(result);
    if (Symbol.iterator in result) return this.#drive(result as unknown as Generator);
    return this.#follow(result as unknown as AsyncGenerator, true);
  }

  async #await(promise: PromiseLike<unknown>): Promise<boolean> {
    const value = await this.#settled(promise);
    return value !== HALTED && await this.#emit(value);
  }

  #drive(generator: Generator): true | Promise<boolean> {
    while (!this.#halted()) {
      const { done, value } = this.#timed(() => generator.next());
      if (done) return true;
      const sent = this.#emit(value);
      if (sent !== true) return this.#follow(generator, sent);
    }
    return this.#cut(generator);
  }

  async #follow(generator: AnyGenerator, sent: true | Promise<boolean>): Promise<boolean> {
    for (;;) {
      if (sent !== true && !(await sent)) return this.#cut(generator) === true;
      if (this.#halted()) return await this.#cut(generator);
      const turn = this.#timed(() => generator.next());
      const step = turn instanceof Promise ? await this.#settled(turn) : turn;
      if (step === HALTED) return await this.#cut(generator);
      if (step.done) return true;
      sent = this.#emit(step.value);
    }
  }

  /** Ends a generator early. A producer told to stop is through; another was cut off. */
  #cut(generator: AnyGenerator): true | Promise<boolean> {
    const returned: unknown = generator.return(undefined);
    // an async generator inside an await answers only when that settles, perhaps never
    if (returned instanceof Promise) returned.catch(() => {});
    return this.#producer ? true : Promise.resolve(false);
  }

  #emit(result: unknown): true | Promise<boolean> {
    if (result === undefined || result === null) return true;
    const port = result instanceof Emission ? result.port : 0;
    const value = result instanceof Emission ? result.value : result;
    if (value === undefined || value === null) return true;
    const { origin, branch } = this.#packet!;
    const k = this.#emitted++;
    const packet = this.#producer
      ? { value, origin, seq: k, branch }
      : { value, origin, seq: this.#packet!.seq, branch: k === 0 ? branch : `${branch}.${k}` };
    const sent = this.router.route(port, packet);
    if (this.router.ports.length > 0) this.#counters[Counter.EMITTED]!++;
    if (this.#lastMs > EAGER_MS) this.router.flush();
    return sent;
  }

  #halted(): boolean {
    if (this.options.words.stop >= this.#stopLevel) return true;
    return this.#producer && this.#emitted >= this.options.maxPackets;
  }

  #timed<T>(call: () => T): T {
    Replica.current = this;
    const start = performance.now();
    try {
      return call();
    } finally {
      this.#spent(performance.now() - start);
    }
  }

  /** Waits for the step, flushing first: nobody may wait for packets held back here. */
  async #settled<T>(promise: PromiseLike<T>): Promise<T | typeof HALTED> {
    this.router.flush();
    const start = performance.now();
    try {
      return await this.options.halt.race(promise);
    } finally {
      Replica.current = this;
      this.#spent(performance.now() - start);
    }
  }

  #spent(ms: number): void {
    this.#lastMs = ms;
    this.#counters[Counter.BUSY_MS]! += ms;
  }

  #outcome(): Outcome {
    const { cause } = this.options.words;
    if (cause === Cause.FAILED) return "failed";
    return cause === Cause.INTERRUPTED ? "interrupted" : "done";
  }

  #busy(flag: 0 | 1): void {
    const { words, row } = this.options;
    Atomics.store(words.int, words.replica(row, ReplicaWord.BUSY), flag);
  }

  #state(state: number): void {
    const { words, row } = this.options;
    Atomics.store(words.int, words.replica(row, ReplicaWord.STATE), state);
  }
}

type Loose = { then?: unknown; next?: unknown };

function isObject(value: unknown): value is Loose {
  return typeof value === "object" && value !== null;
}
