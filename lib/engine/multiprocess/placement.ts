/**
 * A Worker per replica, except where neighbours gain nothing from being apart. A packet that
 * crosses costs about a microsecond; a step that takes no longer for its packet (`light`) cannot
 * win that back. Nodes with as many replicas as each other share Workers side by side: the first
 * replica of one with the first of the other, and so on.
 *
 * @module
 */
import { type Plan, type PlannedNode, rowsOf } from "../plan.ts";
import { PlacementError, type Seating, type SeatingWishes, wishedGroups } from "../seating.ts";
import { differenceOf, isDealtByLoad, obstacleTo, whyAlone, whyDealtAnew } from "./company.ts";

/**
 * Places replicas: a node joins the Workers of what is upstream, replica by replica, if
 * - both have the same number of replicas; with several, packets that came to one stay beside it:
 *   so nothing else may decide where they go (`key`, `maxReplicas`),
 * - both have the same grants, and are trusted alike: nobody's rights grow by a neighbour, unless a
 *   wish says that those of its nodes are shared,
 * - all that feeds it lives in those same Workers: packets come in at one place, so that nobody in a
 *   Worker waits while another has the thread, and
 * - each Worker then holds at most one node that is not light. Nodes that are wished together count
 *   as one.
 *
 * @throws {PlacementError} if a wish cannot be fulfilled
 */
export function multiprocessPlacement(plan: Plan, wishes: SeatingWishes = {}): Seating {
  const groups = wishedGroups(plan, wishes);
  checkAlike(plan, groups, wishes.shareGrants ?? false);
  const seats = new Seats(plan, groups, wishes);
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

  constructor(
    readonly plan: Plan,
    readonly groups: readonly number[][],
    readonly wishes: Pick<SeatingWishes, "apart" | "shareGrants">,
  ) {
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
    if (this.wishes.apart) return apart("asked for");
    const obstacle = [first, ...others].map((before) => obstacleTo(node, nodes[before]!))
      .find((why) => why !== null);
    if (obstacle != null) return apart(obstacle);
    const shared = this.#shared[first]!;
    const stranger = this.stranger(at, first);
    if (stranger !== undefined) {
      return apart(`fed by ${nodes[first]!.id} and ${nodes[stranger]!.id}, who are apart`);
    }
    const entry = nodes[shared.nodes[0]!]!;
    const difference = this.#differenceTo(shared, at);
    if (difference !== null) return apart(difference);
    const own = this.#heavyOf([at]);
    const heavy = new Set([...shared.heavy, ...own]);
    if (heavy.size > 1) return apart(`not light, nor is ${this.#firstHeavy(shared)}`);
    // its own inbox gives each packet to the replica with the least to do
    if (own.size > shared.heavy.size && !isDealtByLoad(entry)) {
      return apart(`packets of ${entry.id} do not go by load`);
    }
    const more = differenceOf(node, entry);
    const joined = (why: string): [Shared, string] => [
      shared,
      `joined${node.replicas > 1 ? " side by side" : ""}: ${why}${more ? `, with ${more}` : ""}`,
    ];
    if (node.light) return joined("light");
    return joined(shared.heavy.size > 0 ? "asked for" : "the others are light");
  }

  /**
   * In what the rights of a node differ from those of others in some Workers; also of those that are
   * wished to be with either, and may only come later.
   */
  #differenceTo({ nodes }: Shared, at: number): string | null {
    const unit = this.#unitOf(at);
    const others = nodes.flatMap((one) => this.#unitOf(one)).filter((one) => !unit.includes(one));
    const differences = unit.flatMap((one) =>
      others.map((other) => differenceOf(this.plan.nodes[one]!, this.plan.nodes[other]!))
    );
    return differences.find((difference) => difference !== null) ?? null;
  }

  #unitOf(at: number): readonly number[] {
    return this.groups.find((group) => group.includes(at)) ?? [at];
  }

  /** What is not light among nodes, as {@link Shared.heavy} names it. */
  #heavyOf(members: readonly number[]): Set<number> {
    const units = members.map((at) => this.#unitOf(at));
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

const TRUST_HINT = "nodes that share a Worker may touch the same";
const GRANTS_HINT =
  `${TRUST_HINT}: shareGrants (--share-grants) lets each of them touch what any may`;

/** What nodes must have in common, wherever they stand. */
function checkAlike(
  { nodes }: Plan,
  groups: readonly (readonly number[])[],
  shareGrants: boolean,
): void {
  for (const group of groups) {
    const [first, ...others] = group.map((at) => nodes[at]!);
    const { id, replicas } = first!;
    for (const node of [first!, ...others]) {
      const why = whyAlone(node) ?? (node === first ? null : whyDealtAnew(node));
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
      const difference = differenceOf(node, first!, shareGrants);
      if (difference === null) continue;
      const hint = node.trusted === first!.trusted ? GRANTS_HINT : TRUST_HINT;
      throw refusal(first!, node, difference, hint);
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
