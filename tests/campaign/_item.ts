/** What flows in random graphs. @module */
import { payload } from "../../lib/step/payload.ts";

/** A number that decides what becomes of it, where it has been, and perhaps numbers to look after. */
export interface Item {
  readonly n: number;
  /** `producer:index`, then `node:child` for each node it went through. */
  readonly trail: string;
  /** `node[replica]` of each replica it went through. */
  readonly hops: string;
  /** As its producer filled it, see {@link fill}, wherever it comes to. */
  readonly data: Float32Array | null;
  /** Whether the memory of `data` goes along, where it is not lent. */
  readonly moves: boolean;
}

/** The one payload of random graphs. */
export const item = payload<Item>("item", {
  moves: ({ data, moves }) => data && moves ? [data.buffer as ArrayBuffer] : [],
});

/** Numbers that go along with a producer's item of some index, at most so many. */
export const lengthOf = (index: number, most: number): number => (index * 7919 + most) % (most + 1);

/** Fills the numbers of a producer's item; every place differs from its neighbours. */
export function fill(data: Float32Array, index: number): Float32Array {
  for (let i = 0; i < data.length; i++) data[i] = (index + i) % 251;
  return data;
}

/** Length and checksum, which tells numbers that are wrong, missing, or in another's place. */
export function digest(data: Float32Array | null): string {
  if (data === null) return "none";
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += (i % 97 + 1) * data[i]!;
  return `${data.length}/${sum}`;
}
