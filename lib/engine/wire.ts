/** Decides which replica talks to which, and by what, from where each of them lives. @module */
import type { JsonObject, Role } from "../graph/model.ts";
import { DEFAULT_MAX_ATTEMPTS, type Isolation } from "../graph/node_options.ts";
import { type Ending, endingsOf } from "./drain.ts";
import { Bound } from "./order/bound.ts";
import { nodesInOrder } from "./order/scope.ts";
import { allocateShare, shareOf } from "./order/shares.ts";
import type { ParcelPort } from "./multiprocess/parcels.ts";
import { type Plan, rowsOf } from "./plan.ts";
import { type Policy, policyOf } from "./policy/policy.ts";
import { besideIn } from "./reach.ts";
import type { Position } from "./resume/messages.ts";
import type { TracingPlan } from "./tracing/plan.ts";
import { Ring } from "./ring/ring.ts";
import { type Shares, sharesOf } from "./shares.ts";
import { SlotPool } from "./slots/pool.ts";
import type { Sizes } from "./words.ts";

/** Which replicas (rows) live together: one list per host. All an engine decides. */
export type Placement = readonly (readonly number[])[];

/** One end of the way from one replica to another that lives elsewhere. */
export interface LanePlan {
  /** The replica at the other end. */
  readonly row: number;
  /** What packets go through; see `ring/ring.ts`. */
  readonly ring: SharedArrayBuffer;
  /** What values go through that the ring cannot take. */
  readonly port: ParcelPort;
  /** At the receiver's end: by edge, where large arrays are; see `slots/pool.ts`. */
  readonly slots: Readonly<Record<number, SharedArrayBuffer>>;
  /** Where the order counts: how far the sender has come, and its places in the inbox. */
  readonly order?: { readonly bound: SharedArrayBuffer; readonly share: SharedArrayBuffer };
}

/** What a host must know where the order counts; one for all of its replicas. */
export interface OrderPlan {
  /** How far it has come. */
  readonly bound: SharedArrayBuffer;
  /** Rows that want to know. */
  readonly listeners: readonly number[];
}

/** How a replica reaches one next node: the replicas beside it, or, if there are none, all. */
export type LinkPlan =
  | { readonly kind: "direct"; readonly node: number }
  | {
    readonly kind: "lanes";
    readonly node: number;
    readonly queueLimit: number;
    readonly queueBytes: number | null;
    /** Replicas that send to the node. */
    readonly senders: number;
    readonly lanes: readonly LanePlan[];
    /** Places that only this sender has; left out where all share those of the inbox. */
    readonly share?: SharedArrayBuffer;
    /** See `order/key.ts`; left out where load decides. */
    readonly key?: string;
  };

/** A port of a replica: indices into its links, with the edge each leg stands for. */
export interface PortPlan {
  readonly name: string;
  readonly legs: readonly { readonly link: number; readonly edge: number }[];
  /** Where its large arrays go; null if nothing that leaves it crosses. */
  readonly slots: SharedArrayBuffer | null;
}

/** Everything a host must know of one replica. */
export interface ReplicaPlan {
  readonly node: number;
  readonly role: Role;
  readonly replica: number;
  readonly replicas: number;
  readonly row: number;
  readonly params: JsonObject;
  /** URL of the module that the step is in. */
  readonly module: string;
  readonly dynamic: boolean;
  readonly queueLimit: number;
  readonly queueBytes: number | null;
  /** See `order/key.ts`; left out where load decides. */
  readonly key?: string;
  /** Null for the default. */
  readonly policy: Policy | null;
  /** A packet that has crashed the replica so often is given up. */
  readonly maxAttempts: number;
  /** Whether the step can go on where it was cut off. */
  readonly checkpoints: boolean;
  /** Whether the step has something to give when its inputs have closed. */
  readonly drains: boolean;
  /** Where that stands. */
  readonly ending: Ending;
  /** Where the step is executed, apart from the engine; null if here. */
  readonly isolation: Isolation | null;
  readonly links: readonly LinkPlan[];
  readonly ports: readonly PortPlan[];
  /** Left out where the order does not count. */
  readonly order?: OrderPlan;
  /** Lanes from the replicas upstream that live elsewhere. */
  readonly inputs: readonly LanePlan[];
}

/** Everything a host must know. Crosses by structured clone, message ports transferred. */
export interface HostPlan {
  readonly nodeIds: readonly string[];
  readonly sizes: Sizes;
  readonly words: SharedArrayBuffer;
  readonly maxPackets: number;
  /** Whether arrays that were lent are overwritten when they are given back. */
  readonly poison: boolean;
  /** Where the replicas go on; null where no cuts are taken. */
  readonly position: Position | null;
  /** Null where no packet is traced. */
  readonly tracing: TracingPlan | null;
  readonly replicas: readonly ReplicaPlan[];
  /** Threads that are to be played in the one Worker there is; see `deterministic/`. */
  readonly interleaving: Interleaving | null;
}

