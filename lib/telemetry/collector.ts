/**
 * What is known of several executions, from what they tell: the state behind every view. Takes
 * messages from wherever they come; everything in it is bounded.
 *
 * @module
 */
import { DEAD_AFTER_MS, ExecutionState } from "./execution_state.ts";
import type { TelemetryMessage } from "./message.ts";
import type { Report } from "./report.ts";

/** Executions that are kept. */
export const MOST_EXECUTIONS = 50;
/** Listeners are told of changes so often, in ms. */
const TELL_EVERY_MS = 100;

/** Gets the executions that have changed since it was called last, the latest change last. */
export type Listener = (changed: readonly ExecutionState[]) => void;

/** Several executions, as they were told. */
export class Collector {
  readonly #executions = new Map<string, ExecutionState>();
  readonly #now: () => number;
  #version = 0;

  /** @param now the time, in ms since the Unix epoch */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Rises with every change of any execution. */
  get version(): number {
    return this.#version;
  }
  /** All executions, in the order in which they became known. */
  get executions(): readonly ExecutionState[] {
    return [...this.#executions.values()];
  }
  /** The execution with this id. */
  get(id: string): ExecutionState | undefined {
    return this.#executions.get(id);
  }

  /** Takes in a message. */
  accept(message: TelemetryMessage): void {
    const now = this.#now();
    const known = this.#executions.get(message.execution);
    const state = known ?? this.#add(new ExecutionState(message.execution, now));
    if (state.accept(message, now) || known === undefined) this.#mark(state);
  }

  /**
   * Takes in an execution that is over, from its report.
   *
   * @param file path of the report, by which the execution goes here
   */
  open(report: Report, file: string): ExecutionState {
    const known = this.#executions.get(file);
    const state = known ?? this.#add(new ExecutionState(file, this.#now(), file));
    state.finish(report);
    this.#mark(state);
    return state;
  }

  /** Takes those for dead that have not been heard of for long; to be called from time to time. */
  look(): void {
    for (const state of this.#executions.values()) {
      if (state.liveness !== "running" || this.#now() - state.heardAt <= DEAD_AFTER_MS) continue;
      state.liveness = "dead";
      this.#mark(state);
    }
  }

  /** The executions that have changed since the collector had a version, the latest change last. */
  changedSince(version: number): ExecutionState[] {
    return [...this.#executions.values()]
      .filter((state) => state.version > version)
      .toSorted((a, b) => a.version - b.version);
  }

  /**
   * Calls a listener with what has changed, from now on and ten times per second at most; looks for
   * the dead while it does. Gives what ends it.
   */
  subscribe(listener: Listener, everyMs: number = TELL_EVERY_MS): () => void {
    let told = this.#version;
    const timer = setInterval(() => {
      this.look();
      if (this.#version === told) return;
      const changed = this.changedSince(told);
      told = this.#version;
      listener(changed);
    }, everyMs);
    return () => clearInterval(timer);
  }

  #mark(state: ExecutionState): void {
    state.version = ++this.#version;
  }

  /** Makes room first: by one that is over and was not heard of for longest, if there is one. */
  #add(state: ExecutionState): ExecutionState {
    if (this.#executions.size >= MOST_EXECUTIONS) {
      const byAge = this.executions.toSorted((a, b) => a.heardAt - b.heardAt);
      const leaver = byAge.find(({ liveness }) => liveness !== "running") ?? byAge[0]!;
      this.#executions.delete(leaver.id);
    }
    this.#executions.set(state.id, state);
    return state;
  }
}
