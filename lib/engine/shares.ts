/**
 * How much memory the engine itself takes between nodes: rings, slots for large arrays, and the bytes
 * that wait in inboxes. With a bound on all of it, each of them gets a share before anything starts.
 *
 * @module
 */
import { type Plan, type PlannedNode, rowsOf } from "./plan.ts";
import { besideIn } from "./reach.ts";
import { DATA } from "./ring/ring.ts";
import { PlacementError } from "./seating.ts";
import { SLOTS_FROM } from "./slots/pool.ts";
import type { Placement } from "./wire.ts";

/** Bytes of a ring, if memory allows. More would leave the cache of a core. */
const RING_BYTES = 256 * 1024;
/** All rings of an execution together take about so much at most. */
const ALL_BYTES = 64 * 1024 * 1024;
/** Bytes of a port's slots: more would not be in the processor's cache when they are read. */
const SLOT_BYTES = 16 * 1024 * 1024;
/** The least that each of them can do with. */
const LEAST = { ring: 8 * 1024, slots: 128 * 1024, queue: 64 * 1024 };

/** Who gets how much, in bytes. */
export interface Shares {
  /** How many rings there are, one from replica to replica. */
  readonly rings: number;
  /** Of each ring, for records: a power of two. */
  readonly ringBytes: number;
  /** How many out-ports have slots: those of each replica from which packets go to another Worker. */
  readonly pools: number;
  /** Of each of them, for arrays. */
  readonly slotBytes: number;
  /** Bytes that may wait before nodes that packets come to from other Workers, by id. */
  readonly queueBytes: ReadonlyMap<string, number>;
}

/**
 * Shares memory out.
 *
 * @param maxBytes of all together; by default rings and slots have what they can use, and inboxes
 * what their nodes say
 * @throws {PlacementError} if that is too little for so many ways between Workers
 */
export function sharesOf(plan: Plan, placement: Placement, maxBytes?: number): Shares {
  const { rings, pools, inboxes } = waysOf(plan, placement);
  const wanted = { ringBytes: ringBytesOf(plan), slotBytes: SLOT_BYTES };
  if (maxBytes === undefined) {
    return { rings, pools, ...wanted, queueBytes: new Map(inboxes.flatMap(saidOf)) };
  }
  const least = rings * (DATA + LEAST.ring) + pools * (SLOTS_FROM + LEAST.slots) +
    inboxes.length * LEAST.queue;
  if (maxBytes < least) {
    const ways = `rings: ${rings}, out-ports with slots: ${pools}, inboxes: ${inboxes.length}`;
    throw new PlacementError(
      `${maxBytes} bytes between Workers are too little for this flow (${ways}): it needs ${least}`,
      `give at least ${least} bytes, or have more nodes share a Worker`,
    );
  }
  // a quarter of what is left each for rings and slots, and all they do not use for inboxes
  const quarter = (maxBytes - least) / 4;
  const ringBytes = Math.min(wanted.ringBytes, powerOfTwo(LEAST.ring + quarter / (rings || 1)));
  const slotBytes = Math.min(SLOT_BYTES, Math.floor(LEAST.slots + quarter / (pools || 1)));
  const rest = maxBytes - rings * (DATA + ringBytes) - pools * (SLOTS_FROM + slotBytes);
  return { rings, ringBytes, pools, slotBytes, queueBytes: shareOut(rest, inboxes) };
}

/** A plan in which inboxes have no more than their share. */
export function withShares(plan: Plan, { queueBytes }: Shares): Plan {
  const nodes = plan.nodes.map((node) => {
    const bytes = queueBytes.get(node.id);
    return bytes === undefined ? node : { ...node, queueBytes: bytes };
  });
  return { ...plan, nodes };
}

/** Equal shares, of what those leave that want less. */
function shareOut(bytes: number, inboxes: readonly PlannedNode[]): Map<string, number> {
  const shares = new Map<string, number>();
  const wish = ({ queueBytes = Infinity }: PlannedNode) => queueBytes;
  for (const [at, node] of inboxes.toSorted((a, b) => wish(a) - wish(b)).entries()) {
    const share = Math.min(wish(node), Math.floor(bytes / (inboxes.length - at)));
    shares.set(node.id, share);
    bytes -= share;
  }
  return shares;
}

const saidOf = ({ id, queueBytes }: PlannedNode): [string, number][] =>
  queueBytes === undefined ? [] : [[id, queueBytes]];

/** The ways between Workers. */
function waysOf({ graph, nodes }: Plan, placement: Placement) {
  const beside = besideIn(placement);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const ways = new Set<string>();
  const ports = new Set<string>();
  const reached = new Set<PlannedNode>();
  for (const { from, port, to } of graph.edges) {
    const target = byId.get(to)!;
    for (const row of rowsOf(byId.get(from)!)) {
      if (beside(row, target).length > 0) continue;
      for (const other of rowsOf(target)) ways.add(`${row} ${other}`);
      ports.add(`${row} ${port}`);
      reached.add(target);
    }
  }
  return {
    rings: ways.size,
    pools: ports.size,
    inboxes: nodes.filter((node) => reached.has(node)),
  };
}

/** The size of each ring: as many as there are pairs of replicas that may talk to each other. */
function ringBytesOf({ graph, nodes }: Plan): number {
  const replicas = new Map(nodes.map(({ id, replicas }) => [id, replicas]));
  const pairs = graph.edges.reduce(
    (sum, { from, to }) => sum + replicas.get(from)! * replicas.get(to)!,
    1,
  );
  return Math.max(LEAST.ring, Math.min(RING_BYTES, powerOfTwo(ALL_BYTES / pairs)));
}

const powerOfTwo = (most: number) => 2 ** Math.floor(Math.log2(most));
