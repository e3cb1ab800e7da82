/**
 * Replicas that go on after a failure: each packet may have several attempts, and a crash costs the
 * step's state and nothing else. Under a policy all that an attempt emits is held back until it has
 * succeeded; without one packets go the direct way until there is a crash.
 *
 * @module
 */
import type { AnyStep } from "../../step/define_step.ts";
import { RemoteStep } from "../cell/remote_step.ts";
import { SendError } from "../crossing.ts";
import { Emissions } from "../emissions.ts";
import { plainAlloc } from "../host/lending.ts";
import { failureOf, messageOf } from "../failure.ts";
import type { Halt } from "../halt.ts";
import type { Packet } from "../packet.ts";
import { Replica } from "../replica.ts";
import type { ReplicaOptions } from "../replica_options.ts";
import type { Router } from "../router.ts";
import { Counter, Stop } from "../words.ts";
import { CellLost, isCrash } from "./crash.ts";
import { type Asides, type Broken, giveUp } from "./give_up.ts";
import type { Interrupt } from "./interrupt.ts";
import { Patience } from "./patience.ts";
import type { Policy } from "./policy.ts";
import { Stage } from "./stage.ts";
import { Timeout, TimeoutError } from "./timeout.ts";

/** What a tolerant replica needs besides what every replica does. */
export interface TolerantOptions extends ReplicaOptions, Asides {
  /** Null if the flow says nothing: then nothing is held back. */
  readonly policy: Policy | null;
  /** A packet that has crashed the replica so often is given up. */
  readonly maxAttempts: number;
  /** Whether the step may begin anew, without what it held in memory. */
  readonly restarts: () => boolean;
  /** Ends the waits of one attempt. */
  readonly wait: Interrupt;
  /** Fires when producers are to stop: pauses end then. */
  readonly stop: Halt;
}

/** So many times it is told that a replica begins anew. */
const MOST_TOLD = 5;

/** What became of an attempt: a counter, or why it failed. */
type Tried = number | Broken;

/** One running copy of a node that has a policy, or whose step may begin anew. */
export class TolerantReplica extends Replica {
  readonly #stage: Stage;
  readonly #staged: Emissions;
  readonly #timeout: Timeout | null;
  readonly #filters: boolean;
  readonly #run: AnyStep["run"];
  /** An error outside of `run` that the replica has not dealt with yet. */
  #crash: { readonly error: unknown } | null = null;
  /** There was one that the replica could not deal with. */
  #isLost = false;
  #restarts = 0;
  /** Crashes between packets, since one was processed. */
  #idleCrashes = 0;
  /** Packets that were processed before the last of them. */
  #processed = -1;

