/** A value in transit, and how it is called in messages. @module */
import { drainedBy } from "./drain.ts";

/** Where a value comes from: the producer it descends from, and which of its emissions. */
export interface Lineage {
  /** Index of the producer's node. */
  readonly origin: number;
  /** Number of the producer's emission, from 0; see `drain.ts` for what is none. */
  readonly seq: number;
  /**
   * `.k` for each generator of a stager that gave it, or what it comes from, as its k-th value. Where
   * the order counts also a {@link legMark} for each port with several legs.
   */
  readonly branch: string;
}

/** A value with its lineage. */
export interface Packet extends Lineage {
  readonly value: unknown;
}

/** What a branch gets for the leg of a port that a packet takes. */
export const legMark = (leg: number): string => `/${leg}`;

/** A branch as people see it: legs have one packet. */
export const withoutLegs = (branch: string): string => branch.replaceAll(/\/\d+/g, "");

/** Which node a packet descends from, by its index, and which of its emissions. */
export function bornOf({ origin, seq }: Pick<Lineage, "origin" | "seq">): {
  readonly by: number;
  readonly number: number | "end";
} {
  const by = drainedBy(seq);
  return by === null ? { by: origin, number: seq } : { by, number: "end" };
}

/** The packet's name for people, such as `reader#17.2`, or `total#end` if `drain` gave it. */
export function packetId(packet: Lineage, nodeIds: readonly string[]): string {
  const { by, number } = bornOf(packet);
  return `${nodeIds[by] ?? "?"}#${number}${withoutLegs(packet.branch)}`;
}
