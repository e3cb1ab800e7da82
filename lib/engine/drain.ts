/**
 * Where packets stand that steps give when their inputs have closed (`drain`). They descend from no
 * emission of a producer. In a sequential execution they come when the last producer before their
 * node is through: behind all its emissions, and in the order in which nodes close. So their number
 * is one that no emission reaches, and rises in that order.
 *
 * @module
 */
import type { Plan } from "./plan.ts";

/** Numbers of emissions are below; those of drained packets are not. Lanes have 48 bits for them. */
const FIRST = 2 ** 47;
/** Nodes that a plan may have; see `multiprocess/lane.ts`. */
const NODES = 2 ** 16;

/** The lineage of what a node drains. */
export interface Ending {
  /** Index of the producer behind which it stands. */
  readonly origin: number;
  readonly seq: number;
}

/** The ending of each node, in the order of the plan. */
export function endingsOf({ graph, nodes }: Plan): Ending[] {
  const index = new Map(nodes.map(({ id }, at) => [id, at]));
  const next = nodes.map(({ id, ports }) => {
    const leaving = graph.edges.filter(({ from }) => from === id);
    const inOrder = ports.flatMap((name) => leaving.filter(({ port }) => port === name));
    return [...new Set(inOrder.map(({ to }) => index.get(to)!))];
  });
  const open = nodes.map((_, at) => next.filter((each) => each.includes(at)).length);
  const endings = nodes.map((): Ending => ({ origin: 0, seq: FIRST }));
  let rank = 0;
  for (const [at, { role }] of nodes.entries()) if (role === "producer") close(at, at);
  return endings;

  /** Nodes close depth first, as `sequential/direct.ts` has it. */
  function close(at: number, origin: number): void {
    endings[at] = { origin, seq: FIRST + rank++ * NODES + at };
    for (const to of next[at]!) if (--open[to]! === 0) close(to, origin);
  }
}

/** Index of the node that drained a packet, by its number; null if a producer emitted it. */
export function drainedBy(seq: number): number | null {
  return seq < FIRST ? null : (seq - FIRST) % NODES;
}
