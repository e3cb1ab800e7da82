/**
 * Takes cuts of an execution: moments in which nothing is in flight, so that it can be said which
 * emissions of the producers are dealt with, all that became of them included.
 *
 * Producers are asked to hold, and what is in flight is waited for. That nothing is in flight any
 * more is then certain: the books balanced; after that every host said that all its replicas were at
 * rest; after that the books were still the same. Say some replica did anything after its host had
 * answered: take the first to do so, in the order of the graph. Producers at rest emit nothing while
 * they hold; so it took a packet, which was sent before the sender's host answered and taken after
 * the receiver's did. The books cannot have been the same before and after.
 *
 * @module
 */
import type { Json } from "../../graph/model.ts";
import { Halt } from "../halt.ts";
import type { Holds } from "../holds.ts";
import type { HostHandle } from "../host_handle.ts";
import { closeLedger } from "../ledger.ts";
import type { Plan } from "../plan.ts";
import { Counter, ReplicaWord, State, type Words } from "../words.ts";
import type { FromHostOnCuts, Position, ToHostOnCuts } from "./messages.ts";

/** Between two looks whether all is at rest, at most. */
const LOOK_MS = 20;
/** Producers hold for this part of the time at most: what takes long is done less often. */
const SHARE = 0.1;
/** A cut that does not come about is given up, and the next has twice the patience. */
const PATIENCE_MS = 5000;
const MOST_PATIENCE_MS = 300_000;

/** Timers take no more. */
const MOST_MS = 2 ** 31 - 1;

type Answer = Extract<FromHostOnCuts, { ticket: number }>;

/** When cuts are taken, and what becomes of them. */
export interface CutterOptions {
  /** Time between two cuts, in ms; longer where cuts take long. */
  readonly everyMs: number;
  /** A cut is given up after so long at most, in ms. */
  readonly patienceMs: number;
  /** Where the execution began. */
  readonly position: Position;
  /** Keeps a cut. Throws if it cannot. */
  save(cut: Position): void;
}

/** The cuts of one execution. */
export class Cutter {
  /** All is given up, or was closed. */
  readonly #over = new Halt();
  /** All producers are through, or it is over. */
  readonly #ended = new Halt();
  readonly #produced = new Set<HostHandle>();
  #patience = new Halt();
  #begun = false;
  #ticket = 0;
  #answers: Answer[] = [];
  #answered = Promise.withResolvers<void>();

  /** @param failed told if a cut could not be kept */
  constructor(
    readonly plan: Plan,
    readonly words: Words,
    readonly hosts: readonly HostHandle[],
    readonly holds: Holds,
    readonly options: CutterOptions,
    readonly failed: (error: unknown) => void,
  ) {}

