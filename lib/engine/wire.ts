/** Decides which replica talks to which, and by what, from where each of them lives. @module */
import type { JsonObject, Role } from "../graph/model.ts";
import type { Plan } from "./plan.ts";
import type { Sizes } from "./words.ts";

/** Which replicas (rows) live together: one list per host. All an engine decides. */
export type Placement = readonly (readonly number[])[];

/** How a replica reaches one next node. */
export type LinkPlan =
  | { readonly kind: "direct"; readonly node: number }
  | {
    readonly kind: "ports";
    readonly node: number;
    readonly queueLimit: number;
    readonly targets: readonly { readonly row: number; readonly port: MessagePort }[];
  };

/** A port of a replica: indices into its links, with the edge each leg stands for. */
export interface PortPlan {
  readonly name: string;
  readonly legs: readonly { readonly link: number; readonly edge: number }[];
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
  readonly links: readonly LinkPlan[];
  readonly ports: readonly PortPlan[];
  /** Ports from the replicas upstream that live elsewhere. */
  readonly inputs: readonly MessagePort[];
}

/** Everything a host must know. Crosses by structured clone, message ports transferred. */
export interface HostPlan {
  readonly nodeIds: readonly string[];
  readonly sizes: Sizes;
  readonly words: SharedArrayBuffer;
  readonly maxPackets: number;
  readonly replicas: readonly ReplicaPlan[];
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Draft = Mutable<Omit<ReplicaPlan, "links" | "inputs">> & {
  links: LinkPlan[];
  inputs: MessagePort[];
};

/** The replica plans of every host, in the order of the placement. */
export function wire(plan: Plan, placement: Placement): ReplicaPlan[][] {
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
      links: [],
      ports: [],
      inputs: [],
    }))
  );
  for (const draft of drafts) {
    const { id, ports } = plan.nodes[draft.node]!;
    const linkOf = new Map<number, number>();
    draft.ports = ports.map((name) => ({
      name,
      legs: plan.graph.edges.flatMap((edge, at) => {
        if (edge.from !== id || edge.port !== name) return [];
        return [{ link: link(draft, index.get(edge.to)!, linkOf), edge: at }];
      }),
    }));
  }
  return placement.map((rows) => rows.map((row) => drafts[row]!));

  function link(from: Draft, to: number, known: Map<number, number>): number {
    const found = known.get(to);
    if (found !== undefined) return found;
    known.set(to, from.links.length);
    const { firstRow, replicas, queueLimit } = plan.nodes[to]!;
    const rows = Array.from({ length: replicas }, (_, replica) => firstRow + replica);
    const here = rows.every((row) => hostOf.get(row) === hostOf.get(from.row));
    from.links.push(
      here
        ? { kind: "direct", node: to }
        : { kind: "ports", node: to, queueLimit, targets: rows.map((row) => channel(row)) },
    );
    return from.links.length - 1;
  }

  function channel(row: number) {
    const { port1, port2 } = new MessageChannel();
    drafts[row]!.inputs.push(port2);
    return { row, port: port1 };
  }
}

/** The message ports in a host's plans, to be transferred with them. */
export function portsIn(replicas: readonly ReplicaPlan[]): MessagePort[] {
  return replicas.flatMap(({ links, inputs }) => [
    ...inputs,
    ...links.flatMap((link) => link.kind === "ports" ? link.targets.map(({ port }) => port) : []),
  ]);
}
