/** Decides which replica talks to which, and by what, from where each of them lives. @module */
import type { JsonObject, Role } from "../graph/model.ts";
import { DEFAULT_MAX_ATTEMPTS, type Isolation } from "../graph/node_options.ts";
import type { Plan } from "./plan.ts";
import { type Policy, policyOf } from "./policy/policy.ts";
import type { Position } from "./resume/messages.ts";
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
  readonly port: MessagePort;
  /** At the receiver's end: by edge, where large arrays are; see `slots/pool.ts`. */
  readonly slots: Readonly<Record<number, SharedArrayBuffer>>;
}

/** How a replica reaches one next node. */
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
  /** Null for the default. */
  readonly policy: Policy | null;
  /** A packet that has crashed the replica so often is given up. */
  readonly maxAttempts: number;
  /** Whether the step can go on where it was cut off. */
  readonly checkpoints: boolean;
  /** Where the step is executed, apart from the engine; null if here. */
  readonly isolation: Isolation | null;
  readonly links: readonly LinkPlan[];
  readonly ports: readonly PortPlan[];
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
  readonly replicas: readonly ReplicaPlan[];
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Draft = Mutable<Omit<ReplicaPlan, "links" | "inputs">> & {
  links: LinkPlan[];
  inputs: LanePlan[];
};

/** The replica plans of every host, in the order of the placement. */
export function wire(
  plan: Plan,
  placement: Placement,
  { ringBytes, slotBytes }: Shares = sharesOf(plan, placement),
): ReplicaPlan[][] {
  const hostOf = new Map(placement.flatMap((rows, host) => rows.map((row) => [row, host])));
  const index = new Map(plan.nodes.map(({ id }, at) => [id, at]));
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
      policy: policyOf(node),
      maxAttempts: node.maxAttempts ?? DEFAULT_MAX_ATTEMPTS,
      checkpoints: node.checkpoints ?? false,
      isolation: node.isolation ?? null,
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
    const { firstRow, replicas, queueLimit, queueBytes = null } = plan.nodes[to]!;
    const rows = Array.from({ length: replicas }, (_, replica) => firstRow + replica);
    const here = rows.every((row) => hostOf.get(row) === hostOf.get(from.row));
    from.links.push(
      here ? { kind: "direct", node: to } : {
        kind: "lanes",
        node: to,
        queueLimit,
        queueBytes,
        senders: sendersTo(plan, to),
        lanes: rows.map((row) => lane(from.row, row)),
      },
    );
    return from.links.length - 1;
  }

  function lane(from: number, to: number): LanePlan {
    const { port1, port2 } = new MessageChannel();
    const { buffer: ring } = Ring.allocate(ringBytes);
    drafts[to]!.inputs.push({ row: from, ring, port: port2, slots: {} });
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
  return replicas.flatMap(({ links, inputs }) => [
    ...inputs.map(({ port }) => port),
    ...links.flatMap((link) => link.kind === "lanes" ? link.lanes.map(({ port }) => port) : []),
  ]);
}
