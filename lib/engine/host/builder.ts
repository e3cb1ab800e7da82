/** Builds the replicas of a host, and connects them: from the last node to the first. @module */
import type { AnyStep } from "../../step/define_step.ts";
import type { Isolation } from "../../graph/node_options.ts";
import type { CellOpener } from "../cell/opener.ts";
import { RemoteStep } from "../cell/remote_step.ts";
import { Figures, type FigureSums } from "../figures.ts";
import type { Halt } from "../halt.ts";
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
import type { Hold } from "../resume/hold.ts";
import type { HostCuts } from "../resume/host_cuts.ts";
import type { Router } from "../router.ts";
import { DirectInbox, DirectOutlet } from "../sequential/direct.ts";
import type { Thread } from "../thread.ts";
import type { Tracing } from "../tracing/tracing.ts";
import type { HostPlan, LinkPlan, ReplicaPlan } from "../wire.ts";
import { ReplicaWord, type Words } from "../words.ts";
import { contextOf } from "./context.ts";
import { Lending, plainAlloc } from "./lending.ts";
import type { FromHost } from "./messages.ts";
import type { Reporting } from "./reporting.ts";
import type { Sampler } from "./sampler.ts";
import { type Holding, makeRouter } from "./sharing_router.ts";
import type { StepLoading } from "./step_loading.ts";

/** Loads the code of a node's step; one per node that lives here, by the node's index. */
export type StepLoaders = Readonly<Record<number, () => Promise<AnyStep>>>;

/** What the replicas of a host have in common. */
export interface Surroundings {
  readonly plan: HostPlan;
  readonly loaders: StepLoaders;
  readonly loading: StepLoading;
  readonly words: Words;
  readonly thread: Thread;
  readonly post: (message: FromHost) => void;
  readonly stop: Halt;
  readonly abort: Halt;
  readonly hold: Hold;
  /** Null where no cuts are taken. */
  readonly cuts: HostCuts | null;
  readonly cells: CellOpener;
  readonly reporting: Reporting;
  readonly sampler: Sampler;
  /** Null where nothing is traced. */
  readonly tracing: Tracing | null;
  /** Gets those that are built. */
  readonly replicas: Replica[];
}

/** Builds replica after replica; an outlet finds the inbox it leads to if that is built before it. */
export class Builder {
  /** Where packets come in from other hosts. */
  readonly ringInboxes: RingInbox[] = [];
  /** All that may hold something back. */
  readonly #holding: Holding[] = [];
  /** Null where the order does not count. */
  position: Position | null = null;
  readonly #inboxes = new Map<number, DirectInbox>();
  /** Nodes that arrays may be lent to. */
  readonly #borrowers = new Set<number>();

  constructor(readonly host: Surroundings) {}

  /** All are built: where the order counts, others are told of what they can see. */
  beginOrder(): void {
    if (this.position) this.#holding.push(this.position);
  }

  /** Loads the step of a replica, and builds it. */
  async build(plan: ReplicaPlan): Promise<void> {
    const { words, loading, loaders, tracing, plan: { nodeIds, poison } } = this.host;
    let replica: Replica | null = null;
    const inHand = () => replica && replica.inHand;
    const isHere = plan.isolation === null;
    const { step: loaded, error } = isHere
      ? await loading.load(loaders[plan.node]!, plan.role)
      : { step: this.#remote(plan, plan.isolation!), error: null };
    const step = tracing ? tracing.wrap(loaded, { ...plan, packet: inHand }, !isHere) : loaded;
    if (this.#mayBorrow(plan, step)) {
      this.#borrowers.add(plan.node);
      words.int[words.replica(plan.row, ReplicaWord.BORROWS)] = 1;
    }
    const lending = new Lending(plan, words, (node) => this.#borrowers.has(node), poison);
    const router = this.#router(plan, step, lending, (fault, packet) => {
      replica?.fail("send", fault, packet);
    });
    const id = () => idInHand(replica, nodeIds);
    replica = this.#replica(plan, step, router, this.#optionsOf(plan, lending, id));
    if (error !== null) replica.fail("import", error);
    this.host.replicas.push(replica);
    this.#serve(replica, plan);
  }

