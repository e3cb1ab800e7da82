/** Topological order, and the cycles that forbid one. @module */

/** For every node, by index, the indices of the nodes it feeds. */
export type Successors = readonly (readonly number[])[];

/**
 * The nodes so that each stands after all that feed it; among those that could stand next, the one
 * with the lowest index is taken. Nodes on cycles, and behind them, are left out.
 */
export function topologicalOrder(next: Successors): number[] {
  const waiting = countIncoming(next);
  const ready = indices(next).filter((node) => waiting[node] === 0);
  const order: number[] = [];
  while (ready.length > 0) {
    const node = ready.shift()!;
    order.push(node);
    for (const target of next[node]!) {
      if (--waiting[target]! === 0) insertSorted(ready, target);
    }
  }
  return order;
}

/**
 * Cycles that have no node in common, each as its nodes in order, beginning with the lowest index;
 * empty exactly if the graph has a topological order. Every cycle shares a node with one of them.
 */
export function findCycles(next: Successors): number[][] {
  const cycles: number[][] = [];
  const removed = new Set<number>();
  for (;;) {
    const inside = onOrBetweenCycles(next, removed);
    const [first] = inside;
    if (first === undefined) return cycles;
    const cycle = walkUntilRepeat(first, next, inside);
    cycles.push(cycle);
    for (const node of cycle) removed.add(node);
  }
}

/** What is left when nodes without predecessors, then those without successors, are taken away. */
function onOrBetweenCycles(next: Successors, removed: ReadonlySet<number>): Set<number> {
  const kept = next.map((targets, node) =>
    removed.has(node) ? [] : targets.filter((target) => !removed.has(target))
  );
  const ahead = new Set(topologicalOrder(kept));
  const behind = new Set(topologicalOrder(reversed(kept)));
  return new Set(indices(next).filter((node) => !ahead.has(node) && !behind.has(node)));
}

/** Every node inside has a successor inside, so the walk must meet itself. */
function walkUntilRepeat(start: number, next: Successors, inside: ReadonlySet<number>): number[] {
  const walked: number[] = [];
  const at = new Map<number, number>();
  let node = start;
  while (!at.has(node)) {
    at.set(node, walked.length);
    walked.push(node);
    node = next[node]!.find((target) => inside.has(target))!;
  }
  const cycle = walked.slice(at.get(node)!);
  const lowest = cycle.indexOf(Math.min(...cycle));
  return [...cycle.slice(lowest), ...cycle.slice(0, lowest)];
}

function reversed(next: Successors): number[][] {
  const before: number[][] = next.map(() => []);
  next.forEach((targets, node) => targets.forEach((target) => before[target]!.push(node)));
  return before;
}

function countIncoming(next: Successors): number[] {
  const count = next.map(() => 0);
  for (const target of next.flat()) count[target]!++;
  return count;
}

function insertSorted(list: number[], value: number): void {
  const at = list.findIndex((other) => other > value);
  list.splice(at < 0 ? list.length : at, 0, value);
}

const indices = (next: Successors) => next.map((_, node) => node);
