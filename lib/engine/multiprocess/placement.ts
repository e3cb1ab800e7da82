/**
 * A Worker per replica, except where neighbours gain nothing from being apart. A packet that
 * crosses costs about a microsecond; a step that takes no longer for its packet (`light`) cannot
 * win that back.
 *
 * @module
 */
import { GRANT_KINDS } from "../../graph/model.ts";
import type { Plan, PlannedNode } from "../plan.ts";
import { PlacementError, type Seating, type SeatingWishes, wishedGroups } from "../seating.ts";

/**
 * Places replicas: a node joins the Worker of what is upstream if
 * - both have one replica,
 * - both have the same grants, and are trusted alike: nobody's rights grow by a neighbour,
 * - all that feeds it lives in that one Worker: packets come in at one place, so that nobody in the
 *   Worker waits while another has the thread, and
 * - the Worker then holds at most one node that is not light. Nodes that are wished together count
 *   as one.
 *
 * @throws {PlacementError} if a wish cannot be fulfilled
 */
export function multiprocessPlacement(plan: Plan, wishes: SeatingWishes = {}): Seating {
  const groups = wishedGroups(plan, wishes);
  checkAlike(plan, groups);
  const seats = new Seats(plan, groups, wishes.apart ?? false);
  plan.nodes.forEach((_, at) => seats.place(at));
  for (const group of groups) checkTogether(plan, group, seats);
  return { placement: seats.placement, reasons: seats.reasons };
}

/** One or more nodes of one replica each. */
interface Shared {
  readonly nodes: number[];
  /** Nodes that are not light, or lists wished together that hold one, each by its first node. */
  readonly heavy: Set<number>;
}

/** The Workers as they fill, node by node in topological order. */
class Seats {
  readonly placement: number[][] = [];
  readonly reasons: string[] = [];
  /** By node; null for one with several replicas. */
  readonly #workers: (Shared | null)[] = [];
  readonly #upstream: readonly (readonly number[])[];

  constructor(readonly plan: Plan, readonly groups: readonly number[][], readonly apart: boolean) {
    this.#upstream = upstreamOf(plan);
  }