  #router(
    plan: ReplicaPlan,
    step: AnyStep,
    lending: Lending,
    onFault: (error: unknown, packet: Packet) => void,
  ): Router {
    const { words, sampler } = this.host;
    const flush = () => router.flush();
    const position = plan.order
      ? this.position ??= positionOf(plan.order, words.bells, this.#holding)
      : null;
    const router: Router = makeRouter(
      plan,
      step,
      (link) => this.#outlet(plan, link, lending, flush, onFault),
      (port) => lending.lent(port, flush),
      this.#holding,
      sampler,
      position,
    );
    return router;
  }

  #optionsOf(plan: ReplicaPlan, lending: Lending, inHand: () => string | null): ReplicaOptions {
    const { plan: { nodeIds, maxPackets }, words, thread, abort, stop, cuts, post } = this.host;
    const { node, role, replica, row, queueLimit, queueBytes } = plan;
    // a producer is to stop when the others still have to process what is in flight
    const halt = role === "producer" ? stop : abort;
    const figures = new Figures();
    const context = {
      ...contextOf(plan, nodeIds, halt.signal, post, figures.count, inHand),
      resume: cuts?.token(row),
      // what is held back would keep places from the packets before it: such nodes have arrays copied
      alloc: plan.policy ? plainAlloc : lending.alloc,
    };
    return {
      ...{ nodeIds, node, role, replica, row, words, thread, context, abort, halt, wait: halt },
      // where cuts are taken, nothing is drained before the last: behind all producers
      ending: cuts ? { ...plan.ending, origin: nodeIds.length } : plan.ending,
      ...{ queueLimit, queueBytes, maxPackets, figures },
      ...(role === "producer" && { hold: this.host.hold, emitted: cuts?.emitted(row) ?? 0 }),
      tellFigures: (sums) => this.#tellFigures(node, sums),
      report: (failure) => post({ type: "failure", failure }),
    };
  }

  #tellFigures(node: number, figures: FigureSums): void {
    if (Object.keys(figures).length > 0) this.host.post({ type: "figures", node, figures });
  }

  #replica(plan: ReplicaPlan, step: AnyStep, router: Router, options: ReplicaOptions): Replica {
    const { policy, maxAttempts } = plan;
    // what a step has kept for the next execution must not get lost in this one
    const keeps = this.host.cuts !== null && plan.checkpoints;
    const restarts = () => mayRestart(step) && !keeps;
    if (plan.role === "producer") return new Replica(step, router, options);
    const told = this.host.reporting.forReplica();
    const wait = new Interrupt(options.halt);
    const tolerance = { policy, maxAttempts, restarts, wait, stop: this.host.stop, ...told };
    return new TolerantReplica(step, router, { ...options, ...tolerance });
  }

  #remote(plan: ReplicaPlan, isolation: Isolation): AnyStep {
    return new RemoteStep(plan, this.host.plan.nodeIds[plan.node]!, {
      open: () => this.host.cells.open(plan.row, isolation),
      crashed: (error) =>
        this.host.replicas.find(({ options }) => options.row === plan.row)?.crash(error),
    });
  }

  #serve(replica: Replica, { node, role, key, inputs, order }: ReplicaPlan): void {
    const { abort, plan: { poison }, replicas } = this.host;
    if (inputs.length > 0) {
      // it is built last, since it is the only one here that packets come in to
      const all = [...replicas];
      const position = order ? this.position : null;
      this.ringInboxes.push(new RingInbox(replica, inputs, abort, poison, all, position));
    } else if (role !== "producer") {
      // replicas are built from the last to the first
      const others = this.#inboxes.get(node)?.replicas ?? [];
      this.#inboxes.set(node, new DirectInbox([replica, ...others], key));
    }
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
    const sent = this.host.words.sent(plan.row);
    if (link.kind === "direct") return new DirectOutlet(this.#inboxes.get(link.node)!, sent);
    const { row } = plan;
    const words = this.host.words;
    const outlet = new RingOutlet({
      ...link,
      words,
      now: this.host.thread.now,
      row,
      sent,
      slots: lending.byEdge(),
      beforeWait,
      onFault,
    });
    this.#holding.push(outlet);
    return this.host.thread.way(outlet);
  }
}

/** Lineage id of the packet that a replica has in hand; null if it has none. */
export function idInHand(replica: Replica | null, nodeIds: readonly string[]): string | null {
  const packet = replica?.inHand;
  return packet && packet.seq >= 0 ? packetId(packet, nodeIds) : null;
}
