/** How much of a bottleneck each node was while some snapshots were taken. @module */
import type { EdgeName } from "./bottleneck.ts";
import type { NodeSnapshot, Snapshot } from "./report.ts";

/** How one node did over some snapshots. */
export interface NodeLoad {
  /** As it is in the last of them. */
  readonly now: NodeSnapshot;
  /** Part of its replicas' time inside the step's code. */
  readonly used: number;
  /** Part of the time in which there was no room in its inbox. */
  readonly full: number;
  /** Part of its replicas' time in which they waited for room further down. */
  readonly held: number;
  /** How much of a bottleneck it is, from 0 to 1. */
  readonly load: number;
}

/** An inbox with so much of its limit in use is full: places are taken some at a time. */
const FULL = 0.9;

/** Whether a node may be at work. */
export const isActive = ({ state }: NodeSnapshot): boolean =>
  state === "running" || state === "draining";

/**
 * The nodes' loads, in the order of the snapshots.
 *
 * @param snapshots of the same nodes in the same order, two at least, in the order of time
 */
export function loadsOf(snapshots: readonly Snapshot[], edges: readonly EdgeName[]): NodeLoad[] {
  const last = snapshots.at(-1)!;
  const index = new Map(last.nodes.map(({ id }, at) => [id, at]));
  const senders = last.nodes.map(() => new Set<number>());
  for (const { from, to } of edges) {
    const [sender, receiver] = [index.get(from), index.get(to)];
    if (sender !== undefined && receiver !== undefined) senders[receiver]!.add(sender);
  }
  return last.nodes.map((now, at) => {
    const series = snapshots.map(({ nodes }) => nodes[at]!);
    const used = usedBy(series, snapshots);
    const refused = mean(snapshots, ({ nodes }) => {
      const theirs = [...senders[at]!].map((sender) => nodes[sender]!).filter(isActive);
      return mean(theirs.flatMap(workersOf), ({ blockedBy }) => blockedBy === now.id ? 1 : 0);
    });
    const full = Math.max(refused, mean(series, isFull));
    const held = mean(series.flatMap(workersOf), ({ blockedBy }) => blockedBy === null ? 0 : 1);
    return { now, used, full, held, load: clamp(Math.max(used, full) - held) };
  });
}

/** Part of its replicas' time that a node spent inside the step's code. */
function usedBy(series: readonly NodeSnapshot[], snapshots: readonly Snapshot[]): number {
  const [begin, end] = [series[0]!, series.at(-1)!];
  const [from, to] = [snapshots[0]!.elapsedMs, snapshots.at(-1)!.elapsedMs];
  // a call counts when it is over: one that goes on shows by nothing having moved since
  const still = 1 +
    series.findLastIndex(({ busy, busyMs }) => busy === 0 || busyMs !== end.busyMs);
  const openMs = still >= series.length
    ? 0
    : Math.min(...series.slice(still).map(({ busy }) => busy)) *
      (to - snapshots[still]!.elapsedMs);
  return clamp((end.busyMs - begin.busyMs + openMs) / (end.replicas * (to - from)));
}

/** The replicas that packets go to. */
const workersOf = ({ perReplica, replicas }: NodeSnapshot) =>
  perReplica.length > replicas ? perReplica.slice(0, replicas) : perReplica;

/** 1 if an inbox has no room. */
function isFull({ role, queued, queueLimit, queuedBytes, queueBytes }: NodeSnapshot): number {
  if (role === "producer") return 0;
  const bytes = queueBytes === undefined ? 0 : (queuedBytes ?? 0) / queueBytes;
  return Math.max(queued / queueLimit, bytes) >= FULL ? 1 : 0;
}

const clamp = (part: number) => Math.max(0, Math.min(1, part));

function mean<T>(items: readonly T[], value: (item: T) => number): number {
  let sum = 0;
  for (const item of items) sum += value(item);
  return items.length === 0 ? 0 : sum / items.length;
}
