/** The inside of a Worker that executes replicas: builds them, connects them, lets them go. @module */
import type { AnyStep } from "../../step/define_step.ts";
import type { Isolation } from "../../graph/node_options.ts";
import { CellOpener } from "../cell/opener.ts";
import { RemoteStep } from "../cell/remote_step.ts";
import type { LogLevel } from "../contract.ts";
import { Figures, type FigureSums } from "../figures.ts";
import { Halt } from "../halt.ts";
import { RingInbox } from "../multiprocess/ring_inbox.ts";
import { RingOutlet } from "../multiprocess/ring_outlet.ts";
import { type Position, positionOf } from "../order/position.ts";
import type { Outlet } from "../outlet.ts";
import { type Packet, packetId } from "../packet.ts";
import { Interrupt } from "../policy/interrupt.ts";
import { mayRestart } from "../policy/may_restart.ts";
import { TolerantReplica } from "../policy/tolerant_replica.ts";
import { Replica } from "../replica.ts";
import type { ReplicaOptions } from "../replica_options.ts";
import type { Router } from "../router.ts";
import { Hold } from "../resume/hold.ts";
import { HostCuts } from "../resume/host_cuts.ts";
import { DirectInbox, DirectOutlet } from "../sequential/direct.ts";
import { OWN_THREAD, type Thread } from "../thread.ts";
import type { HostPlan, LinkPlan, ReplicaPlan } from "../wire.ts";
import type { Tracing } from "../tracing/tracing.ts";
import { Cause, ReplicaWord, Stop, Words } from "../words.ts";
import { Blame } from "./blame.ts";
import { contextOf } from "./context.ts";
import { Lending, plainAlloc } from "./lending.ts";
import type { FromHost } from "./messages.ts";
import { StepLoading } from "./step_loading.ts";
import { Reporting } from "./reporting.ts";
import { Sampler } from "./sampler.ts";
import { type Holding, makeRouter } from "./sharing_router.ts";