  constructor(step: AnyStep, router: Router, readonly tolerant: TolerantOptions) {
    super(step, router, tolerant);
    const timeoutMs = tolerant.policy?.timeoutMs ?? null;
    this.detours = tolerant.policy !== null;
    this.#run = step.run;
    this.#stage = new Stage(router, this.gauge);
    this.#timeout = timeoutMs === null ? null : new Timeout(timeoutMs, tolerant.wait);
    this.#filters = router.ports.length > 0;
    this.#staged = new Emissions(this.#stage, this.gauge, {
      producer: false,
      maxPackets: Infinity,
      stopLevel: Stop.ABORT,
      halt: this.#timeout ?? tolerant.wait,
    });
  }

  /** Processes a packet, in several attempts if need be. Never throws nor rejects. */
  protected override handle(packet: Packet): void | Promise<void> {
    if (this.#crash !== null) return this.#handleLater(packet);
    if (this.tolerant.policy === null) return super.handle(packet);
    if (this.isOver) return this.gauge.count(Counter.ABANDONED);
    const tried = this.#attempt(packet, 0);
    return typeof tried === "number" ? this.end(tried) : this.#goOn(packet, tried, 0);
  }

  /** Begins anew if the step may, before the next attempt or packet; else gives up. */
  override crash(error: unknown): void {
    if (this.tolerant.restarts() && this.hasFinished) return this.#tellTooLate(error);
    if (this.tolerant.restarts() && this.isRunning && !this.isOver) {
      this.#crash ??= { error };
      this.detours = true;
    } else {
      super.crash(error);
      this.#isLost = true;
    }
    this.tolerant.wait.fire(); // what is waited for may never come now
  }

  /** Finishes; a crash after the last packet costs nothing. */
  override finish(): Promise<void> {
    if (this.#crash !== null) this.#tellTooLate(this.#crash.error);
    return super.finish();
  }

  #tellTooLate(error: unknown): void {
    const { log } = this.tolerant.context;
    log.warning(`an error after all was done: ${messageOf(error)}`);
  }

  /** The direct way has failed. */
  protected override broken(packet: Packet, error: unknown, sent: number): void | Promise<void> {
    if (!this.tolerant.restarts() || !isCrash(error)) return super.broken(packet, error, sent);
    return this.#goOn(packet, { phase: "run", error, crashed: true, final: false }, sent);
  }

  /** The direct way was cut short. */
  protected override cut(packet: Packet, sent: number): void | Promise<void> {
    if (this.#isLost) return this.end(Counter.FAILED);
    if (this.#crash === null) return super.cut(packet, sent);
    return this.#goOn(packet, this.#crashed(this.#crash, false), sent);
  }

  /** There was a crash between packets. */
  async #handleLater(packet: Packet): Promise<void> {
    const { error } = this.#crash!;
    const { counters } = this.gauge;
    const processed = counters[Counter.DONE]! + counters[Counter.FILTERED]!;
    this.#idleCrashes = processed === this.#processed ? this.#idleCrashes + 1 : 1;
    this.#processed = processed;
    if (this.#idleCrashes > this.tolerant.maxAttempts) this.fail("host", error, null);
    else if (!this.isOver) await this.#restart(error);
    this.#crash = null; // also where nothing begins anew: it would be dealt with for ever
    await this.handle(packet);
  }

  /**
   * Waits for an attempt, and tries again as long as that is wanted.
   *
   * @param sent values that a direct attempt has sent on: others are to repeat, but not to send them
   */
  async #goOn(packet: Packet, tried: Tried | Promise<Tried>, sent: number): Promise<void> {
    const patience = new Patience(this.tolerant.policy, this.tolerant.maxAttempts);
    for (;;) {
      const outcome = await tried;
      if (typeof outcome === "number") {
        return this.end(outcome);
      }
      const pause = patience.next(outcome, this.tolerant.thread.chance());
      if (outcome.crashed || await this.#isGone(outcome)) await this.#restart(outcome.error);
      if (this.isOver) return this.end(Counter.ABANDONED);
      if (pause === null) return this.end(await this.#giveUp(packet, outcome, patience, sent));
      if (pause > 0 || !outcome.crashed) await this.#pause(pause);
      if (this.isOver) return this.end(Counter.ABANDONED);
      this.gauge.count(Counter.RETRIES);
      tried = this.#attempt(packet, sent);
    }
  }

  #attempt(packet: Packet, sent: number): Tried | Promise<Tried> {
    const { gauge } = this;
    this.#stage.begin(sent);
    this.#staged.count = 0;
    if (this.tolerant.figures.isOpen) this.tolerant.figures.settle(false); // of an attempt before
    const context = this.#timeout
      ? {
        ...this.context!,
        signal: this.#timeout.begin(),
        count: this.tolerant.figures.forAttempt(),
      }
      : this.tolerant.policy === null
      ? { ...this.context!, alloc: plainAlloc } // what is held back must not keep slots
      : this.context!;
    try {
      gauge.begin(packet);
      const result = this.#run.call(this.step, packet.value, context);
      gauge.leave();
      this.#stage.copies = isGenerator(result);
      const whole = this.#staged.follow(packet, result);
      const all = whole === true
        ? this.#succeeded()
        : whole.then((all) => all && this.#succeeded());
      return all === true ? this.#verdict() : this.#later(all);
    } catch (error) {
      return this.#brokenBy(error);
    }
  }

  async #later(sent: Promise<boolean>): Promise<Tried> {
    try {
      if (await sent) return this.#verdict();
      this.#timeout?.end();
      if (this.#isLost) return Counter.FAILED;
      if (this.#crash !== null) return this.#crashed(this.#crash, this.#stage.sent > 0);
      return this.#timeout?.expired
        ? this.#brokenBy(new TimeoutError(this.#timeout.ms))
        : Counter.ABANDONED;
    } catch (error) {
      return this.#brokenBy(error);
    }
  }

  #succeeded(): true | Promise<boolean> {
    this.#timeout?.end();
    return this.#stage.release();
  }

  #brokenBy(error: unknown): Broken {
    this.gauge.leave(); // unless it has returned before
    this.gauge.busy(0);
    this.#timeout?.end();
    const restarts = this.tolerant.restarts();
    const crashed = restarts && isCrash(error);
    const phase = error instanceof SendError ? "send" : "run";
    // what a step held in memory may have been the result of all packets before
    const isLoss = !restarts && error instanceof CellLost;
    return { phase, error, crashed, final: isLoss || this.#stage.sent > 0 };
  }

  #crashed({ error }: { readonly error: unknown }, final: boolean): Broken {
    this.gauge.busy(0);
    return { phase: "host", error, crashed: true, final };
  }

  #verdict(): number {
    return this.#filters && this.#stage.count === 0 ? Counter.FILTERED : Counter.DONE;
  }

  /** Whether an attempt that took too long has left a step behind that does not answer any more. */
  async #isGone({ error }: Broken): Promise<boolean> {
    if (!(error instanceof TimeoutError && this.step instanceof RemoteStep)) return false;
    return !(await this.step.answers());
  }

  /** Makes what `init` makes anew, after a crash. */
  async #restart(error: unknown): Promise<void> {
    this.router.flush(); // nobody may wait for packets held back here
    this.gauge.count(Counter.RESTARTS);
    this.#tellRestart(error);
    this.tolerant.wait.renew();
    if (this.tolerant.restarts()) await this.reinit();
    else this.fail("host", new CellLost(messageOf(error)));
    this.#crash = null;
  }

  #tellRestart(error: unknown): void {
    const left = MOST_TOLD - ++this.#restarts;
    if (left < 0) return;
    const { context: { log }, nodeIds, node, replica } = this.tolerant;
    const place = { node: nodeIds[node]!, replica, phase: "run", packet: null } as const;
    const more = left === 0 ? "; further times are only counted" : "";
    log.warning(`begins anew: ${failureOf(error, place).message}${more}`);
  }

  /** Waits before the next attempt; not where producers are to stop: then an end is near. */
  async #pause(ms: number): Promise<void> {
    this.router.flush(); // nobody may wait for packets held back here
    const { thread, stop } = this.tolerant;
    await thread.pause(ms, stop);
  }

  async #giveUp(packet: Packet, broken: Broken, patience: Patience, sent: number): Promise<number> {
    // outputs that have left would come once more when the packet is replayed
    const verdict = sent > 0 ? "fail" : patience.verdict(broken);
    const { counter, fault } = await giveUp(this.tolerant, packet, broken, patience, verdict);
    if (fault) this.fail(fault.phase, fault.error, packet, patience.attempts);
    return counter;
  }
}

/** Whether the step goes on after what it emits. */
function isGenerator(result: unknown): boolean {
  if (typeof result !== "object" || result === null) return false;
  const { then, next } = result as { then?: unknown; next?: unknown };
  return typeof then !== "function" && typeof next === "function";
}
