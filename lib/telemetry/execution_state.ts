/** All that is known of one execution, from what it told. @module */
import { edgeKey, History } from "./history.ts";
import type {
  ControlMessage,
  FailureMessage,
  Hello,
  LogMessage,
  SampleMessage,
  TelemetryMessage,
} from "./message.ts";
import { Meter, RateMeter } from "./rates.ts";
import type { EdgeSnapshot, Report, Snapshot } from "./report.ts";

/** Whether an execution goes on, has said goodbye, or has not been heard of for long. */
export type Liveness = "running" | "finished" | "dead";

/** After so many ms without a message an execution is taken for dead. */
export const DEAD_AFTER_MS = 3000;

/** How much is kept of each execution. */
export const KEPT = Object.freeze({
  logs: 500,
  failures: 200,
  controls: 100,
  /** Per edge. */
  samples: 20,
  /** Edges that samples are kept of: those that were looked at last. */
  sampledEdges: 32,
});

/** Rates over the last two seconds, in packets per second. */
export interface Rates {
  /** In the order of the snapshot's nodes: packets a node is through with; of producers, emitted. */
  readonly nodes: readonly number[];
  /** In the order of the snapshot's edges, packets that arrived; empty without edges. */
  readonly edges: readonly number[];
}

/** One execution, as it was told; everything in it is bounded. */
export class ExecutionState {
  #hello: Hello | null = null;
  #snapshot: Snapshot | null = null;
  #report: Report | null = null;
  #rates: Rates = { nodes: [], edges: [] };
  /**
   * Numbers of the first snapshot heard, and of the last message. What was sent before the first
   * snapshot is no loss: who comes late is told some of it again.
   */
  #seqs = { first: Infinity, last: -1 };
  #lost = 0;
  readonly #logs: LogMessage[] = [];
  readonly #failures: FailureMessage[] = [];
  readonly #controls: ControlMessage[] = [];
  readonly #samples = new Map<string, SampleMessage[]>();
  readonly #nodeMeter = new RateMeter();
  readonly #edgeMeter = new Meter();

  /** Rises with every change, across all executions of a collector. */
  version = 0;
  /** Whether it goes on. */
  liveness: Liveness = "running";
  /** When it was heard of last, by the clock of who listens, in ms since the Unix epoch. */
  heardAt: number;
  /** Its figures second by second. */
  readonly history: History = new History();

  /**
   * An execution of which nothing is known yet.
   *
   * @param id its UUID; of a report file, whatever names it
   * @param file path of the report file that it was read from; null of one that was heard of
   */
  constructor(readonly id: string, now: number, readonly file: string | null = null) {
    this.heardAt = now;
  }

  /** What it said of itself; null until a hello has come. */
  get hello(): Hello | null {
    return this.#hello;
  }
  /** How it goes, or went last; null until that was told. */
  get snapshot(): Snapshot | null {
    return this.#snapshot;
  }
  /** How it went; null until it has finished. */
  get report(): Report | null {
    return this.#report;
  }
  /** How fast it was in the last two seconds before the snapshot. */
  get rates(): Rates {
    return this.#rates;
  }
  /** Messages that were sent since the first snapshot heard and have not arrived. */
  get lost(): number {
    return this.#lost;
  }
  /** The last lines, oldest first. */
  get logs(): readonly LogMessage[] {
    return this.#logs;
  }
  /** The last failures, oldest first. */
  get failures(): readonly FailureMessage[] {
    return this.#failures;
  }
  /** The last requests, oldest first. */
  get controls(): readonly ControlMessage[] {
    return this.#controls;
  }
  /** The last packets seen on an edge, oldest first. */
  samples(edge: Pick<EdgeSnapshot, "from" | "port" | "to">): readonly SampleMessage[] {
    return this.#samples.get(edgeKey(edge)) ?? [];
  }
  /** {@link edgeKey} of each edge of which there are samples. */
  get sampledEdges(): readonly string[] {
    return [...this.#samples.keys()];
  }

  /** Takes in a message; says whether anything has changed. */
  accept(message: TelemetryMessage, now: number): boolean {
    this.heardAt = now;
    const revived = this.liveness === "dead";
    if (revived) this.liveness = "running";
    const isLate = message.seq <= this.#seqs.last;
    const isNews = isLate ? this.#takeLate(message) : this.#takeNext(message);
    return isNews || revived;
  }

  /** A message that is sent again has its old number: it is news to those who missed it. */
  #takeLate(message: TelemetryMessage): boolean {
    if (message.type === "progress" || message.type === "hello") return false;
    const isNews = this.#note(message);
    if (isNews && message.seq > this.#seqs.first && message.type !== "goodbye") this.#lost--;
    return isNews;
  }

  #takeNext(message: TelemetryMessage): boolean {
    const { first, last } = this.#seqs;
    if (first < Infinity) this.#lost += message.seq - last - 1;
    const isFirst = message.type === "progress" && first === Infinity;
    this.#seqs = { first: isFirst ? message.seq : first, last: message.seq };
    return this.#note(message);
  }

  #note(message: TelemetryMessage): boolean {
    switch (message.type) {
      case "hello":
        this.#hello = message;
        return true;
      case "progress":
        this.#take(message.snapshot);
        return true;
      case "log":
        return keep(this.#logs, message, KEPT.logs);
      case "failure":
        return keep(this.#failures, message, KEPT.failures);
      case "control":
        return keep(this.#controls, message, KEPT.controls);
      case "sample":
        return this.#keepSample(message);
      case "goodbye": {
        const isNews = this.#report === null;
        this.finish(message.report);
        return isNews;
      }
    }
  }

  /** Takes in how it went. */
  finish(report: Report): void {
    this.#report = report;
    this.liveness = "finished";
  }

  #take(snapshot: Snapshot): void {
    this.#snapshot = snapshot;
    this.#rates = {
      nodes: this.#nodeMeter.update(snapshot),
      edges: this.#edgeMeter.update(
        snapshot.elapsedMs,
        (snapshot.edges ?? []).map(({ received }) => received),
      ),
    };
    this.history.add(snapshot);
  }

  #keepSample(message: SampleMessage): boolean {
    const key = edgeKey(message);
    const samples = this.#samples.get(key) ?? [];
    if (!keep(samples, message, KEPT.samples)) return false;
    this.#samples.delete(key); // to the end: the first is the one not looked at for longest
    this.#samples.set(key, samples);
    const [oldest] = this.#samples.keys();
    if (this.#samples.size > KEPT.sampledEdges) this.#samples.delete(oldest!);
    return true;
  }
}

/** Adds a message to a list in the order of their numbers, unless it is there already. */
function keep<M extends { readonly seq: number }>(list: M[], message: M, most: number): boolean {
  let at = list.length;
  while (at > 0 && list[at - 1]!.seq > message.seq) at--;
  if (list[at - 1]?.seq === message.seq || (at === 0 && list.length >= most)) return false;
  list.splice(at, 0, message);
  if (list.length > most) list.shift();
  return true;
}
