/**
 * How an execution went over time, in so few points that they fit into its report: whenever there are
 * too many every other one is dropped, and from then on points come half as often.
 *
 * @module
 */
import type { NodeCounts, NodeState, Snapshot } from "./report.ts";
import { progressOf } from "./rates.ts";
import type { Role } from "../graph/model.ts";

/** A node over time; lists are as long as {@link Series.atMs}. */
export interface NodeSeries {
  /** Packets that it was through with; of a producer, those that it had emitted. */
  readonly done: readonly number[];
  /** Packets that waited in its inbox. */
  readonly queued: readonly number[];
  /** Time in the step's code so far, in ms, summed over replicas. */
  readonly busyMs: readonly number[];
  /** When it had begun, in ms; null if nobody saw it. */
  readonly beganMs: number | null;
  /** When it had ended, in ms; null if nobody saw it. */
  readonly endedMs: number | null;
}

/** An execution over time. */
export interface Series {
  /** When each point was taken, in ms since the start. */
  readonly atMs: readonly number[];
  /** By id, in the graph's order. */
  readonly nodes: Readonly<Record<string, NodeSeries>>;
}

/** Points that are kept at most. */
export const MOST_POINTS = 200;
/** From one point to the next, at first, in ms. */
export const FIRST_STEP_MS = 100;

type Life = Pick<NodeSeries, "beganMs" | "endedMs">;

/** Makes a series of snapshots, however many there are. */
export class SeriesRecorder {
  #stepMs = FIRST_STEP_MS;
  #atMs: number[] = [];
  readonly #lists = new Map<string, { done: number[]; queued: number[]; busyMs: number[] }>();
  readonly #lives = new Map<string, Life>();

  /** So many ms after a snapshot the next one may be of use. */
  get stepMs(): number {
    return this.#stepMs;
  }

  /** Notes a snapshot; they come in the order of time. */
  note(snapshot: Snapshot): void {
    const { elapsedMs, nodes } = snapshot;
    for (const { id, state } of nodes) {
      const { beganMs = null, endedMs = null } = this.#lives.get(id) ?? {};
      this.#lives.set(id, {
        beganMs: beganMs ?? (state === "starting" ? null : round(elapsedMs)),
        endedMs: endedMs ?? (isOver(state) ? round(elapsedMs) : null),
      });
    }
    const last = this.#atMs.at(-1);
    // timers come a bit early or late
    if (last !== undefined && elapsedMs - last < this.#stepMs - FIRST_STEP_MS / 2) return;
    this.#add(elapsedMs, nodes);
    if (this.#atMs.length >= MOST_POINTS) this.#thin();
  }

  /** The series, up to the end. @param nodes the final counts by id */
  end(
    wallMs: number,
    nodes: Readonly<Record<string, NodeCounts & { readonly role: Role }>>,
  ): Series {
    this.#add(wallMs, Object.entries(nodes).map(([id, node]) => ({ ...node, id, queued: 0 })));
    return {
      atMs: this.#atMs,
      nodes: Object.fromEntries(
        Object.keys(nodes).map((id) => {
          const lists = this.#lists.get(id)!;
          return [id, { ...lists, ...this.#lives.get(id) ?? { beganMs: null, endedMs: null } }];
        }),
      ),
    };
  }

  #add(
    elapsedMs: number,
    nodes: readonly (NodeCounts & {
      readonly id: string;
      readonly role: Role;
      readonly queued: number;
    })[],
  ): void {
    this.#atMs.push(round(elapsedMs));
    for (const node of nodes) {
      const lists = this.#lists.get(node.id) ?? { done: [], queued: [], busyMs: [] };
      this.#lists.set(node.id, lists);
      lists.done.push(progressOf(node));
      lists.queued.push(node.queued);
      lists.busyMs.push(round(node.busyMs));
    }
  }

  #thin(): void {
    this.#stepMs *= 2;
    const everyOther = (list: number[]) => list.filter((_, at) => at % 2 === 0);
    this.#atMs = everyOther(this.#atMs);
    for (const [id, { done, queued, busyMs }] of this.#lists) {
      this.#lists.set(id, {
        done: everyOther(done),
        queued: everyOther(queued),
        busyMs: everyOther(busyMs),
      });
    }
  }
}

const isOver = (state: NodeState) => state === "finished" || state === "failed";
const round = (ms: number) => Math.round(ms);