  place(at: number): void {
    const { firstRow, replicas, isolation } = this.plan.nodes[at]!;
    const [worker, reason] = this.#choose(at);
    this.reasons[at] = reason;
    if (worker === null) {
      for (let row = firstRow; row < firstRow + replicas; row++) this.placement.push([row]);
      this.#workers[at] = replicas > 1 || isolation !== undefined
        ? null
        : { nodes: [at], heavy: this.#heavyOf([at]) };
      return;
    }
    const entry = this.plan.nodes[worker.nodes[0]!]!.firstRow;
    this.placement.find(([first]) => first === entry)!.push(firstRow);
    worker.nodes.push(at);
    for (const heavy of this.#heavyOf([at])) worker.heavy.add(heavy);
    this.#workers[at] = worker;
  }

  /** Whether two nodes live in one Worker. */
  shares(a: number, b: number): boolean {
    return this.#workers[a] !== null && this.#workers[a] === this.#workers[b];
  }

  /** A node upstream that does not live with another node; undefined if there is none. */
  stranger(at: number, other: number): number | undefined {
    return this.#upstream[at]!.find((before) => !this.shares(before, other));
  }

  /** The Worker that a node joins, or null if it gets its own; and why. */
  #choose(at: number): [Shared | null, string] {
    const { nodes } = this.plan;
    const node = nodes[at]!;
    const before = this.#upstream[at]!;
    const apart = (why: string): [null, string] => [null, `apart: ${why}`];
    if (node.replicas > 1) return apart(`${node.replicas} replicas`);
    if (node.isolation !== undefined) return apart(`its step has a ${node.isolation} of its own`);
    if (before.length === 0) return [null, "producer"];
    if (this.apart) return apart("asked for");
    const copied = before.map((other) => nodes[other]!).find(({ replicas }) => replicas > 1);
    if (copied) return apart(`${copied.id} has ${copied.replicas} replicas`);
    const isolated = before.map((other) => nodes[other]!).find(({ isolation }) => isolation);
    if (isolated) return apart(`the step of ${isolated.id} has a ${isolated.isolation} of its own`);
    const worker = this.#workers[before[0]!]!;
    const stranger = this.stranger(at, before[0]!);
    if (stranger !== undefined) {
      return apart(`fed by ${nodes[before[0]!]!.id} and ${nodes[stranger]!.id}, who are apart`);
    }
    const entry = nodes[worker.nodes[0]!]!;
    const difference = differenceOf(node, entry);
    if (difference !== null) return apart(difference);
    const heavy = new Set([...worker.heavy, ...this.#heavyOf([at])]);
    if (heavy.size > 1) return apart(`not light, nor is ${this.#firstHeavy(worker)}`);
    if (node.light) return [worker, "joined: light"];
    return [worker, worker.heavy.size > 0 ? "joined: asked for" : "joined: the others are light"];
  }

  /** What is not light among nodes, as {@link Shared.heavy} names it. */
  #heavyOf(members: readonly number[]): Set<number> {
    const units = members.map((at) => this.groups.find((group) => group.includes(at)) ?? [at]);
    const isHeavy = (unit: readonly number[]) => unit.some((at) => !this.plan.nodes[at]!.light);
    return new Set(units.filter(isHeavy).map(([first]) => first!));
  }

  #firstHeavy(worker: Shared): string {
    const at = worker.nodes.find((one) => this.#heavyOf([one]).size > 0)!;
    return this.plan.nodes[at]!.id;
  }
}

function upstreamOf({ graph, nodes }: Plan): number[][] {
  const index = new Map(nodes.map(({ id }, at) => [id, at]));
  return nodes.map(({ id }) => {
    const before = graph.edges.filter(({ to }) => to === id).map(({ from }) => index.get(from)!);
    return [...new Set(before)].sort((a, b) => a - b);
  });
}

/** In what the rights of two nodes differ, for people; null if in nothing. */
function differenceOf(node: PlannedNode, other: PlannedNode): string | null {
  if (node.trusted !== other.trusted) return node.trusted ? "trusted" : `${other.id} is trusted`;
  if (node.trusted) return null;
  const text = (list: readonly string[]) => JSON.stringify(list.toSorted());
  const kinds = GRANT_KINDS.filter((kind) =>
    text(node.permissions[kind]) !== text(other.permissions[kind])
  );
  return kinds.length === 0 ? null : `other grants (${kinds.join(", ")})`;
}

/** What nodes must have in common, wherever they stand. */
function checkAlike({ nodes }: Plan, groups: readonly (readonly number[])[]): void {
  for (const group of groups) {
    const [first, ...others] = group.map((at) => nodes[at]!);
    for (const node of [first!, ...others]) {
      if (node.replicas === 1) continue;
      const what = `${node.id} has ${node.replicas} replicas`;
      throw new PlacementError(
        `${what}: nodes that share a Worker have one each`,
        `set replicas of ${node.id} to 1, or leave it out`,
      );
    }
    for (const node of others) {
      const difference = differenceOf(node, first!);
      if (difference === null) continue;
      throw refusal(first!, node, difference, "nodes that share a Worker may touch the same");
    }
  }
}

/** After all are placed: what keeps wished neighbours apart is who feeds them. */
function checkTogether({ nodes }: Plan, [first, ...others]: readonly number[], seats: Seats): void {
  for (const at of others) {
    if (seats.shares(first!, at)) continue;
    const stranger = seats.stranger(at, first!);
    const [node, leader] = [nodes[at]!, nodes[first!]!];
    if (stranger === undefined) {
      const why = `it is a producer, and a Worker begins at one node`;
      throw refusal(leader, node, why, null);
    }
    const { id, role } = nodes[stranger]!;
    const why = `${id} feeds it from another Worker (${seats.reasons[stranger]})`;
    const helps = role !== "producer" || leader.role !== "producer";
    throw refusal(leader, node, why, helps ? `name ${id} as well` : null);
  }
}

const refusal = (a: PlannedNode, b: PlannedNode, why: string, hint: string | null) =>
  new PlacementError(`${b.id} cannot share a Worker with ${a.id}: ${why}`, hint);
