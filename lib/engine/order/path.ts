/**
 * The order of a sequential execution, packet by packet. There a packet is through, with all that
 * comes of it, before the next is emitted: so packets stand in the order of the ways they have come,
 * decision by decision: which producer, which of its emissions, then per node which leg of a port
 * and which value of a generator.
 *
 * @module
 */
import type { Packet } from "../packet.ts";

/** The decisions on a packet's way: producer, emission, then those that its branch names. */
export type Path = readonly number[];

/** Behind every packet. */
export const END: Path = [Infinity];

const DIGIT_0 = 48;
const DIGIT_9 = 57;

/** Where a packet stands. */
export function pathOf({ origin, seq, branch }: Omit<Packet, "value">): Path {
  const path = [origin, seq];
  for (let at = 0, last = 1; at < branch.length; at++) {
    const code = branch.charCodeAt(at);
    if (code < DIGIT_0 || code > DIGIT_9) path[++last] = 0;
    else path[last] = path[last]! * 10 + code - DIGIT_0;
  }
  return path;
}

/**
 * Negative if `a` comes first. A packet comes before what descends from it. Two packets at one node
 * differ in a decision: else one would descend from the other, and flows have no circles.
 */
export function compare(a: Path, b: Path): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    if (a[at] !== b[at]) return a[at]! - b[at]!;
  }
  return a.length - b.length;
}

/** The first path behind all that descends from one. */
export function behind(path: Path): Path {
  return path.with(-1, path.at(-1)! + 1);
}
