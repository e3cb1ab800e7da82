/**
 * Keeps an execution from lasting for ever: a deadline, an end to stalls, hosts that are gone. None
 * of it costs those who work anything; it decides nothing about an end that comes by itself.
 *
 * @module
 */
import type { Failure } from "../telemetry/report.ts";
import { deadlineFailure, overdueFailure, silentFailure, stalledFailure } from "./endings.ts";
import type { HostHandle } from "./host_handle.ts";
import { seconds } from "./stall.ts";
import type { Watch } from "./watch.ts";

/** Between two looks. */
const LOOK_MS = 500;
/** When nothing has moved for so long, hosts are asked whether they are there. */
const QUIET_MS = 1000;
/** A host that is ready, is inside no step, and does not answer for so long, is gone. */
const SILENT_MS = 5000;
/** Timers take no more; nothing is executed for longer than these 24 days. */
const MOST_MS = 2 ** 31 - 1;

/** When an execution is to be ended; see `ExecuteOptions`. */
export interface Limits {
  readonly deadlineMs?: number | undefined;
  readonly deadlineGraceMs?: number | undefined;
  readonly stallAfterMs?: number | undefined;
}

/** What a guard has done by others. */
export interface GuardEvents {
  /** Whether producers hold because somebody paused the execution. */
  isPaused(): boolean;
  onFailure(failure: Failure): void;
  /** A line for the log. */
  onWarning(message: string): void;
  /** The execution is to end orderly. */
  stop(): void;
  /** The execution is to end now. */
  abort(): void;
  /** A host is gone. */
  lost(host: HostHandle, failure: Failure): void;
}

/** Guards one execution. */
export class Guard {
  #looking: ReturnType<typeof setInterval> | undefined;
  #deadline: ReturnType<typeof setTimeout> | undefined;

  /** @param hosts in the order of the placement */
  constructor(
    readonly watch: Watch,
    readonly hosts: readonly HostHandle[],
    readonly limits: Limits,
    readonly events: GuardEvents,
  ) {}

  /** The deadline begins to run. */
  begin(): void {
    const { stallAfterMs = Infinity, deadlineMs = Infinity } = this.limits;
    const lookMs = Math.min(LOOK_MS, Math.max(10, stallAfterMs / 4));
    this.#looking = setInterval(() => this.#look(), lookMs);
    if (deadlineMs <= MOST_MS) this.#deadline = setTimeout(() => this.#late(), deadlineMs);
  }

  /** No more guarding. */
  end(): void {
    clearInterval(this.#looking);
    clearTimeout(this.#deadline);
  }

  /** Whether a host has answered lately, or need not. */
  readonly answers = (host: number): boolean => {
    const askedAt = this.hosts[host]?.askedAt ?? null;
    return askedAt === null || this.watch.watchedMs - askedAt < QUIET_MS;
  };

  #look(): void {
    const { watch, hosts, limits: { stallAfterMs = Infinity } } = this;
    watch.look(performance.now());
    if (watch.words.aborted) return; // the grace bounds what is left
    if (this.events.isPaused()) watch.excuse();
    if (watch.quietMs >= stallAfterMs) {
      this.events.onFailure(stalledFailure(watch, this.answers));
      return this.events.abort();
    }
    const isQuiet = watch.quietMs >= QUIET_MS;
    for (const [at, host] of hosts.entries()) {
      if (isQuiet) this.#ask(at, host);
      else host.askedAt = null;
    }
  }

  /** While a step computes its host cannot answer, and while it is loaded there is nobody to. */
  #ask(at: number, host: HostHandle): void {
    if (!host.ready || host.closed) return;
    const { watch } = this;
    if (host.askedAt === null) {
      host.askedAt = watch.watchedMs;
      return host.tell({ type: "ping" });
    }
    const silentMs = watch.watchedMs - host.askedAt;
    if (silentMs < SILENT_MS || watch.inside().some((inside) => inside.host === at)) return;
    const { node, replica } = host.replicas[0]!;
    this.events.lost(host, silentFailure(watch.plan.nodes[node]!.id, replica, silentMs));
  }

  #late(): void {
    const { watch, events, limits: { deadlineMs = 0 } } = this;
    if (watch.words.aborted) return;
    const graceMs = this.limits.deadlineGraceMs ?? Math.max(10_000, deadlineMs / 10);
    events.onFailure(deadlineFailure(watch.plan, watch.words, deadlineMs));
    events.onWarning(
      `the deadline has come: finishing what is in flight, for ${seconds(graceMs)} at most`,
    );
    events.stop();
    this.#deadline = setTimeout(() => this.#overdue(graceMs), Math.min(graceMs, MOST_MS));
  }

  #overdue(graceMs: number): void {
    const { watch, events } = this;
    if (watch.words.aborted) return;
    watch.look(performance.now());
    events.onFailure(overdueFailure(watch, this.answers, graceMs));
    events.abort();
  }
}
