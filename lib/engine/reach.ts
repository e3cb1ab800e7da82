/** Who is reached by call: where replicas live decides it, and nothing else. @module */
import { type Plan, type PlannedNode, rowsOf } from "./plan.ts";
import type { Placement } from "./wire.ts";

/** The replicas of a node, by row, that live where another replica does. */
export type Beside = (row: number, node: PlannedNode) => readonly number[];

/**
 * Who lives beside whom. If any of a next node's replicas are beside a sender, its packets go to
 * these only, by call; else by a lane to each replica.
 *
 * @param threads the replicas, by row, that live together
 */
export function besideIn(threads: Placement): Beside {
  const threadOf = new Map(threads.flatMap((rows, at) => rows.map((row) => [row, at])));
  return (row, node) => rowsOf(node).filter((other) => threadOf.get(other) === threadOf.get(row));
}

/**
 * Nodes, by index, of which each replica gets what comes of the packets of those beside it, and
 * nothing else: who is before them decides to which of their replicas a packet goes.
 */
export function followersIn({ graph, nodes }: Plan, threads: Placement): ReadonlySet<number> {
  const beside = besideIn(threads);
  return new Set(nodes.flatMap((node, at) => {
    const senders = nodes.filter(({ id }) =>
      graph.edges.some(({ from, to }) => from === id && to === node.id)
    );
    const reached = senders.flatMap(rowsOf).map((row) => beside(row, node).length);
    return reached.some((some) => some > 0 && some < node.replicas) ? [at] : [];
  }));
}
