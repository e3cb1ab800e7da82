/** A board of what a collector knows. @module */
import { BottleneckFinder } from "../telemetry/bottleneck_finder.ts";
import type { Bottleneck } from "../telemetry/bottleneck.ts";
import type { Collector } from "../telemetry/collector.ts";
import type { ExecutionState } from "../telemetry/execution_state.ts";
import type { Board } from "./board.ts";
import { detailOf } from "./detail.ts";
import { factsOf } from "./facts.ts";
import type { FlowFacts, FlowRow, FlowTick, PageAnswer, PageRequest } from "./protocol.ts";
import { stateOf, tickOf, troubledIn } from "./tick.ts";

/** Hands requests of pages on to executions. */
export interface Asker {
  /** Whether an execution takes requests. */
  takes(execution: ExecutionState): boolean;
  /** Asks it; never rejects. */
  ask(execution: ExecutionState, request: PageRequest): Promise<PageAnswer>;
}

/** Nobody takes requests. */
export const NO_ASKER: Asker = {
  takes: () => false,
  ask: () => Promise.resolve({ ok: false, reason: "this view cannot ask flows for anything" }),
};

interface Kept {
  readonly facts: FlowFacts;
  readonly finder: BottleneckFinder;
  found: Bottleneck | null;
  version: number;
  tick: FlowTick | null;
}

/**
 * Shows what a collector knows; looks at it until it is closed.
 *
 * @param now the time, in ms since the Unix epoch, by the clock of the collector
 */
export class CollectorBoard implements Board, Disposable {
  readonly #kept = new Map<string, Kept>();
  readonly #listeners = new Set<() => void>();
  readonly #unsubscribe: () => void;

  constructor(
    readonly collector: Collector,
    readonly asker: Asker = NO_ASKER,
    readonly now: () => number = Date.now,
  ) {
    this.#unsubscribe = collector.subscribe((changed) => {
      for (const state of changed) this.#judge(state);
      this.#forget();
      for (const listener of this.#listeners) listener();
    });
  }

  rows(): FlowRow[] {
    return this.collector.executions
      .flatMap((state) => this.#row(state) ?? [])
      .toSorted((a, b) => b.startedAt - a.startedAt);
  }

  facts(id: string): FlowFacts | null {
    const state = this.collector.get(id);
    return state === undefined ? null : this.#keptOf(state)?.facts ?? null;
  }

  tick(id: string): FlowTick | null {
    const state = this.collector.get(id);
    const kept = state && this.#keptOf(state);
    if (!state || !kept) return null;
    if (kept.version !== state.version) {
      kept.tick = tickOf(state, kept.facts, kept.found);
      kept.version = state.version;
    }
    return kept.tick;
  }

  node(id: string, node: string) {
    const state = this.collector.get(id);
    const isKnown = this.facts(id)?.nodes.some((fact) => fact.id === node) ?? false;
    return state !== undefined && isKnown ? detailOf(state, node) : null;
  }

  samples(id: string, edge: number) {
    const way = this.facts(id)?.edges[edge];
    if (way === undefined) return null;
    const samples = this.collector.get(id)!.samples(way);
    return samples.map(({ seq, at, packet, value }) => ({ seq, at, packet, value })).reverse();
  }

  ask(id: string, request: PageRequest): Promise<PageAnswer> {
    const state = this.collector.get(id);
    if (state === undefined) return refused("no such flow is known any more");
    if (state.liveness !== "running") return refused("it does not run any more");
    if (!this.asker.takes(state)) {
      return refused("this flow takes no requests: start it with --allow-control");
    }
    return this.asker.ask(state, request);
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  [Symbol.dispose](): void {
    this.#unsubscribe();
  }

  #row(state: ExecutionState): FlowRow | null {
    const facts = this.#keptOf(state)?.facts;
    if (facts === undefined) return null;
    const { report, snapshot, rates, liveness } = state;
    const isLast = facts.nodes.map(({ role }) => role === "consumer");
    return {
      id: state.id,
      flow: facts.flow,
      host: facts.host,
      pid: facts.pid,
      mode: facts.mode,
      state: stateOf(state),
      startedAt: Date.parse(facts.startedAt),
      elapsedMs: report?.wallMs ?? snapshot?.elapsedMs ?? 0,
      silentMs: liveness === "finished" ? null : Math.max(0, this.now() - state.heardAt),
      rate: liveness === "running"
        ? rates.nodes.reduce((sum, rate, at) => sum + (isLast[at] ? rate : 0), 0)
        : 0,
      failed: troubledIn(report ? Object.values(report.nodes) : snapshot?.nodes ?? []),
      nodes: facts.nodes.length,
      control: liveness === "running" && this.asker.takes(state),
    };
  }

  /** What is kept of an execution, once it has said what it is. */
  #keptOf(state: ExecutionState): Kept | null {
    const known = this.#kept.get(state.id);
    if (known !== undefined) return known;
    const facts = factsOf(state);
    if (facts === null) return null;
    const finder = new BottleneckFinder(facts.edges, facts.mode);
    const made = { facts, finder, found: null, version: -1, tick: null };
    this.#kept.set(state.id, made);
    return made;
  }

  /** Who holds the others back is found from snapshots in the order of time, looked at or not. */
  #judge(state: ExecutionState): void {
    const kept = this.#keptOf(state);
    if (kept === null || state.snapshot === null) return;
    kept.found = state.liveness === "running" ? kept.finder.update(state.snapshot) : null;
  }

  #forget(): void {
    for (const id of this.#kept.keys()) {
      if (this.collector.get(id) === undefined) this.#kept.delete(id);
    }
  }
}

const refused = (reason: string) => Promise.resolve({ ok: false, reason });