/** Loads the code of a node's step; one per node that lives here, by the node's index. */
export type StepLoaders = Readonly<Record<number, () => Promise<AnyStep>>>;

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
  readonly #inboxes = new Map<number, DirectInbox>();
  readonly #ringInboxes: RingInbox[] = [];
  readonly #replicas: Replica[] = [];
  /** All that may hold something back. */
  readonly #holding: Holding[] = [];
  /** Null where the order does not count. */
  #position: Position | null = null;
  /** Nodes that arrays may be lent to. */
  readonly #borrowers = new Set<number>();
  readonly #loading = new StepLoading();
  readonly #blame: Blame;
  /** Null where nothing is traced. */
  #tracing: Tracing | null = null;
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
      // from the last node to the first, so that an outlet finds the inbox it leads to
      await this.#beginTracing();
      for (const plan of [...this.plan.replicas].reverse()) await this.#build(plan);
      this.#replicas.reverse();
      if (this.#position) this.#holding.push(this.#position); // others are told of what they can see
      for (const replica of this.#replicas) await replica.init();
    });
    this.post({ type: "ready" });
  }

  /** Loads what traces packets, where they are to be traced. */
  async #beginTracing(): Promise<void> {
    const { tracing, nodeIds } = this.plan;
    if (tracing === null) return;
    const { Tracing } = await import("../tracing/tracing.ts");
    this.#tracing = await Tracing.open(tracing, nodeIds);
  }

  /** Executes until every replica has finished. Says `closed` in any case. */
  async go(): Promise<void> {
    await this.#guarded(async () => {
      const pumps = this.#ringInboxes.map((inbox) => inbox.pump());
      const producers = this.#replicas.filter(({ options }) => options.role === "producer");
      for (const producer of producers) {
        this.#position?.tell([producer.options.node]); // what comes before it need not wait for it
        await producer.produce();
        if (this.cuts === null) await producer.finish();
      }
      if (this.cuts !== null) {
        await this.cuts.finish(producers, () => this.#position?.tell([this.plan.nodeIds.length]));
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
    const packet = entered ? this.#idOf(entered) : null;
    const line = {
      level,
      node,
      replica: from?.replica ?? null,
      ...(packet && { packet }),
      message,
    };
    this.post({ type: "log", line });
  }

  /** Lineage id of the packet that a replica has in hand; null if it has none. */
  #idOf({ inHand }: Replica): string | null {
    return inHand && inHand.seq >= 0 ? packetId(inHand, this.plan.nodeIds) : null;
  }

  async #build(plan: ReplicaPlan): Promise<void> {
    let replica: Replica | null = null;
    const isHere = plan.isolation === null;
    const { step: loaded, error } = isHere
      ? await this.#loading.load(this.loaders[plan.node]!, plan.role)
      : { step: this.#remote(plan, plan.isolation!), error: null };
    const place = { ...plan, packet: () => replica && replica.inHand };
    const step = this.#tracing ? this.#tracing.wrap(loaded, place, !isHere) : loaded;
    // a producer is to stop when the others still have to process what is in flight
    const halt = plan.role === "producer" ? this.#stop : this.#abort;
    if (this.#mayBorrow(plan, step)) this.#borrowers.add(plan.node);
    const isBorrower = (node: number) => this.#borrowers.has(node);
    const lending = new Lending(plan, this.#words, isBorrower, this.plan.poison);
    // what is held back would keep places from the packets before it: such nodes have arrays copied
    const alloc = plan.policy ? plainAlloc : lending.alloc;
    const inHand = () => replica && this.#idOf(replica);
    const figures = new Figures();
    const context = {
      ...contextOf(plan, this.plan.nodeIds, halt.signal, this.post, figures.count, inHand),
      resume: this.cuts?.token(plan.row),
      alloc,
    };
    if (isBorrower(plan.node)) {
      this.#words.int[this.#words.replica(plan.row, ReplicaWord.BORROWS)] = 1;
    }
    const position = plan.order
      ? this.#position ??= positionOf(plan.order, this.#words.bells, this.#holding)
      : null;
    const router: Router = makeRouter(
      plan,
      step,
      (link) =>
        this.#outlet(
          plan,
          link,
          lending,
          () => router.flush(),
          (error, packet) => replica?.fail("send", error, packet),
        ),
      (port) => lending.lent(port, () => router.flush()),
      this.#holding,
      this.#sampler,
      position,
    );
    replica = this.#replica(plan, step, router, {
      nodeIds: this.plan.nodeIds,
      node: plan.node,
      role: plan.role,
      replica: plan.replica,
      row: plan.row,
      words: this.#words,
      thread: this.thread,
      context,
      abort: this.#abort,
      halt,
      wait: halt,
      // where cuts are taken, nothing is drained before the last: behind all producers
      ending: this.cuts ? { ...plan.ending, origin: this.plan.nodeIds.length } : plan.ending,
      queueLimit: plan.queueLimit,
      queueBytes: plan.queueBytes,
      maxPackets: this.plan.maxPackets,
      ...(plan.role === "producer" && {
        hold: this.#hold,
        emitted: this.cuts?.emitted(plan.row) ?? 0,
      }),
      figures,
      tellFigures: (sums) => this.#tellFigures(plan.node, sums),
      report: (failure) => this.post({ type: "failure", failure }),
    });
    if (error !== null) replica.fail("import", error);
    this.#replicas.push(replica);
    if (plan.inputs.length > 0) {
      this.#ringInboxes.push(
        // it is built last, since it is the only one here that packets come in to
        new RingInbox(
          replica,
          plan.inputs,
          this.#abort,
          this.plan.poison,
          [...this.#replicas],
          position,
        ),
      );
    } else this.#serveDirectly(replica, plan);
  }

  #tellFigures(node: number, figures: FigureSums): void {
    if (Object.keys(figures).length > 0) this.post({ type: "figures", node, figures });
  }

  #replica(plan: ReplicaPlan, step: AnyStep, router: Router, options: ReplicaOptions): Replica {
    const { policy, maxAttempts } = plan;
    // what a step has kept for the next execution must not get lost in this one
    const keeps = this.cuts !== null && plan.checkpoints;
    const restarts = () => mayRestart(step) && !keeps;
    if (plan.role === "producer") return new Replica(step, router, options);
    const told = this.reporting.forReplica();
    const wait = new Interrupt(options.halt);
    const tolerance = { policy, maxAttempts, restarts, wait, stop: this.#stop, ...told };
    return new TolerantReplica(step, router, { ...options, ...tolerance });
  }

  #remote(plan: ReplicaPlan, isolation: Isolation): AnyStep {
    return new RemoteStep(plan, this.plan.nodeIds[plan.node]!, {
      open: () => this.cells.open(plan.row, isolation),
      crashed: (error) =>
        this.#replicas.find(({ options }) => options.row === plan.row)?.crash(error),
    });
  }

  #serveDirectly(replica: Replica, { node, role, key }: ReplicaPlan): void {
    if (role === "producer") return;
    // replicas are built from the last to the first
    const others = this.#inboxes.get(node)?.replicas ?? [];
    this.#inboxes.set(node, new DirectInbox([replica, ...others], key));
  }

  /** Whether neither the step nor any that gets what it passes on in this thread keeps arrays. */
  #mayBorrow({ links, policy }: ReplicaPlan, { borrows = false }: AnyStep): boolean {
    // an attempt that took too long goes on with its arrays, while others have their turn
    const mayGoOn = policy !== null && policy.timeoutMs !== null;
    return borrows && !mayGoOn &&
      links.every((link) => link.kind !== "direct" || this.#borrowers.has(link.node));
  }

  #outlet(
    plan: ReplicaPlan,
    link: LinkPlan,
    lending: Lending,
    beforeWait: () => void,
    onFault: (error: unknown, packet: Packet) => void,
  ): Outlet {
    const sent = this.#words.sent(plan.row);
    if (link.kind === "direct") return new DirectOutlet(this.#inboxes.get(link.node)!, sent);
    const { row } = plan;
    const words = this.#words;
    const outlet = new RingOutlet({
      ...link,
      words,
      now: this.thread.now,
      row,
      sent,
      slots: lending.byEdge(),
      beforeWait,
      onFault,
    });
    this.#holding.push(outlet);
    return this.thread.way(outlet);
  }
}
