/**
 * The main thread's part in an execution: it starts hosts, passes wishes to end on, and listens.
 * Packets never come by.
 *
 * @module
 */
import type { Failure, SlowPacket, Stuck } from "../telemetry/report.ts";
import type { LogLine } from "./contract.ts";
import { leftBehindFailure, unansweredFailure } from "./endings.ts";
import { failureOf, messageOf } from "./failure.ts";
import type { FigureSums } from "./figures.ts";
import { Guard, type Limits } from "./guard.ts";
import { Holds } from "./holds.ts";
import { HostHandle, type HostOptions } from "./host_handle.ts";
import type { FromHost, SetAsideMessage, ToHost } from "./host/messages.ts";
import type { Plan } from "./plan.ts";
import type { Shares } from "./shares.ts";
import { Sampling } from "./sampling.ts";
import { Cutter, type CutterOptions } from "./resume/cutter.ts";
import { cutFailure } from "./resume/error.ts";
import { Watch } from "./watch.ts";
import { type Placement, wire } from "./wire.ts";
import { Cause, Stop, type Words } from "./words.ts";

/** Who is inside a step's code for so long is told in snapshots. */
const STUCK_MS = 1000;

/** What the supervisor tells while it goes on. */
export interface SupervisorEvents {
  onFailure(failure: Failure): void;
  onLog(line: LogLine): void;
  /** A step read a file that no param names. */
  onInput(path: string): void;
  /** A replica of the node at an index has finished; what it has counted. */
  onFigures(node: number, figures: FigureSums): void;
  /** Packets of a node, by index, that took longest in one of its replicas. */
  onSlowest(node: number, packets: readonly SlowPacket[]): void;
  /** A packet was skipped, or is to be put into quarantine; gives why that is not possible, or null. */
  onSetAside(message: SetAsideMessage): Promise<string | null>;
}

/** How hosts are to work, and when all is to end. */
export interface SupervisorOptions extends HostOptions, Limits {
  /** How long hosts that do not end after an abort are waited for. */
  readonly graceMs: number;
  /** Null if no cuts are taken. */
  readonly cuts: CutterOptions | null;
}

