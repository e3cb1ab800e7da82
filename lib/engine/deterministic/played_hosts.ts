/** The hosts of a whole execution in one Worker, each in a thread that is played. @module */
import type { StepLoaders } from "../host/builder.ts";
import { Host } from "../host/host.ts";
import type { FromHost } from "../host/messages.ts";
import type { Served } from "../host/serve.ts";
import type { LogLevel } from "../contract.ts";
import type { HostPlan, Interleaving, LanePlan, ReplicaPlan } from "../wire.ts";
import { PlayedPort } from "./played_port.ts";
import { PlayedThread } from "./played_thread.ts";
import { Random } from "./random.ts";
import { Scheduler } from "./scheduler.ts";

/** Between two looks at who has the turn; a step that waits for four of them for itself loses it. */
const LOOK_MS = 250;

/** Does for the supervisor what one host does. */
export class PlayedHosts implements Served {
  /** Hears of packets that were written. */
  readonly reporting: Served["reporting"] = {
    stored: (answer) => this.#hosts.forEach(({ reporting }) => reporting.stored(answer)),
  };
  /** Hears of cells that were opened. */
  readonly cells: Served["cells"] = {
    opened: (answer) => this.#hosts.forEach(({ cells }) => cells.opened(answer)),
  };
  /** None are taken: when they come about is not for a seed to decide. */
  readonly cuts = null;
  readonly #hosts: readonly Host[];
  readonly #scheduler: Scheduler;
  readonly #told = new Set<Host>();

  constructor(
    plan: HostPlan,
    { seed, threads }: Interleaving,
    loaders: StepLoaders,
    readonly post: (message: FromHost) => void,
  ) {
    this.#scheduler = new Scheduler(seed, {
      onLost: (thread) => this.#tellLost(this.#hosts.find((host) => host.thread === thread)),
      onDeadlock: () => this.#giveUp(),
    });
    const steps = new Random(~seed); // another stream: what steps draw changes no order
    Math.random = () => steps.next();
    const replicas = replugged(plan.replicas, this.#scheduler);
    this.#hosts = threads.map((rows) =>
      new Host(
        { ...plan, replicas: rows.map((row) => replicas.find((one) => one.row === row)!) },
        loaders,
        (message) => this.#pass(message),
        new PlayedThread(this.#scheduler),
      )
    );
  }

  /** One host after the other. */
  async prepare(): Promise<void> {
    for (const host of this.#hosts) await host.prepare();
    this.post({ type: "ready" });
  }

  /** All of them, in turns. */
  async go(): Promise<void> {
    const looking = setInterval(() => this.#scheduler.look(), LOOK_MS);
    const ends = this.#hosts.map(async (host) => {
      await host.thread.turn();
      await host.go();
      this.#scheduler.leave(host.thread);
    });
    this.#scheduler.open();
    await Promise.all(ends);
    clearInterval(looking);
    this.post({ type: "closed" });
  }

  /** Wakes what waits in any of them. */
  wake(how: "stop" | "abort"): void {
    for (const host of this.#hosts) host.wake(how);
    this.#scheduler.wake();
  }

  /** Lets producers go on that hold. */
  release(): void {
    for (const host of this.#hosts) host.release();
    this.#scheduler.wake();
  }

  /** Puts an error down to a host. */
  uncaught(error: unknown): void {
    const surest = this.#hosts.toSorted((a, b) => b.claims(error) - a.claims(error));
    surest[0]?.uncaught(error);
  }

  /** Passes on what a step printed. */
  print(level: LogLevel, message: string): void {
    (this.#hosts.find((host) => host.isEntered) ?? this.#hosts[0])?.print(level, message);
  }

  #pass(message: FromHost): void {
    if (message.type === "ready" || message.type === "closed") return;
    this.post(message);
    // The supervisor will say so, too: but when that is heard nobody can foretell.
    if (message.type === "failure") queueMicrotask(() => this.wake("stop"));
  }

  #tellLost(host: Host | undefined): void {
    if (host === undefined || this.#told.has(host)) return;
    this.#told.add(host);
    host.print(
      "warning",
      `it has waited for something outside of the flow for ${MOST_S} s: the others go on ` +
        `meanwhile, and the order of packets may not be the same the next time`,
    );
  }

  /** An error of the engine. */
  #giveUp(): void {
    this.uncaught(new Error("all replicas wait, and none of them can go on"));
    queueMicrotask(() => this.wake("abort"));
  }
}

const MOST_S = 4 * LOOK_MS / 1000;

/** The replicas' plans with other ports: message ports would deliver when they like. */
function replugged(replicas: readonly ReplicaPlan[], scheduler: Scheduler): ReplicaPlan[] {
  const ends = new Map<string, PlayedPort>();
  for (const { row, inputs } of replicas) {
    for (const lane of inputs) {
      const [out, into] = PlayedPort.pair(scheduler);
      ends.set(`${lane.row} out ${row}`, out).set(`${lane.row} in ${row}`, into);
    }
  }
  const plugged = (lane: LanePlan, end: string): LanePlan => {
    lane.port.close();
    return { ...lane, port: ends.get(end)! };
  };
  return replicas.map((plan) => ({
    ...plan,
    inputs: plan.inputs.map((lane) => plugged(lane, `${lane.row} in ${plan.row}`)),
    links: plan.links.map((link) =>
      link.kind === "direct" ? link : {
        ...link,
        lanes: link.lanes.map((lane) => plugged(lane, `${plan.row} out ${lane.row}`)),
      }
    ),
  }));
}
