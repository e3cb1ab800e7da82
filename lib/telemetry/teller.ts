/** Makes messages of what an execution does, for whoever listens. @module */
import type { FlowGraph } from "../graph/model.ts";
import { cutText, cutTexts } from "./limits.ts";
import {
  type ControlMessage,
  type Hello,
  type LogMessage,
  type SampleMessage,
  TELEMETRY,
  type TelemetryMessage,
} from "./message.ts";
import type { Report, Snapshot } from "./report.ts";

/** Where messages go. */
export interface Sink {
  /** Takes a message; never throws, never waits. */
  send(message: TelemetryMessage): void;
  /** Messages that it took and could not pass on, so far; left out where there are none. */
  readonly dropped?: number;
  /** After the last message: passes on what can be passed on soon, and ends. */
  close?(): Promise<void>;
}

/** What of an execution is told. */
export interface Told {
  /** How it goes; cheap. */
  snapshot(): Snapshot;
  /** The report of an execution that would end now. */
  unfinished(): Report;
}

/** What an execution cannot say of itself. */
export interface TellerFacts {
  /** Its graph. */
  readonly graph: FlowGraph;
  /** Its UUID; default: a new one. */
  readonly execution?: string | undefined;
  /** Name of the machine. */
  readonly host: string;
  /** Number of the process. */
  readonly pid: number;
  /** Where requests are taken; null if nowhere. */
  readonly control?: string | null | undefined;
}

/** What a message says besides its envelope. */
type Body<M> = Omit<M, "schema" | "execution" | "seq" | "at">;

/** Snapshots are told so often, in ms. */
const SNAPSHOT_MS = 100;
/** New failures are looked for once in so many snapshots, */
const FAILURES_EVERY = 5;
/** and what the execution is, is said again once in so many: every 2 s. */
const HELLO_EVERY = 20;
/** Lines per second that are told; more would keep the process from its work. */
const MOST_LINES_PER_S = 1000;

/** Tells sinks of one execution. What it says before {@link Teller.watch} waits for the hello. */
export class Teller {
  /** A UUID, by which messages, logs and traces of one execution find together. */
  readonly execution: string;
  readonly #facts: TellerFacts;
  readonly #sinks: readonly Sink[];
  #seq = 0;
  #told: Told | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  #ticks = 0;
  #early: (() => void)[] = [];
  #lines = { left: MOST_LINES_PER_S, cut: 0 };
  #errors = 0;
  readonly #aside = new Map<string, number>();

  /** @param sinks each gets every message */
  constructor(facts: TellerFacts, sinks: readonly Sink[]) {
    this.execution = facts.execution ?? crypto.randomUUID();
    this.#facts = facts;
    this.#sinks = sinks;
  }

  /** Messages that sinks could not pass on, and lines that were too many. */
  get dropped(): number {
    return this.#sinks.reduce((sum, { dropped = 0 }) => sum + dropped, this.#lines.cut);
  }

  /** Tells of an execution, from now until {@link Teller.end}. */
  watch(told: Told): void {
    this.#told = told;
    this.#hello();
    for (const tell of this.#early) tell();
    this.#early = [];
    this.#timer = setInterval(() => this.#tick(), SNAPSHOT_MS);
  }

  /** Tells of a line that was logged. */
  log(line: Pick<LogMessage, "level" | "node" | "replica" | "packet" | "message">): void {
    if (this.#lines.left === 0) {
      this.#lines.cut++;
      return;
    }
    this.#lines.left--;
    const { level, node, replica, packet } = line;
    const message = cutText(line.message);
    this.#say({ type: "log", level, node, replica, ...(packet && { packet }), message });
  }

  /** Tells of a packet that somebody asked to see. */
  sample(sample: Omit<Body<SampleMessage>, "type">): void {
    this.#say({ ...sample, type: "sample" });
  }

  /** Tells what came of a request. */
  control(control: Omit<Body<ControlMessage>, "type">): void {
    this.#say({ ...control, type: "control" });
  }

  /** Tells how it went, and lets sinks end, which they do soon. */
  async end(report: Report): Promise<void> {
    if (this.#told !== null) {
      clearInterval(this.#timer);
      this.#say({ type: "progress", snapshot: this.#told.snapshot() });
      this.#failures(report);
      this.#say({ type: "goodbye", report });
    }
    await Promise.all(this.#sinks.map((sink) => sink.close?.()));
  }

  #tick(): void {
    this.#ticks++;
    if (this.#ticks % (1000 / SNAPSHOT_MS) === 0) this.#lines.left = MOST_LINES_PER_S;
    if (this.#ticks % HELLO_EVERY === 0) this.#hello();
    this.#say({ type: "progress", snapshot: this.#told!.snapshot() });
    if (this.#ticks % FAILURES_EVERY === 0) this.#failures(this.#told!.unfinished());
  }

  #hello(): void {
    const { flow, graphHash, mode, startedAt, versions, nodes } = this.#told!.unfinished();
    const { graph, host, pid, control = null } = this.#facts;
    const facts = graph.nodes.map((node): Hello["nodes"][number] => ({
      id: node.id,
      role: node.role,
      step: node.step,
      replicas: node.replicas,
      maxReplicas: node.maxReplicas ?? node.replicas,
      queueLimit: nodes[node.id]?.queueLimit ?? node.queueLimit,
      params: nodes[node.id]?.params ?? node.params,
      permissions: node.trusted ? "all" : node.permissions,
      ...(node.isolation && { isolation: node.isolation }),
    }));
    const hello = { flow, graphHash, mode, host, pid, startedAt, versions, control };
    const { edges } = graph;
    this.#say({ type: "hello", ...hello, nodes: facts, edges, dropped: this.dropped });
  }

  /** Tells of the failures in a report that were not told yet. */
  #failures({ errors, nodes }: Report): void {
    for (const failure of errors.slice(this.#errors)) {
      const stack = cutText(failure.stack);
      const told = { ...failure, ...cutTexts(failure), stack };
      this.#say({ type: "failure", node: failure.node, failure: told, aside: null });
    }
    this.#errors = errors.length;
    for (const [node, { setAside = [] }] of Object.entries(nodes)) {
      for (const aside of setAside.slice(this.#aside.get(node) ?? 0)) {
        this.#say({
          type: "failure",
          node,
          failure: null,
          aside: { ...aside, ...cutTexts(aside) },
        });
      }
      this.#aside.set(node, setAside.length);
    }
  }

  #say(
    body: { [T in TelemetryMessage["type"]]: Body<TelemetryMessage & { type: T }> }[
      TelemetryMessage["type"]
    ],
  ): void {
    if (this.#told === null) {
      this.#early.push(() => this.#say(body));
      return;
    }
    const { execution } = this;
    const envelope = { schema: TELEMETRY, execution, seq: this.#seq++, at: Date.now() } as const;
    const message = { ...envelope, ...body } as TelemetryMessage;
    for (const sink of this.#sinks) sink.send(message);
  }
}
