/** Who has been inside a step's code for long, in lines for people. @module */
import type { Snapshot, Stuck } from "../telemetry/report.ts";
import { formatDuration } from "./format.ts";

/** Steps may take their time: only what takes longer is told. */
const TOLD_MS = 3000;
/** Where lines stay, the same is told again when it has become twice as old, or older by this. */
const AGAIN_MS = 60_000;

/** Those that are told, the longest first. */
export function toldOf({ stuck }: Snapshot): Stuck[] {
  return stuck.filter(({ ageMs }) => ageMs >= TOLD_MS);
}

/** Such as `dump[1] has been inside run with reader#17 for 31.0 s`. */
export function formatStuck(stuck: Stuck, { nodes }: Pick<Snapshot, "nodes">): string {
  const { node, replica, phase, packet, ageMs } = stuck;
  const isOne = nodes.find(({ id }) => id === node)?.replicas === 1;
  const what = packet === null ? phase : `${phase} with ${packet}`;
  const name = isOne ? node : `${node}[${replica}]`;
  return `${name} has been inside ${what} for ${formatDuration(ageMs)}`;
}

/** Tells of each that is stuck now and then, however often it is asked. */
export class StuckTeller {
  /** By replica and what it is inside of: the age from which it is told again. */
  #next = new Map<string, number>();

  /** The lines that are due, at most `most` of them. */
  due(snapshot: Snapshot, most: number = 3): string[] {
    const told = toldOf(snapshot);
    const keyed = told.map((stuck): [string, Stuck] => [keyOf(stuck), stuck]);
    // what is not stuck any more is forgotten
    this.#next = new Map(keyed.map(([key]) => [key, this.#next.get(key) ?? 0]));
    const due = keyed.filter(([key, { ageMs }]) => ageMs >= this.#next.get(key)!);
    for (const [key, { ageMs }] of due) {
      this.#next.set(key, Math.min(2 * ageMs, ageMs + AGAIN_MS));
    }
    const lines = due.slice(0, most).map(([, stuck]) => formatStuck(stuck, snapshot));
    const more = due.length - lines.length;
    return more > 0 ? [...lines, `… ${more} more`] : lines;
  }
}

const keyOf = ({ node, replica, phase, packet }: Stuck) =>
  JSON.stringify([node, replica, phase, packet]);
