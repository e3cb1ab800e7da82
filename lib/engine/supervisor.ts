/**
 * The main thread's part in an execution: it starts hosts, passes wishes to end on, and listens.
 * Packets never come by.
 *
 * @module
 */
import type { StepCode } from "../graph/model.ts";
import type { Failure } from "../telemetry/report.ts";
import type { LogLine } from "./contract.ts";
import { failureOf } from "./failure.ts";
import type { FromHost, Setup, ToHost } from "./host/messages.ts";
import { packetId } from "./packet.ts";
import type { Plan } from "./plan.ts";
import { type HostPlan, type Placement, portsIn, type ReplicaPlan, wire } from "./wire.ts";
import { entrySource, startWorker, unionGrants, type WorkerGrants } from "./worker.ts";
import { Cause, Counter, ReplicaWord, Stop, type Words } from "./words.ts";

const ENTRY = new URL("./host/serve.ts", import.meta.url).href;

/** What the supervisor tells while it goes on. */
export interface SupervisorEvents {
  onFailure(failure: Failure): void;
  onLog(line: LogLine): void;
  /** A step read a file that no param names. */
  onInput(path: string): void;
}

interface HostHandle {
  readonly replicas: readonly ReplicaPlan[];
  worker: Worker | null;
  control: MessagePort | null;
  ready: boolean;
  went: boolean;
  closed: boolean;
}

/** Starts, watches and ends the hosts of one execution. */
export class Supervisor {
  readonly #hosts: HostHandle[];
  readonly #ended = Promise.withResolvers<void>();
  #gone = false;
  #grace: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly plan: Plan,
    placement: Placement,
    readonly words: Words,
    readonly options: {
      readonly maxPackets: number;
      readonly graceMs: number;
      readonly poison: boolean;
    },
    readonly events: SupervisorEvents,
  ) {
    this.#hosts = wire(plan, placement).map((replicas) => ({
      replicas,
      worker: null,
      control: null,
      ready: false,
      went: false,
      closed: false,
    }));
  }

  /** Executes; resolves when every host has ended or was given up. Never rejects. */
  async execute(): Promise<void> {
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
    for (const { worker, control, replicas } of this.#hosts) {
      control?.close();
      if (worker) worker.terminate();
      else for (const port of portsIn(replicas)) port.close();
    }
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
    this.#letGo();
    this.#broadcast({ type: "abort" });
    this.#grace ??= setTimeout(() => this.#leaveBehind(), this.options.graceMs);
  }

  #start(host: HostHandle): void {
    const { grants, steps, name } = this.#describe(host);
    try {
      host.worker = startWorker(entrySource(ENTRY, steps), name, grants);
    } catch (error) {
      return this.#lost(host, error);
    }
    const { port1, port2 } = new MessageChannel();
    host.control = port1;
    port1.onmessage = ({ data }: MessageEvent<FromHost>) => this.#hear(host, data);
    host.worker.onerror = (event) => {
      event.preventDefault();
      this.#lost(host, event.error ?? new Error(event.message));
    };
    port1.onmessageerror = () => this.#lost(host, new Error("a message could not be read"));
    const plan: HostPlan = {
      nodeIds: this.plan.nodes.map(({ id }) => id),
      sizes: this.words.sizes,
      words: this.words.buffer,
      maxPackets: this.options.maxPackets,
      poison: this.options.poison,
      replicas: host.replicas,
    };
    const setup: Setup = { plan, control: port2 };
    host.worker.postMessage(setup, [port2, ...portsIn(host.replicas)]);
    const { stop } = this.words;
    if (stop >= Stop.DRAIN) this.#tell(host, { type: stop === Stop.ABORT ? "abort" : "stop" });
  }

  #describe({ replicas }: HostHandle) {
    const nodes = [...new Set(replicas.map(({ node }) => node))];
    const planned = nodes.map((at) => this.plan.nodes[at]!);
    const steps = new Map<number, StepCode>(nodes.map((at) => [at, this.plan.nodes[at]!.code]));
    const grants = unionGrants(
      planned.map(({ trusted, permissions }): WorkerGrants => trusted ? "all" : permissions),
    );
    const alone = replicas.length === 1 && replicas[0]!.replicas > 1;
    const name = planned.map(({ id }) => id).join("+") + (alone ? `[${replicas[0]!.replica}]` : "");
    return { grants, steps, name };
  }

  #hear(host: HostHandle, message: FromHost): void {
    switch (message.type) {
      case "ready":
        host.ready = true;
        return this.#letGo();
      case "closed":
        host.closed = true;
        return this.#settle();
      case "failure":
        this.events.onFailure(message.failure);
        // producers that wait must hear of it; those that work see the words
        return this.#broadcast({ type: "stop" });
      case "log":
        return this.events.onLog(message.line);
      case "input":
        return this.events.onInput(message.path);
    }
  }

  /** A Worker that ended by itself, or never started: nothing can be delivered to it any more. */
  #lost(host: HostHandle, error: unknown): void {
    if (host.closed) return;
    host.closed = true;
    host.ready = true;
    const { node, replica } = host.replicas[0]!;
    const place = { node: this.plan.nodes[node]!.id, replica, packet: null };
    this.events.onFailure(failureOf(error, { ...place, phase: "host" }));
    this.abort(Cause.FAILED);
    this.#settle();
  }

  /** No producer starts before every `init` is through; in an abort nobody waits for the others. */
  #letGo(): void {
    const all = this.#hosts.every(({ ready }) => ready) || this.words.stop === Stop.ABORT;
    if (!all) return;
    for (const host of this.#hosts) if (host.ready) this.#go(host);
  }

  #go(host: HostHandle): void {
    if (host.went) return;
    host.went = true;
    this.#tell(host, { type: "go" });
  }

  #leaveBehind(): void {
    for (const host of this.#hosts) {
      if (host.closed) continue;
      host.closed = true;
      for (const replica of host.replicas) {
        if (this.#isBusy(replica)) this.events.onFailure(this.#leftBehind(replica));
      }
    }
    this.#settle();
  }

  #isBusy({ row }: ReplicaPlan): boolean {
    return Atomics.load(this.words.int, this.words.replica(row, ReplicaWord.BUSY)) === 1;
  }

  #leftBehind({ node, replica, row }: ReplicaPlan): Failure {
    const counters = this.words.counters(row);
    const [origin, seq] = [counters[Counter.ORIGIN]!, counters[Counter.SEQ]!];
    const ids = this.plan.nodes.map(({ id }) => id);
    const id = ids[node]!;
    return {
      code: "left_behind",
      node: id,
      replica,
      phase: "host",
      packet: seq < 0 ? null : packetId({ origin, seq, branch: "" }, ids),
      message: `${id} did not come back from the step's code and was left behind`,
      hint: "a step that computes for long cannot be stopped: split its work, or await in between",
      denial: null,
      stack: null,
    };
  }

  #settle(): void {
    if (this.#hosts.every(({ closed }) => closed)) this.#ended.resolve();
  }

  #broadcast(message: ToHost): void {
    for (const host of this.#hosts) this.#tell(host, message);
  }

  #tell(host: HostHandle, message: ToHost): void {
    if (!host.closed) host.control?.postMessage(message);
  }
}