/** Starts, watches and ends the hosts of one execution. */
export class Supervisor {
  readonly #hosts: readonly HostHandle[];
  readonly #watch: Watch;
  readonly #guard: Guard;
  readonly #cutter: Cutter | null;
  /** Has producers hold. */
  readonly holds: Holds;
  /** Shows packets. */
  readonly sampling: Sampling;
  readonly #ended = Promise.withResolvers<void>();
  #gone = false;
  #grace: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly plan: Plan,
    placement: Placement,
    shares: Shares,
    readonly words: Words,
    readonly options: SupervisorOptions,
    readonly events: SupervisorEvents,
  ) {
    this.#hosts = wire(plan, placement, shares, options.interleaving?.threads).map((replicas) =>
      new HostHandle(replicas)
    );
    this.holds = new Holds(words, this.#hosts);
    this.sampling = new Sampling(plan.graph.edges, words);
    this.#watch = new Watch(plan, placement, words, performance.now());
    this.#guard = new Guard(this.#watch, this.#hosts, options, {
      isPaused: () => this.holds.isPaused,
      onFailure: (failure) => events.onFailure(failure),
      onWarning: (message) =>
        events.onLog({ level: "warning", node: null, replica: null, message }),
      stop: () => this.stop(Cause.FAILED),
      abort: () => this.abort(Cause.FAILED),
      lost: (host, failure) => this.#lost(host, failure),
    });
    const { cuts } = options;
    this.#cutter = cuts && new Cutter(plan, words, this.#hosts, this.holds, cuts, (error) => {
      events.onFailure(cutFailure(error));
      this.stop(Cause.FAILED);
    });
  }

  /** Executes; resolves when every host has ended or was given up. Never rejects. */
  async execute(): Promise<void> {
    this.#guard.begin();
    for (const host of this.#hosts) {
      this.#start(host);
      // starting a Worker takes ~20 ms of this thread: let the earlier ones be heard in between
      await new Promise((resolve) => setImmediate(resolve));
    }
    await this.#ended.promise;
    this.close();
  }

  /** Frees what was made for hosts. {@link execute} calls it; call it if that is never called. */
  close(): void {
    this.#gone = true;
    clearTimeout(this.#grace);
    this.#guard.end();
    this.#cutter?.end();
    this.sampling.close();
    for (const host of this.#hosts) host.end();
  }

  /** Asks producers to stop, for the given cause. */
  stop(cause: number): void {
    this.words.end(Stop.DRAIN, cause);
    this.#broadcast({ type: "stop" });
  }

  /** Gives up what is in flight; hosts that do not end within the grace are left behind. */
  abort(cause: number): void {
    if (this.#gone) return;
    this.words.end(Stop.ABORT, cause);
    this.#cutter?.end();
    this.#letGo();
    this.#broadcast({ type: "abort" });
    this.#grace ??= setTimeout(() => this.#leaveBehind(), this.options.graceMs);
  }

  /** Whether every host has ended or was given up. */
  get isOver(): boolean {
    return this.#gone;
  }

  /** Who has been inside a step's code for long. */
  stuck(): Stuck[] {
    this.#watch.look(performance.now());
    const long = this.#watch.inside().filter(({ ageMs }) => ageMs >= STUCK_MS);
    return long.map(({ row: _row, host: _host, ...stuck }) => stuck);
  }

  #start(host: HostHandle): void {
    const hear = (message: FromHost) => this.#hear(host, message);
    const lost = (error: unknown) => this.#lost(host, this.#failureOf(host, error));
    try {
      host.start(this.plan, this.words, this.options, hear, lost);
    } catch (error) {
      return lost(error);
    }
    const { stop } = this.words;
    if (stop >= Stop.DRAIN) host.tell({ type: stop === Stop.ABORT ? "abort" : "stop" });
  }

  #hear(host: HostHandle, message: FromHost): void {
    switch (message.type) {
      case "ready":
        host.ready = true;
        return this.#letGo();
      case "closed":
        host.closed = true;
        this.#cutter?.through(host);
        return this.#settle();
      case "pong":
        host.askedAt = null;
        return;
      case "openCell":
        return this.#openCell(host, message.ticket, message.row);
      case "endCell":
        return host.endCell(message.ticket);
      case "failure":
        this.events.onFailure(message.failure);
        // producers that wait must hear of it; those that work see the words
        return this.#broadcast({ type: "stop" });
      case "figures":
        return this.events.onFigures(message.node, message.figures);
      case "setAside": {
        const { ticket, value } = message;
        this.events.onSetAside(message).then((fault) => {
          if (value !== null) host.tell({ type: "stored", ticket, fault });
        });
        return;
      }
      case "log":
        return this.events.onLog(message.line);
      case "sample":
        return this.sampling.hear(message.edge, message.packet, message.value);
      case "slowest":
        return this.events.onSlowest(message.node, message.packets);
      case "input":
        return this.events.onInput(message.path);
      default:
        return this.#cutter?.hear(host, message);
    }
  }

  /** A Worker that ended by itself, or never started: nothing can be delivered to it any more. */
  #lost(host: HostHandle, failure: Failure): void {
    if (host.closed) return;
    host.closed = true;
    host.ready = true;
    this.events.onFailure(failure);
    this.abort(Cause.FAILED);
    this.#settle();
  }

  #openCell(host: HostHandle, ticket: number, row: number): void {
    const { node } = host.replicas.find((replica) => replica.row === row)!;
    try {
      const lost = (why: string) => this.#lost(host, this.#failureOf(host, new Error(why)));
      const { port } = host.startCell(ticket, this.plan.nodes[node]!, lost);
      host.tell({ type: "openedCell", ticket, answer: port }, [port]);
    } catch (error) {
      host.tell({ type: "openedCell", ticket, answer: messageOf(error) });
    }
  }

  #failureOf(host: HostHandle, error: unknown): Failure {
    return failureOf(error, { ...this.#placeOf(host), packet: null, phase: "host" });
  }

  #placeOf({ replicas }: HostHandle): { node: string; replica: number } {
    const { node, replica } = replicas[0]!;
    return { node: this.plan.nodes[node]!.id, replica };
  }

  /** No producer starts before every `init` is through; in an abort nobody waits for the others. */
  #letGo(): void {
    const all = this.#hosts.every(({ ready }) => ready) || this.words.stop === Stop.ABORT;
    if (!all) return;
    for (const host of this.#hosts) if (host.ready) this.#go(host);
    this.#cutter?.begin();
  }

  #go(host: HostHandle): void {
    if (host.went) return;
    host.went = true;
    host.tell({ type: "go" });
  }

  #leaveBehind(): void {
    this.#watch.look(performance.now());
    const inside = this.#watch.inside();
    for (const [at, host] of this.#hosts.entries()) {
      if (host.closed) continue;
      host.closed = true;
      const stuck = inside.find((one) => one.host === at);
      const { node, replica } = this.#placeOf(host);
      this.events.onFailure(
        stuck ? leftBehindFailure(stuck) : unansweredFailure(node, replica, host.ready),
      );
    }
    this.#settle();
  }

  #settle(): void {
    if (this.#hosts.every(({ closed }) => closed)) this.#ended.resolve();
  }

  #broadcast(message: ToHost): void {
    for (const host of this.#hosts) host.tell(message);
  }
}
