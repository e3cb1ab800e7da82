/**
 * A Worker per replica, except where neighbours gain nothing from being apart. A packet that
 * crosses costs about a microsecond; a step that takes no longer for its packet (`light`) cannot
 * win that back. Nodes with as many replicas as each other share Workers side by side: the first
 * replica of one with the first of the other, and so on.
 *
 * @module
 */
import { GRANT_KINDS } from "../../graph/model.ts";
import { type Plan, type PlannedNode, rowsOf } from "../plan.ts";
import { PlacementError, type Seating, type SeatingWishes, wishedGroups } from "../seating.ts";

/**
 * Places replicas: a node joins the Workers of what is upstream, replica by replica, if
 * - both have the same number of replicas; with several, packets that came to one stay beside it:
 *   so nothing else may decide where they go (`key`, `maxReplicas`),
 * - both have the same grants, and are trusted alike: nobody's rights grow by a neighbour,
 * - all that feeds it lives in those same Workers: packets come in at one place, so that nobody in a
 *   Worker waits while another has the thread, and
 * - each Worker then holds at most one node that is not light. Nodes that are wished together count
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

/** Workers that hold the same nodes, one replica of each. */
interface Shared {
  readonly nodes: number[];
  /** The rows in each of them. */
  readonly workers: readonly number[][];
  /** Nodes that are not light, or lists wished together that hold one, each by its first node. */
  readonly heavy: Set<number>;
}

/** The Workers as they fill, node by node in topological order. */
class Seats {
  readonly placement: number[][] = [];
  readonly reasons: string[] = [];
  /** By node. */
  readonly #shared: Shared[] = [];
  readonly #upstream: readonly (readonly number[])[];

  constructor(readonly plan: Plan, readonly groups: readonly number[][], readonly apart: boolean) {
    this.#upstream = upstreamOf(plan);
  }

