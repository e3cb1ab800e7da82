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
import type { Mode, NodeSnapshot, Snapshot } from "./report.ts";

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

/** How one node did over some snapshots. */
interface Facts {
  readonly now: NodeSnapshot;
  /** Part of the replicas' time inside the step's code. */
  readonly used: number;
  /** Part of the time in which there was no room in its inbox. */
  readonly full: number;
  /** Part of its replicas' time in which they waited for room further down. */
  readonly held: number;
  /** How much of a bottleneck it is, from 0 to 1. */
  readonly load: number;
}

/** Less than this holds nobody back. */
const LEAST_LOAD = 0.5;
/** Who is busy for less of the time waits. */
const WAITS_BELOW = 0.75;
/** An inbox with so much of its limit in use is full: places are taken some at a time. */
const FULL = 0.9;
/** In one Worker, a node that takes less of the time than this is not what makes all slow. */
const LEAST_SHARE = 0.4;

const isActive = ({ state }: NodeSnapshot) => state === "running" || state === "draining";

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
  // nobody produces before all have begun: that says nothing of who is slow
  const snapshots = taken.filter(({ nodes }) => nodes.every(({ state }) => state !== "starting"));
  const [first, last] = [snapshots[0], snapshots.at(-1)];
  if (!first || !last || last.elapsedMs <= first.elapsedMs || last.paused) return null;
  const active = last.nodes.filter(isActive);
  const used = new Map(active.map(({ id }) => [id, usedBy(id, snapshots)]));
  if (mode === "sequential") return largestShare(active, used);
  const facts = new Map(active.map((now) => [now.id, factsOf(now, used, snapshots, edges)]));
  const worst = mostLoaded([...facts.values()], edges);
  if (worst === undefined) return null;
  const waiting = waitingFor(worst.now.id, facts, edges);
  const isAlone = active.length === 1 && last.nodes.length > 1;
  if (waiting.length === 0 && !isAlone) return null;
  return {
    node: worst.now.id,
    reason: reasonOf(worst, waiting.length, active.length, isAlone),
    utilisation: worst.used,
    waiting,
    hot: hotEdges(worst.now.id, waiting, facts, edges),
  };
}

/** Part of its replicas' time that a node spent inside the step's code. */
function usedBy(id: string, snapshots: readonly Snapshot[]): number {
  const seen = seriesOf(id, snapshots);
  const [begin, end] = [seen[0]!, seen.at(-1)!];
  // a call counts when it is over: one that goes on shows by nothing having moved since
  const still = seen.slice(
    1 + seen.findLastIndex(({ busy, busyMs }) => busy === 0 || busyMs !== end.busyMs),
  );
  const openMs = still.length < 2
    ? 0
    : Math.min(...still.map(({ busy }) => busy)) * (end.at - still[0]!.at);
  return clamp((end.busyMs - begin.busyMs + openMs) / (end.replicas * (end.at - begin.at)));
}

type Seen = NodeSnapshot & { readonly at: number };

/** A node in each of the snapshots. */
function seriesOf(id: string, snapshots: readonly Snapshot[]): Seen[] {
  return snapshots.flatMap(({ nodes, elapsedMs }) => {
    const node = nodes.find((one) => one.id === id);
    return node ? [{ ...node, at: elapsedMs }] : [];
  });
}

function factsOf(
  now: NodeSnapshot,
  used: ReadonlyMap<string, number>,
  snapshots: readonly Snapshot[],
  edges: readonly EdgeName[],
): Facts {
  const senders = new Set(edges.filter(({ to }) => to === now.id).map(({ from }) => from));
  const refused = mean(snapshots.map(({ nodes }) => {
    const theirs = nodes.filter((node) => senders.has(node.id) && isActive(node));
    return mean(theirs.flatMap(blockersOf).map((by) => by === now.id ? 1 : 0));
  }));
  const own = used.get(now.id)!;
  const series = seriesOf(now.id, snapshots);
  const full = Math.max(refused, mean(series.map(isFull)));
  const held = mean(series.flatMap(blockersOf).map((by) => by === null ? 0 : 1));
  return { now, used: own, full, held, load: clamp(Math.max(own, full) - held) };
}

/** Whom each replica waits for, of those that packets go to. */
const blockersOf = ({ perReplica, replicas }: NodeSnapshot) =>
  perReplica.slice(0, replicas).map(({ blockedBy }) => blockedBy);

/** 1 if an inbox has no room. */
function isFull({ role, queued, queueLimit, queuedBytes, queueBytes }: NodeSnapshot): number {
  if (role === "producer") return 0;
  const bytes = queueBytes === undefined ? 0 : (queuedBytes ?? 0) / queueBytes;
  return Math.max(queued / queueLimit, bytes) >= FULL ? 1 : 0;
}

/** The one furthest down of those that are about as loaded as any. */
function mostLoaded(all: readonly Facts[], edges: readonly EdgeName[]): Facts | undefined {
  const most = Math.max(0, ...all.map(({ load }) => load));
  if (most < LEAST_LOAD) return undefined;
  const alike = all.filter(({ load }) => load > 0.9 * most);
  const ahead = (one: Facts) => reach(one.now.id, edges, "from", "to");
  return alike.find((one) => !alike.some((other) => ahead(one).has(other.now.id)));
}

/** Who waits for a node: of those before and behind it, whoever is idle for much of the time. */
function waitingFor(
  id: string,
  facts: ReadonlyMap<string, Facts>,
  edges: readonly EdgeName[],
): string[] {
  const near = new Set([...reach(id, edges, "to", "from"), ...reach(id, edges, "from", "to")]);
  return [...facts.values()].filter(({ now, used }) => near.has(now.id) && used < WAITS_BELOW)
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
  facts: ReadonlyMap<string, Facts>,
  edges: readonly EdgeName[],
): EdgeName[] {
  const before = reach(id, edges, "to", "from");
  return edges.filter(({ from, to }) => {
    const isClogged = to === id || (before.has(to) && (facts.get(to)?.full ?? 0) >= LEAST_LOAD);
    return isClogged && waiting.includes(from);
  }).map(({ from, port, to }) => ({ from, port, to }));
}

function reasonOf({ now, used, full }: Facts, waiting: number, active: number, isAlone: boolean) {
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
function largestShare(
  active: readonly NodeSnapshot[],
  used: ReadonlyMap<string, number>,
): Bottleneck | null {
  const total = [...used.values()].reduce((sum, part) => sum + part, 0);
  const [worst, second] = active.toSorted((a, b) => used.get(b.id)! - used.get(a.id)!);
  if (!worst || !second || total < LEAST_LOAD) return null;
  const [most, next] = [worst, second].map(({ id }) => used.get(id)! / total) as [number, number];
  if (most < LEAST_SHARE || next > 0.9 * most) return null;
  const reason = `${worst.id}: takes ${Math.round(100 * most)} % of the time; ` +
    `all nodes take turns in one Worker`;
  const waiting = active.map(({ id }) => id).filter((id) => id !== worst.id);
  return { node: worst.id, reason, utilisation: used.get(worst.id)!, waiting, hot: [] };
}

const clamp = (part: number) => Math.max(0, Math.min(1, part));
const mean = (values: readonly number[]) =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
