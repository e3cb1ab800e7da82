/** What an execution's figures were, second by second. @module */
import { quantile, since } from "./durations.ts";
import { progressOf } from "./rates.ts";
import type { EdgeSnapshot, NodeSnapshot, Snapshot } from "./report.ts";

/** Seconds that are kept. */
export const HISTORY_S = 600;
/** Rows come so many ms apart at least. */
const STEP_MS = 1000;

/** A node's figures, each as long as the history's `atS`. */
export interface NodeHistory {
  /** Packets per second it was through with; of producers, that it emitted. */
  readonly rate: readonly number[];
  /** Packets that waited. */
  readonly queued: readonly number[];
  /** Replicas that were inside the step's code, in the mean over that time. */
  readonly busy: readonly number[];
  /** Median of the times that a packet took in the step's code, in ms; null if there was none. */
  readonly p50Ms: readonly (number | null)[];
  /** What 99 % of the packets took at most, in ms; null if there was none. */
  readonly p99Ms: readonly (number | null)[];
}

/** An edge's figures, each as long as the history's `atS`. */
export interface EdgeHistory {
  /** Packets per second that arrived. */
  readonly rate: readonly number[];
}

/** Figures by time, for curves: plain JSON. */
export interface HistoryTable {
  /** Seconds since the execution was started. */
  readonly atS: readonly number[];
  /** By id of the node. */
  readonly nodes: Readonly<Record<string, NodeHistory>>;
  /** By {@link edgeKey}. */
  readonly edges: Readonly<Record<string, EdgeHistory>>;
}

/** One name for an edge, such as `reader.out>hillas`. */
export function edgeKey({ from, port, to }: Pick<EdgeSnapshot, "from" | "port" | "to">): string {
  return `${from}.${port}>${to}`;
}

type Columns<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer V)[] ? V[] : never };

/** Keeps a row per second for ten minutes, made of snapshots. */
export class History {
  #last: Snapshot = { elapsedMs: 0, nodes: [], edges: [], paused: false, stuck: [] };
  readonly #atS: number[] = [];
  readonly #nodes = new Map<string, Columns<NodeHistory>>();
  readonly #edges = new Map<string, Columns<EdgeHistory>>();

  /** Adds a row if a second has passed since the last; snapshots come in the order of time. */
  add(snapshot: Snapshot): void {
    const spanMs = snapshot.elapsedMs - this.#last.elapsedMs;
    if (spanMs < STEP_MS) return;
    const before = new Map(this.#last.nodes.map((node) => [node.id, node]));
    const sent = new Map(this.#last.edges?.map((edge) => [edgeKey(edge), edge]));
    this.#atS.push(snapshot.elapsedMs / 1000);
    for (const node of snapshot.nodes) {
      append(columns(this.#nodes, node.id, emptyNode), nodeRow(node, before.get(node.id), spanMs));
    }
    for (const edge of snapshot.edges ?? []) {
      const key = edgeKey(edge);
      const received = edge.received - (sent.get(key)?.received ?? 0);
      append(columns(this.#edges, key, emptyEdge), { rate: 1000 * received / spanMs });
    }
    if (this.#atS.length > HISTORY_S) this.#forget();
    this.#last = snapshot;
  }

  #forget(): void {
    this.#atS.shift();
    for (const figures of [...this.#nodes.values(), ...this.#edges.values()]) {
      for (const column of Object.values(figures)) {
        if (column.length > this.#atS.length) column.shift();
      }
    }
  }

  /** The rows after a time, in seconds since the start. Default: all of them. */
  table(afterS = -Infinity): HistoryTable {
    const from = this.#atS.findIndex((atS) => atS > afterS);
    const rows = from === -1 ? 0 : this.#atS.length - from;
    const cut = <T extends object>(figures: Map<string, T>) =>
      Object.fromEntries([...figures].map(([key, columns]) => [key, lastRows(columns, rows)]));
    return { atS: tail(this.#atS, rows), nodes: cut(this.#nodes), edges: cut(this.#edges) };
  }
}

const emptyNode = (): Columns<NodeHistory> => ({
  rate: [],
  queued: [],
  busy: [],
  p50Ms: [],
  p99Ms: [],
});
const emptyEdge = (): Columns<EdgeHistory> => ({ rate: [] });

function columns<T>(all: Map<string, T>, key: string, empty: () => T): T {
  const known = all.get(key);
  if (known !== undefined) return known;
  const made = empty();
  all.set(key, made);
  return made;
}

function nodeRow(node: NodeSnapshot, before: NodeSnapshot | undefined, spanMs: number) {
  const done = progressOf(node) - (before === undefined ? 0 : progressOf(before));
  const took = since(node.durations ?? [], before?.durations ?? []);
  return {
    rate: 1000 * done / spanMs,
    queued: node.queued,
    busy: (node.busyMs - (before?.busyMs ?? 0)) / spanMs,
    p50Ms: quantile(took, 0.5),
    p99Ms: quantile(took, 0.99),
  };
}

function append<T extends object>(figures: T, row: { readonly [K in keyof T]: unknown }): void {
  for (const [name, column] of Object.entries(figures)) column.push(row[name as keyof T]);
}

function lastRows<T extends object>(figures: T, rows: number): T {
  return Object.fromEntries(
    Object.entries(figures).map(([name, column]) => [name, tail(column, rows)]),
  ) as T;
}

const tail = <T>(values: readonly T[], n: number): T[] => n === 0 ? [] : values.slice(-n);
