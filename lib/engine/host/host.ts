/** The inside of a Worker that executes replicas: has them built, lets them go. @module */
import { CellOpener } from "../cell/opener.ts";
import type { LogLevel } from "../contract.ts";
import { Halt } from "../halt.ts";
import type { Replica } from "../replica.ts";
import { Hold } from "../resume/hold.ts";
import { HostCuts } from "../resume/host_cuts.ts";
import { OWN_THREAD, type Thread } from "../thread.ts";
import type { Tracing } from "../tracing/tracing.ts";
import type { HostPlan } from "../wire.ts";
import { Cause, Stop, Words } from "../words.ts";
import { Blame } from "./blame.ts";
import { Builder, idInHand, type StepLoaders, type Surroundings } from "./builder.ts";
import type { FromHost } from "./messages.ts";
import { Reporting } from "./reporting.ts";
import { Sampler } from "./sampler.ts";
import { StepLoading } from "./step_loading.ts";

/** The replicas of one Worker. */
export class Host {
  /** Tells of packets that nodes do without. */
  readonly reporting: Reporting;
  /** Opens cells for steps that are executed elsewhere. */
  readonly cells: CellOpener;
  /** Null where no cuts are taken. */
  readonly cuts: HostCuts | null;
  readonly #words: Words;
  readonly #stop = new Halt();
  readonly #abort = new Halt();
  readonly #hold: Hold;
  readonly #replicas: Replica[] = [];
  /** What has built them, as soon as they are. */
  #built: Builder | null = null;
  readonly #loading = new StepLoading();
  readonly #blame: Blame;
  readonly #sampler: Sampler;

  constructor(
    readonly plan: HostPlan,
    readonly loaders: StepLoaders,
    readonly post: (message: FromHost) => void,
    readonly thread: Thread = OWN_THREAD,
  ) {
    this.#words = new Words(plan.words, plan.sizes, thread.memory);
    this.#blame = new Blame(this.#replicas, plan);
    this.#sampler = new Sampler(this.#words, plan.nodeIds, post);
    this.reporting = new Reporting(post);
    this.cells = new CellOpener(post);
    const { position } = plan;
    this.cuts = position &&
      new HostCuts(position, this.#abort, this.#replicas, post);
    this.#hold = new Hold(this.#words, this.#stop, position !== null);
  }

  /** Loads the steps and inits every replica. Says `ready` in any case; failures are told apart. */
  async prepare(): Promise<void> {
    await this.#guarded(async () => {
      const built = this.#built = new Builder(await this.#surroundings());
      // from the last node to the first, so that an outlet finds the inbox it leads to
      for (const plan of [...this.plan.replicas].reverse()) await built.build(plan);
      this.#replicas.reverse();
      built.beginOrder();
      for (const replica of this.#replicas) await replica.init();
    });
    this.post({ type: "ready" });
  }

  async #surroundings(): Promise<Surroundings> {
    const { plan, loaders, thread, post, cuts, cells, reporting } = this;
    return {
      ...{ plan, loaders, thread, post, cuts, cells, reporting },
      loading: this.#loading,
      words: this.#words,
      stop: this.#stop,
      abort: this.#abort,
      hold: this.#hold,
      sampler: this.#sampler,
      tracing: await this.#tracing(),
      replicas: this.#replicas,
    };
  }

  /** What traces packets, where they are to be traced; loaded only there. */
  async #tracing(): Promise<Tracing | null> {
    const { tracing, nodeIds } = this.plan;
    if (tracing === null) return null;
    const { Tracing } = await import("../tracing/tracing.ts");
    return await Tracing.open(tracing, nodeIds);
  }

  /** Executes until every replica has finished. Says `closed` in any case. */
  async go(): Promise<void> {
    await this.#guarded(async () => {
      const { ringInboxes = [], position } = this.#built ?? {};
      const pumps = ringInboxes.map((inbox) => inbox.pump());
      const producers = this.#replicas.filter(({ options }) => options.role === "producer");
      for (const producer of producers) {
        position?.tell([producer.options.node]); // what comes before it need not wait for it
        await producer.produce();
        if (this.cuts === null) await producer.finish();
      }
      if (this.cuts !== null) {
        await this.cuts.finish(producers, () => position?.tell([this.plan.nodeIds.length]));
      }
      await Promise.all(pumps);
    });
    for (const replica of this.#replicas) {
      const packets = replica.slowest();
      if (packets.length === 0) continue;
      this.post({ type: "slowest", node: replica.options.node, packets });
    }
    this.post({ type: "closed" });
  }

  /** An error here is one of the engine; even then the supervisor must not wait for ever. */
  async #guarded(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.uncaught(error);
    }
  }

  /** Wakes what waits, after the words asked for an end. */
  wake(how: "stop" | "abort"): void {
    this.#stop.fire();
    if (how !== "abort") return;
    // again, from the thread that waits: a sender may have begun to wait since the first time
    this.#words.end(Stop.ABORT, Cause.NONE);
    this.#abort.fire();
  }

  /** Lets producers go on that hold, after the words said so. */
  release(): void {
    this.#hold.release();
  }

  /**
   * Puts an error that nobody caught down to the replica whose module its stack names, else to the
   * one whose step was entered last.
   */
  uncaught(error: unknown): void {
    if (this.#loading.isLoading) this.#loading.blame(error);
    else (this.#blame.culprit(error) ?? this.#blame.entered ?? this.#replicas[0])?.crash(error);
  }

  /** How likely it is that an error which nobody caught is of a replica here, from 0 on. */
  claims(error: unknown): number {
    if (this.#loading.isLoading) return 4;
    return (this.#blame.culprit(error) ? 2 : 0) + (this.isEntered ? 1 : 0);
  }

  /** Whether the step that was entered last in this thread is of a replica here. */
  get isEntered(): boolean {
    return this.#blame.entered !== undefined;
  }

  /** Passes on what a step printed, as a line of the replica whose step was entered last. */
  print(level: LogLevel, message: string): void {
    const entered = this.#blame.entered;
    const from = entered?.options;
    const node = from ? this.plan.nodeIds[from.node]! : null;
    const packet = idInHand(entered ?? null, this.plan.nodeIds);
    const line = {
      level,
      node,
      replica: from?.replica ?? null,
      ...(packet && { packet }),
      message,
    };
    this.post({ type: "log", line });
  }
}
