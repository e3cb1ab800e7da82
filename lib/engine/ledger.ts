/** Reads the shared counters: what became of every packet, and whether the books balance. @module */
import type { ArrayTraffic, DurationsMs, EdgeReport, NodeCounts } from "../telemetry/report.ts";
import { bucketStart, DURATION_BUCKETS, quantile } from "../telemetry/durations.ts";
import { type Plan, type PlannedNode, rowsOf } from "./plan.ts";
import { UNIT } from "./ring/byte_room.ts";
import { Counter, NodeWord, settled, type Words } from "./words.ts";

function totalOf(node: PlannedNode, words: Words, counter: number): number {
  return rowsOf(node).reduce((sum, row) => sum + words.counters(row)[counter]!, 0);
}

/** A node's counters, summed over its replicas. */
export function countsOf(node: PlannedNode, words: Words): NodeCounts {
  return sumsOf(rowsOf(node).map((row) => words.counters(row)));
}

/** Counters of several replicas, summed up. */
export function sumsOf(rows: readonly Float64Array[]): NodeCounts {
  const total = (counter: number) => rows.reduce((sum, row) => sum + row[counter]!, 0);
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

/** Histograms of several replicas as one; see `lib/telemetry/durations.ts`. */
export function addHistograms(all: readonly Float64Array[]): number[] {
  const sum: number[] = new Array(DURATION_BUCKETS).fill(0);
  for (const one of all) for (let i = 0; i < DURATION_BUCKETS; i++) sum[i]! += one[i]!;
  return sum;
}

/** Percentiles of a node's times; null if it dealt with no packet. @param slowest of all, if known */
export function durationsMsOf(
  node: PlannedNode,
  words: Words,
  slowest: number | undefined,
): DurationsMs | null {
  const histogram = addHistograms(rowsOf(node).map((row) => words.durations(row)));
  const [p50, p99] = [0.5, 0.99].map((part) => quantile(histogram, part));
  if (p50 === null || p99 === null) return null;
  const max = slowest ?? bucketStart(histogram.findLastIndex((n) => n > 0) + 1);
  // a quantile is in the middle of its bucket, and may come out beyond what was longest
  return { p50: short(Math.min(p50!, max)), p99: short(Math.min(p99!, max)), max: short(max) };
}

const short = (ms: number) => Number(ms.toPrecision(4));

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

/** What went along each edge so far, in the graph's order; read while packets flow. */
export function edgesOf({ graph, nodes }: Plan, words: Words): EdgeReport[] {
  const named = new Map(nodes.map((node) => [node.id, node]));
  const sum = (id: string, list: (row: number) => Float64Array, edge: number) =>
    rowsOf(named.get(id)!).reduce((total, row) => total + list(row)[edge]!, 0);
  return graph.edges.map((edge, at) => {
    // first what arrived: meanwhile more may be sent, and nothing arrives that was not
    const received = sum(edge.to, (row) => words.received(row), at);
    return { ...edge, sent: sum(edge.from, (row) => words.sent(row), at), received };
  });
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
  const edges = edgesOf(plan, words).map((edge) => {
    const { sent, received } = edge;
    if (!cutShort || received >= sent) return edge;
    const to = index.get(edge.to)!;
    nodes[to] = { ...nodes[to]!, received: nodes[to]!.received + sent - received };
    return { ...edge, received: sent };
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
