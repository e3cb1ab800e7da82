/**
 * The node loop's body for nodes with an error policy: what an attempt emits leaves when the attempt
 * has succeeded, so that a packet's outputs appear once, or, if no attempt does, not at all.
 *
 * @module
 */
import type { AnyStep } from "../../step/define_step.ts";
import type { Failure, Phase } from "../../telemetry/report.ts";
import { SendError } from "../crossing.ts";
import { Emissions } from "../emissions.ts";
import { failureOf, messageOf } from "../failure.ts";
import type { Halt } from "../halt.ts";
import { type Packet, packetId } from "../packet.ts";
import { QuarantineError } from "../quarantine/error.ts";
import { encodeValue } from "../quarantine/value.ts";
import { Replica, type ReplicaOptions } from "../replica.ts";
import type { Router } from "../router.ts";
import { Counter, Stop } from "../words.ts";
import { pauseMs, type Policy } from "./policy.ts";
import { Stage } from "./stage.ts";
import { Timeout, TimeoutError } from "./timeout.ts";

/** A packet that its node does without, as a host tells it. */
export interface GivenUp {
  readonly failure: Failure;
  readonly attempts: number;
  readonly origin: number;
  readonly seq: number;
  readonly branch: string;
}

/** What a replica with a policy needs besides what every replica does. */
export interface TolerantOptions extends ReplicaOptions {
  readonly policy: Policy;
  /** Fires when producers are to stop: pauses end then. */
  readonly stop: Halt;
  /** Tells of a packet that is skipped. */
  readonly skipped: (packet: GivenUp) => void;
  /** Puts a packet aside. Rejects, with the cause as a sentence, if that was not possible. */
  readonly quarantine: (packet: GivenUp, value: Uint8Array<ArrayBuffer>) => Promise<void>;
}

/** An attempt that failed. `final`: some of its outputs have left, so no other may follow. */
interface Broken {
  readonly phase: Phase;
  readonly error: unknown;
  readonly final: boolean;
}

/** What became of an attempt: a counter, or why it failed. */
type Tried = number | Broken;

/** One running copy of a node that has a policy. */
export class TolerantReplica extends Replica {
  readonly #policy: Policy;
  readonly #stage: Stage;
  readonly #staged: Emissions;
  readonly #timeout: Timeout | null;
  readonly #filters: boolean;
  readonly #run: AnyStep["run"];

  constructor(step: AnyStep, router: Router, readonly tolerant: TolerantOptions) {
    super(step, router, tolerant);
    const { policy, halt } = tolerant;
    this.#policy = policy;
    this.#run = step.run;
    this.#stage = new Stage(router, this.gauge);
    this.#timeout = policy.timeoutMs === null ? null : new Timeout(policy.timeoutMs, halt);
    this.#filters = router.ports.length > 0;
    this.#staged = new Emissions(this.#stage, this.gauge, {
      producer: false,
      maxPackets: Infinity,
      stopLevel: Stop.ABORT,
      halt: this.#timeout ?? halt,
    });
  }

  /** Processes a packet, in several attempts if need be. Never throws nor rejects. */
  override handle(packet: Packet): void | Promise<void> {
    if (this.isOver) return this.gauge.count(Counter.ABANDONED);
    const tried = this.#attempt(packet);
    return typeof tried === "number" ? this.end(tried) : this.#goOn(packet, tried);
  }

  /** Waits for an attempt, and tries again as long as the policy says so. */
  async #goOn(packet: Packet, tried: Tried | Promise<Tried>): Promise<void> {
    const { retry } = this.#policy.onError;
    for (let attempts = 1;; attempts++) {
      const outcome = await tried;
      if (typeof outcome === "number") return this.end(outcome);
      if (outcome.final || retry === undefined || attempts > retry.times) {
        return this.end(await this.#giveUp(packet, outcome, attempts));
      }
      await this.#pause(pauseMs(retry, attempts, Math.random()));
      if (this.isOver) return this.end(Counter.ABANDONED);
      this.gauge.count(Counter.RETRIES);
      tried = this.#attempt(packet);
    }
  }

  #attempt(packet: Packet): Tried | Promise<Tried> {
    const { gauge } = this;
    this.begin(packet);
    this.#stage.begin();
    const context = this.#timeout
      ? { ...this.context!, signal: this.#timeout.begin() }
      : this.context!;
    try {
      gauge.enter();
      const result = this.#run.call(this.step, packet.value, context);
      gauge.leave();
      this.#stage.copies = isGenerator(result);
      const whole = this.#staged.follow(packet, result);
      const sent = whole === true
        ? this.#succeeded()
        : whole.then((all) => all && this.#succeeded());
      return sent === true ? this.#verdict() : this.#later(sent);
    } catch (error) {
      return this.#broken(error);
    }
  }

  async #later(sent: Promise<boolean>): Promise<Tried> {
    try {
      const all = await sent;
      if (all) return this.#verdict();
      this.#timeout?.end();
      return this.#timeout?.expired
        ? this.#broken(new TimeoutError(this.#timeout.ms))
        : Counter.ABANDONED;
    } catch (error) {
      return this.#broken(error);
    }
  }

  #succeeded(): true | Promise<boolean> {
    this.#timeout?.end();
    return this.#stage.release();
  }

  #broken(error: unknown): Broken {
    this.gauge.leave(); // unless it has returned before
    this.gauge.busy(0);
    this.#timeout?.end();
    const phase = error instanceof SendError ? "send" : "run";
    return { phase, error, final: this.#stage.sent > 0 };
  }

  #verdict(): number {
    return this.#filters && this.#stage.count === 0 ? Counter.FILTERED : Counter.DONE;
  }

  /** Waits before the next attempt; not where producers are to stop: then an end is near. */
  async #pause(ms: number): Promise<void> {
    this.router.flush(); // nobody may wait for packets held back here
    const { stop } = this.tolerant;
    if (stop.fired) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    await stop.race(promise);
    clearTimeout(timer);
  }

  async #giveUp(
    packet: Packet,
    { phase, error, final }: Broken,
    attempts: number,
  ): Promise<number> {
    const { then } = this.#policy.onError;
    if (final || then === "fail") {
      this.fail(phase, error, packet, attempts);
      return Counter.FAILED;
    }
    const { nodeIds, node, replica, skipped, quarantine } = this.tolerant;
    const { origin, seq, branch, value } = packet;
    const id = packetId(packet, nodeIds);
    const failure = failureOf(error, { node: nodeIds[node]!, replica, phase, packet: id });
    const givenUp: GivenUp = { failure, attempts, origin, seq, branch };
    if (then === "skip") {
      skipped(givenUp);
      return Counter.SKIPPED;
    }
    try {
      await quarantine(givenUp, encodeValue(value));
      return Counter.QUARANTINED;
    } catch (cause) {
      const lost = new QuarantineError(id, messageOf(cause), failure.message);
      this.fail("run", lost, packet, attempts);
      return Counter.FAILED;
    }
  }
}

/** Whether the step goes on after what it emits. */
function isGenerator(result: unknown): boolean {
  if (typeof result !== "object" || result === null) return false;
  const { then, next } = result as { then?: unknown; next?: unknown };
  return typeof then !== "function" && typeof next === "function";
}