  place(at: number): void {
    const rows = rowsOf(this.plan.nodes[at]!);
    const [shared, reason] = this.#choose(at);
    this.reasons[at] = reason;
    if (shared === null) {
      const workers = rows.map((row) => [row]);
      this.placement.push(...workers);
      this.#shared[at] = { nodes: [at], workers, heavy: this.#heavyOf([at]) };
      return;
    }
    for (const [replica, row] of rows.entries()) shared.workers[replica]!.push(row);
    shared.nodes.push(at);
    for (const heavy of this.#heavyOf([at])) shared.heavy.add(heavy);
    this.#shared[at] = shared;
  }

  /** Whether two nodes share their Workers. */
  shares(a: number, b: number): boolean {
    return this.#shared[a] === this.#shared[b];
  }

  /** A node upstream that does not live with another node; undefined if there is none. */
  stranger(at: number, other: number): number | undefined {
    return this.#upstream[at]!.find((before) => !this.shares(before, other));
  }

  /** The Workers that a node joins, or null if it gets its own; and why. */
  #choose(at: number): [Shared | null, string] {
    const { nodes } = this.plan;
    const node = nodes[at]!;
    const [first, ...others] = this.#upstream[at]!;
    const apart = (why: string): [null, string] => [null, `apart: ${why}`];
    const alone = whyAlone(node);
    if (alone !== null) return apart(alone);
    if (first === undefined) return [null, "producer"];
    if (this.apart) return apart("asked for");
    const obstacle = [first, ...others].map((before) => obstacleTo(node, nodes[before]!))
      .find((why) => why !== null);
    if (obstacle != null) return apart(obstacle);
    if (isDealtByKey(node)) return apart(BY_KEY);
    const shared = this.#shared[first]!;
    const stranger = this.stranger(at, first);
    if (stranger !== undefined) {
      return apart(`fed by ${nodes[first]!.id} and ${nodes[stranger]!.id}, who are apart`);
    }
    const entry = nodes[shared.nodes[0]!]!;
    const difference = differenceOf(node, entry);
    if (difference !== null) return apart(difference);
    const heavy = new Set([...shared.heavy, ...this.#heavyOf([at])]);
    if (heavy.size > 1) return apart(`not light, nor is ${this.#firstHeavy(shared)}`);
    const joined = (why: string): [Shared, string] => [
      shared,
      `joined${node.replicas > 1 ? " side by side" : ""}: ${why}`,
    ];
    if (node.light) return joined("light");
    if (shared.heavy.size > 0) return joined("asked for");
    // its own inbox would give each packet to the replica with the least to do
    if (!isDealtByLoad(entry)) return apart(`not light, and ${entry.id} does not go by load`);
    return joined("the others are light");
  }

  /** What is not light among nodes, as {@link Shared.heavy} names it. */
  #heavyOf(members: readonly number[]): Set<number> {
    const units = members.map((at) => this.groups.find((group) => group.includes(at)) ?? [at]);
    const isHeavy = (unit: readonly number[]) => unit.some((at) => !this.plan.nodes[at]!.light);
    return new Set(units.filter(isHeavy).map(([first]) => first!));
  }

  #firstHeavy({ nodes }: Shared): string {
    const at = nodes.find((one) => this.#heavyOf([one]).size > 0)!;
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

/** Why no replica of a node lives beside one of another node; null if it may. */
function whyAlone(node: PlannedNode): string | null {
  if (node.isolation !== undefined) return `its step has a ${node.isolation} of its own`;
  return isElastic(node) ? "its replicas come and go" : null;
}

/** Why a node cannot have a replica beside each of those of a node that feeds it; null if it can. */
function obstacleTo({ replicas }: PlannedNode, before: PlannedNode): string | null {
  if (before.replicas !== replicas) {
    if (before.replicas === 1) return `${replicas} replicas`;
    const theirs = `${before.id} has ${before.replicas}`;
    return replicas === 1 ? `${theirs} replicas` : `${replicas} replicas, and ${theirs}`;
  }
  if (isElastic(before)) return `the replicas of ${before.id} come and go`;
  const { id, isolation } = before;
  return isolation === undefined ? null : `the step of ${id} has a ${isolation} of its own`;
}

/** Whether packets are to come to some of a node's replicas only, now more and now fewer. */
const isElastic = ({ replicas, maxReplicas }: PlannedNode) =>
  replicas > 1 && maxReplicas !== undefined;

const isDealtByKey = ({ replicas, key }: PlannedNode) => replicas > 1 && key !== undefined;
const BY_KEY = "its key decides between its replicas, wherever a packet was before";

/** Whether a packet that comes to a node goes where the least is to be done. */
const isDealtByLoad = (node: PlannedNode) =>
  node.replicas === 1 || node.role !== "producer" && !isDealtByKey(node);

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
    const { id, replicas } = first!;
    for (const node of [first!, ...others]) {
      const why = whyAlone(node) ?? (node !== first && isDealtByKey(node) ? BY_KEY : null);
      if (why === null) continue;
      const other = node === first ? others[0]! : first!;
      throw refusal(other, node, why, `leave ${node.id} out`);
    }
    for (const node of others) {
      if (node.replicas === replicas) continue;
      throw new PlacementError(
        `${node.id} has ${node.replicas} replica${node.replicas > 1 ? "s" : ""}, and ${id} has ` +
          `${replicas}: nodes that share Workers have as many each`,
        `set replicas of ${node.id} to ${replicas}, or leave it out`,
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
    const { id, role, replicas } = nodes[stranger]!;
    const why = `${id} feeds it from another Worker (${seats.reasons[stranger]})`;
    const helps = replicas === node.replicas &&
      (role !== "producer" || leader.role !== "producer");
    throw refusal(leader, node, why, helps ? `name ${id} as well` : null);
  }
}

const refusal = (a: PlannedNode, b: PlannedNode, why: string, hint: string | null) =>
  new PlacementError(`${b.id} cannot share a Worker with ${a.id}: ${why}`, hint);
