/** An execution as it is now: reads the shared words, and costs those who work nothing. @module */
import type {
  EdgeSnapshot,
  NodeSnapshot,
  NodeState,
  ReplicaSnapshot,
} from "../telemetry/report.ts";
import { addHistograms, queuedBytes, sumsOf } from "./ledger.ts";
import { type Plan, type PlannedNode, rowsOf } from "./plan.ts";
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

/** A node, and what of the words is about it; views are made once, as they are looked at often. */
interface Place {
  readonly node: PlannedNode;
  readonly at: number;
  /** Indices of the edges that lead to it. */
  readonly into: readonly number[];
  /** Indices of the nodes that it sends to. */
  readonly next: readonly number[];
  readonly rows: readonly Row[];
}

/** A replica, by its views. */
interface Row {
  readonly row: number;
  readonly counters: Float64Array;
  readonly durations: Float64Array;
  readonly sent: Float64Array;
  readonly received: Float64Array;
}

/** Gives what looks at an execution: ten times per second, and at a hundred nodes. */
export function watcherOf(plan: Plan, words: Words): () => LiveState {
  const places = plan.nodes.map((node, at) => placeOf(plan, node, at, words));
  const named = new Map(places.map((place) => [place.node.id, place]));
  const ends = plan.graph.edges.map((edge) => ({
    edge,
    from: named.get(edge.from)!.rows,
    to: named.get(edge.to)!.rows,
  }));
  return () => {
    const edges = ends.map(({ edge, from, to }, at): EdgeSnapshot => {
      // first what arrived: meanwhile more may be sent, and nothing arrives that was not
      let received = 0;
      for (const row of to) received += row.received[at]!;
      let sent = 0;
      for (const row of from) sent += row.sent[at]!;
      return { ...edge, sent, received };
    });
    return { nodes: places.map((place) => nodeOf(plan, place, edges, words)), edges };
  };
}

function placeOf({ graph, nodes }: Plan, node: PlannedNode, at: number, words: Words): Place {
  const into = graph.edges.flatMap(({ to }, edge) => to === node.id ? [edge] : []);
  const next = new Set(graph.edges.filter(({ from }) => from === node.id).map(({ to }) => to));
  return {
    node,
    at,
    into,
    next: nodes.flatMap(({ id }, index) => next.has(id) ? [index] : []),
    rows: rowsOf(node).map((row) => ({
      row,
      counters: words.counters(row),
      durations: words.durations(row),
      sent: words.sent(row),
      received: words.received(row),
    })),
  };
}

function nodeOf(
  plan: Plan,
  place: Place,
  edges: readonly EdgeSnapshot[],
  words: Words,
): NodeSnapshot {
  const { node, at, into, rows } = place;
  const word = (word: number) => Math.max(0, Atomics.load(words.int, words.node(at, word)));
  let underWay = 0;
  for (const edge of into) underWay += edges[edge]!.sent - edges[edge]!.received;
  const states = rows.map(({ row }) => replicaWord(words, row, ReplicaWord.STATE));
  const perReplica = rows.map((row, index) =>
    replicaOf(plan, place, row, states[index]!, words, underWay)
  );
  return {
    id: node.id,
    role: node.role,
    ...sumsOf(rows.map(({ counters }) => counters)),
    state: overall(states),
    busy: perReplica.filter(({ busy }) => busy).length,
    ...replicasOf(node, at, words),
    queued: word(NodeWord.QUEUED),
    maxQueued: word(NodeWord.MAX_QUEUED),
    queueLimit: node.queueLimit,
    ...queuedBytes(node, at, words),
    perReplica,
    ...(node.role !== "producer" && {
      durations: addHistograms(rows.map(({ durations }) => durations)),
    }),
  };
}

/** How many replicas packets go to; and how many there are, if more. */
export function replicasOf({ replicas: most, begins }: PlannedNode, at: number, words: Words) {
  const replicas = words.active(at, begins);
  return { replicas, ...(most > begins && { maxReplicas: most }) };
}

/** @param underWay packets sent to the node, and not taken yet */
function replicaOf(
  { nodes }: Plan,
  { node, next }: Place,
  { row, counters }: Row,
  state: number,
  words: Words,
  underWay: number,
): ReplicaSnapshot {
  const isProducer = node.role === "producer";
  const blocker = next.find((to) => words.waitsForRoom(row, to));
  return {
    state: STATES[state] ?? "starting",
    busy: replicaWord(words, row, ReplicaWord.BUSY) === 1,
    through: isProducer ? counters[Counter.EMITTED]! : settled(counters),
    waiting: isProducer ? 0 : node.replicas === 1 ? underWay : waitingFor(row, counters, words),
    blockedBy: blocker === undefined ? null : nodes[blocker]!.id,
    restarts: counters[Counter.RESTARTS]!,
  };
}

/** Of several replicas each knows what it was given: what it has in hand waits no more. */
function waitingFor(row: number, counters: Float64Array, words: Words): number {
  const inHand = counters[Counter.RECEIVED]! - accounted(counters);
  return Math.max(0, replicaWord(words, row, ReplicaWord.OUTSTANDING) - inHand);
}

const replicaWord = (words: Words, row: number, word: number) =>
  Atomics.load(words.int, words.replica(row, word));

/** Failed if any failed, finished if all are, else the state of the one furthest behind. */
function overall(states: readonly number[]): NodeState {
  const state = states.includes(State.FAILED) ? State.FAILED : Math.min(...states);
  return STATES[state] ?? "starting";
}
