/** Where in a flow the order counts. @module */
import { type Plan, rowsOf } from "../plan.ts";
import { besideIn } from "../reach.ts";
import type { Placement } from "../wire.ts";

/**
 * The nodes, by index, whose packets are taken and sent in the order of a sequential execution.
 *
 * An ordered node and those that it sends to get their packets in order. So must all before them:
 * of what comes in disorder nobody can tell what comes next. Where no replica has several lanes to
 * take from, nothing is out of order, and there is nothing to do.
 */
export function nodesInOrder(plan: Plan, placement: Placement): ReadonlySet<number> {
  const { upstream, downstream } = neighboursOf(plan);
  const beside = besideIn(placement);
  const ordered = plan.nodes.flatMap((node, at) => node.ordered ? [at] : []);
  const before = withAll([...ordered, ...ordered.flatMap((at) => downstream[at]!)], upstream);
  const merging = [...before].filter((at) => lanesInto(at) > 1);
  return withAll(merging, upstream);

  /** Lanes that each replica of a node takes from. */
  function lanesInto(at: number): number {
    const node = plan.nodes[at]!;
    const senders = upstream[at]!.flatMap((before) => rowsOf(plan.nodes[before]!));
    return senders.filter((row) => beside(row, node).length === 0).length;
  }
}

function neighboursOf({ graph, nodes }: Plan) {
  const index = new Map(nodes.map(({ id }, at) => [id, at]));
  const ends = graph.edges.map(({ from, to }) => [index.get(from)!, index.get(to)!] as const);
  const unique = (list: readonly number[]) => [...new Set(list)];
  return {
    upstream: nodes.map((_, at) => unique(ends.flatMap(([from, to]) => to === at ? [from] : []))),
    downstream: nodes.map((_, at) => unique(ends.flatMap(([from, to]) => from === at ? [to] : []))),
  };
}

/** Some nodes, and all from which a way leads to them. */
function withAll(some: readonly number[], upstream: readonly (readonly number[])[]): Set<number> {
  const all = new Set(some);
  for (const at of all) for (const one of upstream[at]!) all.add(one); // grows while it is gone through
  return all;
}
