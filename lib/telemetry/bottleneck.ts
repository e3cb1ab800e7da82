/**
 * Which node holds the others back, and why: judged from what a live execution has shown over the
 * last moments.
 *
 * A node that others wait for is busy nearly all the time, or its inbox is full; and it does not
 * itself wait for room further down. Producers need no inbox to be slow: whoever is not inside a
 * producer's code waits for room, so a producer that is always busy is what all others wait for.
 *
 * @module
 */
import { isActive, loadsOf, type NodeLoad } from "./node_load.ts";
import type { Mode, Snapshot } from "./report.ts";

/** An edge by its ends. */
export interface EdgeName {
  /** Id of the node that sends. */
  readonly from: string;
  /** Name of its out-port. */
  readonly port: string;
  /** Id of the node that receives. */
  readonly to: string;
}

/** The node that holds others back. */
export interface Bottleneck {
  /** Its id. */
  readonly node: string;
  /** In words, such as `hillas: 2/2 busy, inbox full; 3 nodes wait for it`. */
  readonly reason: string;
  /** Part of the time that its replicas were inside the step's code, from 0 to 1. */
  readonly utilisation: number;
  /** Ids of the nodes that wait for it: those before it for room, those behind it for packets. */
  readonly waiting: readonly string[];
  /** Edges on which packets pile up because of it. */
  readonly hot: readonly EdgeName[];
}

/** Less than this holds nobody back. */
const LEAST_LOAD = 0.5;
/** Who is busy for less of the time waits. */
const WAITS_BELOW = 0.75;
/** Two that are as near to each other are alike. */
const ALIKE = 0.9;
/** In one Worker, a node that takes less of the time than this is not what makes all slow. */
const LEAST_SHARE = 0.4;

/**
 * The node that held the others back while these snapshots were taken; null if none did: because all
 * are equally busy, or nothing is to be done, or it pauses.
 *
 * @param taken snapshots of one execution, two at least, in the order of time: over about two seconds
 * @param edges all of the flow
 * @param mode in mode `sequential` no inbox fills: the share of the one Worker's time counts
 */
export function findBottleneck(
  taken: readonly Snapshot[],
  edges: readonly EdgeName[],
  mode: Mode = "multiprocess",
): Bottleneck | null {
  const width = taken.at(-1)?.nodes.length;
  // nobody produces before all have begun: that says nothing of who is slow
  const snapshots = taken.filter(({ nodes }) =>
    nodes.length === width && nodes.every(({ state }) => state !== "starting")
  );
  const [first, last] = [snapshots[0], snapshots.at(-1)];
  if (!first || !last || last.elapsedMs <= first.elapsedMs || last.paused) return null;
  const active = loadsOf(snapshots, edges).filter(({ now }) => isActive(now));
  if (mode === "sequential") return largestShare(active);
  const worst = mostLoaded(active, edges);
  if (worst === undefined) return null;
  const waiting = waitingFor(worst.now.id, active, edges);
  const isAlone = active.length === 1 && last.nodes.length > 1;
  if (waiting.length === 0 && !isAlone) return null;
  return {
    node: worst.now.id,
    reason: reasonOf(worst, waiting.length, active.length, isAlone),
    utilisation: worst.used,
    waiting,
    hot: hotEdges(worst.now.id, waiting, active, edges),
  };
}

/** The one furthest down of those that are about as loaded as any. */
function mostLoaded(all: readonly NodeLoad[], edges: readonly EdgeName[]): NodeLoad | undefined {
  const most = Math.max(0, ...all.map(({ load }) => load));
  if (most < LEAST_LOAD) return undefined;
  const alike = all.filter(({ load }) => load > ALIKE * most);
  const ahead = (one: NodeLoad) => reach(one.now.id, edges, "from", "to");
  return alike.find((one) => !alike.some((other) => ahead(one).has(other.now.id)));
}

/** Who waits for a node: of those before and behind it, whoever is idle for much of the time. */
function waitingFor(
  id: string,
  active: readonly NodeLoad[],
  edges: readonly EdgeName[],
): string[] {
  const near = new Set([...reach(id, edges, "to", "from"), ...reach(id, edges, "from", "to")]);
  return active.filter(({ now, used }) => near.has(now.id) && used < WAITS_BELOW)
    .map(({ now }) => now.id);
}

/** Ids of all nodes that edges lead to from one, in one direction. */
function reach(
  start: string,
  edges: readonly EdgeName[],
  here: "from" | "to",
  there: "from" | "to",
): Set<string> {
  const found = new Set<string>();
  const open = [start];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const edge of edges) {
      if (edge[here] !== id || found.has(edge[there])) continue;
      found.add(edge[there]);
      open.push(edge[there]);
    }
  }
  return found;
}

/** Edges into it from who waits, and those further up before inboxes that are full because of it. */
function hotEdges(
  id: string,
  waiting: readonly string[],
  active: readonly NodeLoad[],
  edges: readonly EdgeName[],
): EdgeName[] {
  const before = reach(id, edges, "to", "from");
  const full = new Map(active.map(({ now, full }) => [now.id, full]));
  return edges.filter(({ from, to }) => {
    const isClogged = to === id || (before.has(to) && (full.get(to) ?? 0) >= LEAST_LOAD);
    return isClogged && waiting.includes(from);
  }).map(({ from, port, to }) => ({ from, port, to }));
}

function reasonOf(
  { now, used, full }: NodeLoad,
  waiting: number,
  active: number,
  isAlone: boolean,
) {
  const all = waiting === active - 1;
  const wait = waiting === 1 ? "1 node waits" : `${waiting} nodes wait`;
  if (now.role === "producer") {
    return `${now.id}: the producer is the slowest; ${all ? "all others wait" : wait} for it`;
  }
  const busy = `${now.id}: ${Math.round(used * now.replicas)}/${now.replicas} busy`;
  const inbox = full >= LEAST_LOAD ? ", inbox full" : "";
  return `${busy}${inbox}; ${isAlone ? "all others have finished" : `${wait} for it`}`;
}

/** In one Worker only one node works at a time: the one that takes most of it makes it slow. */
function largestShare(active: readonly NodeLoad[]): Bottleneck | null {
  const total = active.reduce((sum, { used }) => sum + used, 0);
  const [worst, second] = active.toSorted((a, b) => b.used - a.used);
  if (!worst || !second || total < LEAST_LOAD) return null;
  const [most, next] = [worst.used / total, second.used / total];
  if (most < LEAST_SHARE || next > ALIKE * most) return null;
  const { id } = worst.now;
  const reason = `${id}: takes ${Math.round(100 * most)} % of the time; ` +
    `all nodes take turns in one Worker`;
  const waiting = active.map(({ now }) => now.id).filter((other) => other !== id);
  return { node: id, reason, utilisation: worst.used, waiting, hot: [] };
}
