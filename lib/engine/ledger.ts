/** Reads the shared counters: what became of every packet, and whether the books balance. @module */
import type {
  ArrayTraffic,
  EdgeReport,
  NodeCounts,
  NodeSnapshot,
  NodeState,
} from "../telemetry/report.ts";
import type { Plan, PlannedNode } from "./plan.ts";
import { UNIT } from "./ring/byte_room.ts";
import { accounted, Counter, NodeWord, ReplicaWord, State, type Words } from "./words.ts";

const STATES: Readonly<Record<number, NodeState>> = {
  [State.STARTING]: "starting",
  [State.RUNNING]: "running",
  [State.DRAINING]: "draining",
  [State.FINISHED]: "finished",
  [State.FAILED]: "failed",
};

const rowsOf = ({ firstRow, replicas }: PlannedNode) =>
  Array.from({ length: replicas }, (_, replica) => firstRow + replica);

function totalOf(node: PlannedNode, words: Words, counter: number): number {
  return rowsOf(node).reduce((sum, row) => sum + words.counters(row)[counter]!, 0);
}

/** A node's counters, summed over its replicas. */
export function countsOf(node: PlannedNode, words: Words): NodeCounts {
  const total = (counter: number) => totalOf(node, words, counter);
  const retries = total(Counter.RETRIES);
  const restarts = total(Counter.RESTARTS);
  return {
    received: total(Counter.RECEIVED),
    done: total(Counter.DONE),
    emitted: total(Counter.EMITTED),
    filtered: total(Counter.FILTERED),
    skipped: total(Counter.SKIPPED),
    failed: total(Counter.FAILED),
    quarantined: total(Counter.QUARANTINED),
    abandoned: total(Counter.ABANDONED),
    ...(retries > 0 && { retries }),
    ...(restarts > 0 && { restarts }),
    busyMs: Math.round(total(Counter.BUSY_MS) * 1000) / 1000,
  };
}

/** How a node's large arrays crossed. */
export function arrayBytesOf(node: PlannedNode, words: Words): ArrayTraffic {
  const total = (counter: number) => totalOf(node, words, counter);
  return {
    lent: total(Counter.LENT_BYTES),
    copied: total(Counter.COPIED_BYTES),
    moved: total(Counter.MOVED_BYTES),
  };
}

/** What crossing cost a node per packet, in µs; null if none was measured. */
export function crossingUs(node: PlannedNode, words: Words): number | null {
  const ms = totalOf(node, words, Counter.CROSSING_MS);
  const own = node.role === "producer" ? Counter.EMITTED : Counter.RECEIVED;
  const packets = totalOf(node, words, own);
  return ms === 0 || packets === 0 ? null : Math.round(1e6 * ms / packets) / 1000;
}

/** Packets that each replica of a node dealt with. */
export function perReplica(node: PlannedNode, words: Words): number[] {
  return rowsOf(node).map((row) => settled(words.counters(row)));
}

const settled = (row: Float64Array) => accounted(row) - row[Counter.ABANDONED]!;

/**
 * The most packets that ever waited at once, when all have been received: senders take places some
 * at a time, perhaps more than they have packets for.
 */
export function maxQueued(node: number, received: number, words: Words): number {
  return Math.min(received, Atomics.load(words.int, words.node(node, NodeWord.MAX_QUEUED)));
}

/** The bytes in a node's inbox, where they are limited. */
export function queuedBytes({ queueBytes }: PlannedNode, at: number, words: Words) {
  if (queueBytes === undefined) return {};
  const bytes = (word: number) => UNIT * Atomics.load(words.int, words.node(at, word));
  return {
    queuedBytes: bytes(NodeWord.QUEUED_UNITS),
    maxQueuedBytes: bytes(NodeWord.MAX_QUEUED_UNITS),
    queueBytes,
  };
}

/** A node as it is now. */
export function snapshotOf(node: PlannedNode, at: number, words: Words): NodeSnapshot {
  const word = (word: number) => Math.max(0, Atomics.load(words.int, words.node(at, word)));
  const replicaWords = (word: number) =>
    rowsOf(node).map((row) => Atomics.load(words.int, words.replica(row, word)));
  return {
    id: node.id,
    role: node.role,
    ...countsOf(node, words),
    state: overall(replicaWords(ReplicaWord.STATE)),
    busy: replicaWords(ReplicaWord.BUSY).reduce((sum, busy) => sum + busy, 0),
    replicas: node.replicas,
    queued: word(NodeWord.QUEUED),
    maxQueued: word(NodeWord.MAX_QUEUED),
    queueLimit: node.queueLimit,
    ...queuedBytes(node, at, words),
  };
}

/** Failed if any failed, finished if all are, else the state of the one furthest behind. */
function overall(states: readonly number[]): NodeState {
  const state = states.includes(State.FAILED) ? State.FAILED : Math.min(...states);
  return STATES[state] ?? "starting";
}

/** The final books of an execution. */
export interface Ledger {
  readonly nodes: readonly NodeCounts[];
  readonly edges: readonly EdgeReport[];
  readonly balanced: boolean;
  /** One sentence per account that does not add up. */
  readonly imbalances: readonly string[];
}

/**
 * Closes the books. Where the execution was cut short, what an inbox had accepted and nobody took
 * any more is put down as received and abandoned; an execution that ended by itself has none.
 */
export function closeLedger(plan: Plan, words: Words, cutShort: boolean): Ledger {
  const nodes = plan.nodes.map((node) => ({ ...countsOf(node, words) }));
  const index = new Map(plan.nodes.map(({ id }, at) => [id, at]));
  const sum = (from: PlannedNode, list: (row: number) => Float64Array, edge: number) =>
    rowsOf(from).reduce((total, row) => total + list(row)[edge]!, 0);
  const edges = plan.graph.edges.map((edge, at) => {
    const [from, to] = [index.get(edge.from)!, index.get(edge.to)!];
    const sent = sum(plan.nodes[from]!, (row) => words.sent(row), at);
    let received = sum(plan.nodes[to]!, (row) => words.received(row), at);
    if (cutShort && received < sent) {
      const lost = sent - received;
      received = sent;
      nodes[to] = { ...nodes[to]!, received: nodes[to]!.received + lost };
    }
    return { ...edge, sent, received };
  });
  const books = cutShort ? nodes.map(abandonRest) : nodes;
  const imbalances = [
    ...edges.filter(({ sent, received }) => sent !== received).map((edge) =>
      `edge ${edge.from}.${edge.port} -> ${edge.to}: sent ${edge.sent}, received ${edge.received}`
    ),
    ...books.flatMap((node, at) => {
      const known = knownOf(node);
      const { id } = plan.nodes[at]!;
      if (known === node.received) return [];
      return [`node ${id}: received ${node.received}, accounted for ${known}`];
    }),
  ];
  return { nodes: books, edges, balanced: imbalances.length === 0, imbalances };
}

const knownOf = (node: NodeCounts) =>
  node.done + node.filtered + node.skipped + node.failed + node.quarantined + node.abandoned;

function abandonRest(node: NodeCounts): NodeCounts {
  const rest = Math.max(0, node.received - knownOf(node));
  return { ...node, abandoned: node.abandoned + rest };
}
