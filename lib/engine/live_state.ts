/** An execution as it is now: reads the shared words, and costs those who work nothing. @module */
import type {
  EdgeSnapshot,
  NodeSnapshot,
  NodeState,
  ReplicaSnapshot,
} from "../telemetry/report.ts";
import { countsOf, durationsOf, edgesOf, queuedBytes, rowsOf } from "./ledger.ts";
import type { Plan, PlannedNode } from "./plan.ts";
import { accounted, Counter, NodeWord, ReplicaWord, settled, State, type Words } from "./words.ts";

const STATES: Readonly<Record<number, NodeState>> = {
  [State.STARTING]: "starting",
  [State.RUNNING]: "running",
  [State.DRAINING]: "draining",
  [State.FINISHED]: "finished",
  [State.FAILED]: "failed",
};

/** Nodes and edges of an execution as they are now, in the graph's order. */
export interface LiveState {
  readonly nodes: readonly NodeSnapshot[];
  readonly edges: readonly EdgeSnapshot[];
}

/** Looks at an execution. */
export function liveState(plan: Plan, words: Words): LiveState {
  const edges = edgesOf(plan, words);
  const on = (id: string) =>
    edges.reduce((sum, { to, sent, received }) => to === id ? sum + sent - received : sum, 0);
  const nodes = plan.nodes.map((node, at): NodeSnapshot => {
    const replicaWords = (word: number) => rowsOf(node).map((row) => replicaWord(words, row, word));
    const word = (word: number) => Math.max(0, Atomics.load(words.int, words.node(at, word)));
    const isProducer = node.role === "producer";
    return {
      id: node.id,
      role: node.role,
      ...countsOf(node, words),
      state: overall(replicaWords(ReplicaWord.STATE)),
      busy: replicaWords(ReplicaWord.BUSY).reduce((sum, busy) => sum + busy, 0),
      ...replicasOf(node, at, words),
      queued: word(NodeWord.QUEUED),
      maxQueued: word(NodeWord.MAX_QUEUED),
      queueLimit: node.queueLimit,
      ...queuedBytes(node, at, words),
      perReplica: rowsOf(node).map((row) => replicaOf(plan, node, row, words, on(node.id))),
      ...(!isProducer && { durations: durationsOf(node, words) }),
    };
  });
  return { nodes, edges };
}

/** How many replicas packets go to; and how many there are, if more. */
export function replicasOf({ replicas: most, begins }: PlannedNode, at: number, words: Words) {
  const replicas = words.active(at, begins);
  return { replicas, ...(most > begins && { maxReplicas: most }) };
}

/** @param underWay packets sent to the node, and not taken yet */
function replicaOf(
  plan: Plan,
  node: PlannedNode,
  row: number,
  words: Words,
  underWay: number,
): ReplicaSnapshot {
  const counters = words.counters(row);
  const isProducer = node.role === "producer";
  return {
    state: STATES[replicaWord(words, row, ReplicaWord.STATE)] ?? "starting",
    busy: replicaWord(words, row, ReplicaWord.BUSY) === 1,
    through: isProducer ? counters[Counter.EMITTED]! : settled(counters),
    waiting: isProducer ? 0 : node.replicas === 1 ? underWay : waitingFor(row, counters, words),
    blockedBy: blockerOf(plan, node, row, words),
    restarts: counters[Counter.RESTARTS]!,
  };
}

/** Of several replicas each knows what it was given: what it has in hand waits no more. */
function waitingFor(row: number, counters: Float64Array, words: Words): number {
  const inHand = counters[Counter.RECEIVED]! - accounted(counters);
  return Math.max(0, replicaWord(words, row, ReplicaWord.OUTSTANDING) - inHand);
}

function blockerOf({ graph, nodes }: Plan, { id }: PlannedNode, row: number, words: Words) {
  const next = new Set(graph.edges.filter(({ from }) => from === id).map(({ to }) => to));
  return nodes.find((node, at) => next.has(node.id) && words.waitsForRoom(row, at))?.id ?? null;
}

const replicaWord = (words: Words, row: number, word: number) =>
  Atomics.load(words.int, words.replica(row, word));

/** Failed if any failed, finished if all are, else the state of the one furthest behind. */
function overall(states: readonly number[]): NodeState {
  const state = states.includes(State.FAILED) ? State.FAILED : Math.min(...states);
  return STATES[state] ?? "starting";
}