  /** Takes cuts until all producers are through, then the last; lets steps finish after it. */
  async begin(): Promise<void> {
    if (this.#begun) return;
    this.#begun = true;
    await this.#nowAndThen();
    await this.#cut(this.#over);
    this.#tell({ type: "finish" });
  }

  /** No more cuts: all is given up, or was closed. */
  end(): void {
    for (const halt of [this.#ended, this.#patience, this.#over]) halt.fire();
  }

  /** Takes what a host says. */
  hear(host: HostHandle, message: FromHostOnCuts): void {
    if (message.type === "produced") return this.through(host);
    if (message.ticket !== this.#ticket) return; // nobody waits for it any more
    this.#answers.push(message);
    if (this.#answers.length === this.hosts.length) this.#answered.resolve();
  }

  /** The producers of a host are through, or the host is closed: then no further cut is possible. */
  through(host: HostHandle): void {
    this.#produced.add(host);
    if (this.#produced.size === this.hosts.length) this.#ended.fire();
    if (host.closed) this.#answered.resolve();
  }

  async #nowAndThen(): Promise<void> {
    const { everyMs, patienceMs } = this.options;
    let tookMs = 0;
    let patience = Math.min(PATIENCE_MS, patienceMs);
    for (;;) {
      await sleep(Math.max(everyMs, tookMs * (1 / SHARE - 1)), this.#ended);
      if (this.#ended.fired) return;
      const began = performance.now();
      const isTaken = this.holds.begin("cut") && await this.#cutWithin(patience);
      this.holds.end("cut");
      tookMs = performance.now() - began;
      const longer = Math.min(2 * patience, MOST_PATIENCE_MS);
      patience = Math.min(isTaken ? PATIENCE_MS : longer, patienceMs);
    }
  }

  async #cutWithin(ms: number): Promise<boolean> {
    this.#patience = new Halt();
    const timer = setTimeout(() => this.#patience.fire(), ms);
    try {
      return await this.#cut(this.#patience);
    } finally {
      clearTimeout(timer);
    }
  }

  /** @returns whether it was taken: all that was in flight is dealt with, and nothing failed */
  async #cut(patience: Halt): Promise<boolean> {
    if (!(await this.#drain(patience)) || this.#over.fired) return false;
    // not given up for impatience: while a step keeps what it has, nothing must come in
    const answers = await this.#ask("checkpoint", this.#over);
    if (answers === null || !this.#isSound) return false;
    const tokens: Record<number, Json> = {};
    for (const answer of answers) {
      if (answer.type !== "checkpointed" || answer.tokens === null) return false;
      Object.assign(tokens, answer.tokens);
    }
    try {
      this.options.save({ sent: this.#sent(), tokens });
      return true;
    } catch (error) {
      this.failed(error);
      return false;
    }
  }

  /** Waits until nothing is in flight. @returns false if that will not be, or takes too long */
  async #drain(patience: Halt): Promise<boolean> {
    for (let ms = 1; !patience.fired; ms = Math.min(2 * ms, LOOK_MS)) {
      if (!this.#isSound) return false;
      const books = this.#books();
      if (books !== null) {
        const answers = await this.#ask("rest", patience);
        const isAtRest = answers?.every((one) => one.type === "resting" && one.isAtRest) ?? false;
        if (isAtRest && this.#books() === books) return true;
      }
      await sleep(ms, patience);
    }
    return false;
  }

  /** The answers of all hosts; null if some did not come before the halt. */
  async #ask(type: "rest" | "checkpoint", halt: Halt): Promise<readonly Answer[] | null> {
    const ticket = ++this.#ticket;
    this.#answers = [];
    this.#answered = Promise.withResolvers();
    this.#tell({ type, ticket });
    await halt.race(this.#answered.promise);
    return this.#answers.length === this.hosts.length ? this.#answers : null;
  }

  #tell(message: ToHostOnCuts): void {
    for (const host of this.hosts) host.tell(message);
  }

  /** How many packets were taken and sent in all; null while some are in flight. */
  #books(): number | null {
    const { balanced, nodes } = closeLedger(this.plan, this.words, false);
    if (!balanced) return null;
    return nodes.reduce((sum, { received, emitted }) => sum + received + emitted, 0);
  }

  /** Whether every packet so far was processed: what failed or was given up is to come again. */
  get #isSound(): boolean {
    const { plan, words } = this;
    return this.hosts.every(({ closed }) => !closed) &&
      plan.nodes.every((node) =>
        Array.from({ length: node.replicas }, (_, replica) => node.firstRow + replica).every(
          (row) => {
            const { [Counter.FAILED]: failed, [Counter.ABANDONED]: abandoned } = words.counters(
              row,
            );
            const state = Atomics.load(words.int, words.replica(row, ReplicaWord.STATE));
            // a producer that fails has sent what it has sent
            return failed === 0 && abandoned === 0 &&
              (state !== State.FAILED || node.role === "producer");
          },
        )
      );
  }

  /** Emissions that are dealt with, by row, those of earlier executions included. */
  #sent(): Record<number, number> {
    const { position } = this.options;
    const rows = this.plan.nodes.flatMap(({ role, firstRow, replicas }) =>
      role === "producer"
        ? Array.from({ length: replicas }, (_, replica) => firstRow + replica)
        : []
    );
    return Object.fromEntries(rows.map((row) => {
      const now = this.words.counters(row)[Counter.EMITTED]!;
      return [row, (position.sent[row] ?? 0) + now];
    }));
  }
}

/** Resolves after so many ms, at once when the halt fires. */
async function sleep(ms: number, halt: Halt): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, Math.min(ms, MOST_MS));
  await halt.race(promise);
  clearTimeout(timer);
}