/** Threads that are played in one Worker, in an order that a seed decides. */
export interface Interleaving {
  /** From 0, 32 bits. */
  readonly seed: number;
  /** The replicas, by row, of each. */
  readonly threads: Placement;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Draft = Mutable<Omit<ReplicaPlan, "links" | "inputs">> & {
  links: LinkPlan[];
  inputs: LanePlan[];
};

/**
 * The replica plans of every host, in the order of the placement.
 *
 * @param threads who reaches whom by call, if these are other replicas than those of a host
 */
export function wire(
  plan: Plan,
  placement: Placement,
  { ringBytes, slotBytes }: Shares = sharesOf(plan, placement),
  threads = placement,
): ReplicaPlan[][] {
  const threadOf = new Map(threads.flatMap((rows, at) => rows.map((row) => [row, at])));
  const beside = besideIn(threads);
  const index = new Map(plan.nodes.map(({ id }, at) => [id, at]));
  const inOrder = nodesInOrder(plan, threads);
  const endings = endingsOf(plan);
  const orders = threads.map(() => ({
    // a leg and a number per node that is passed
    bound: new SharedArrayBuffer(4 * Bound.words(2 + 2 * plan.nodes.length)),
    listeners: [] as number[],
  }));
  const drafts = plan.nodes.flatMap((node, at): Draft[] =>
    Array.from({ length: node.replicas }, (_, replica) => ({
      node: at,
      role: node.role,
      replica,
      replicas: node.replicas,
      row: node.firstRow + replica,
      params: node.params,
      module: node.code.module,
      dynamic: node.dynamic,
      queueLimit: node.queueLimit,
      queueBytes: node.queueBytes ?? null,
      key: node.key,
      policy: policyOf(node),
      maxAttempts: node.maxAttempts ?? DEFAULT_MAX_ATTEMPTS,
      checkpoints: node.checkpoints ?? false,
      drains: node.drains ?? false,
      ending: endings[at]!,
      isolation: node.isolation ?? null,
      ...(inOrder.has(at) && { order: orders[threadOf.get(node.firstRow + replica)!]! }),
      links: [],
      ports: [],
      inputs: [],
    }))
  );
  for (const draft of drafts) {
    const { id, ports } = plan.nodes[draft.node]!;
    const linkOf = new Map<number, number>();
    draft.ports = ports.map((name) => {
      const legs = plan.graph.edges.flatMap((edge, at) => {
        if (edge.from !== id || edge.port !== name) return [];
        return [{ link: link(draft, index.get(edge.to)!, linkOf), edge: at }];
      });
      return { name, legs, slots: slots(draft, legs) };
    });
  }
  return placement.map((rows) => rows.map((row) => drafts[row]!));

  function link(from: Draft, to: number, known: Map<number, number>): number {
    const found = known.get(to);
    if (found !== undefined) return found;
    known.set(to, from.links.length);
    const { queueLimit, queueBytes = null, key } = plan.nodes[to]!;
    const isCalled = beside(from.row, plan.nodes[to]!).length > 0;
    const senders = sendersTo(plan, to);
    const share = inOrder.has(to) ? allocateShare(plan.replicas) : undefined;
    from.links.push(
      isCalled ? { kind: "direct", node: to } : {
        kind: "lanes",
        node: to,
        key,
        lanes: rowsOf(plan.nodes[to]!).map((row) => lane(from, row, share)),
        ...(share
          ? {
            queueLimit: shareOf(queueLimit, senders),
            queueBytes: queueBytes && shareOf(queueBytes, senders),
            senders: 1,
            share,
          }
          : { queueLimit, queueBytes, senders }),
      },
    );
    return from.links.length - 1;
  }

  function lane({ row, order }: Draft, to: number, share: SharedArrayBuffer | undefined): LanePlan {
    const { port1, port2 } = new MessageChannel();
    const { buffer: ring } = Ring.allocate(ringBytes);
    const input: LanePlan = { row, ring, port: port2, slots: {} };
    if (share) {
      drafts[to]!.inputs.push({ ...input, order: { bound: order!.bound, share } });
      orders[threadOf.get(row)!]!.listeners.push(to);
    } else drafts[to]!.inputs.push(input);
    return { row: to, ring, port: port1, slots: {} };
  }

  /** All who get what leaves a port look into the same slots. */
  function slots(from: Draft, legs: PortPlan["legs"]): SharedArrayBuffer | null {
    const pool = SlotPool.allocate(slotBytes);
    let crosses = false;
    for (const { link, edge } of legs) {
      const way = from.links[link]!;
      for (const { row } of way.kind === "lanes" ? way.lanes : []) {
        const input = drafts[row]!.inputs.find((one) => one.row === from.row)!;
        (input.slots as Record<number, SharedArrayBuffer>)[edge] = pool;
        crosses = true;
      }
    }
    return crosses ? pool : null;
  }
}

function sendersTo({ graph, nodes }: Plan, node: number): number {
  const before = new Set(
    graph.edges.filter(({ to }) => to === nodes[node]!.id).map(({ from }) => from),
  );
  return nodes.reduce((sum, { id, replicas }) => before.has(id) ? sum + replicas : sum, 0);
}

/** The message ports in a host's plans, to be transferred with them. */
export function portsIn(replicas: readonly ReplicaPlan[]): MessagePort[] {
  const ports = replicas.flatMap(({ links, inputs }) => [
    ...inputs.map(({ port }) => port),
    ...links.flatMap((link) => link.kind === "lanes" ? link.lanes.map(({ port }) => port) : []),
  ]);
  return ports as MessagePort[]; // others are made only where they are used
}
