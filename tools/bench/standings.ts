/** What the samples of all rounds come to. @module */
import type { Sample } from "./sample.ts";
import { median, type Spread, spread } from "./statistics.ts";
import type { Workload } from "./workloads.ts";

/** Others may use this share of one processor before a sample counts as disturbed. */
export const DISTURBED = 0.2;

/** So many undisturbed samples suffice to leave the others out. */
const ENOUGH = 3;

/** One contender in one workload, over all rounds. */
export interface Standing {
  readonly workload: Workload;
  readonly contender: string;
  /** Messages per second; null if only the whole process was timed. */
  readonly rate: Spread | null;
  /** Of the whole process, in ms. */
  readonly wallMs: Spread;
  /** Inside the process, its start left out, in ms. */
  readonly inProcessMs: Spread | null;
  /** Median of the peaks. */
  readonly rssKiB: number | null;
  /** Share of the bytes of arrays from the producer that were copied or moved, the worst sample's;
   * null if not counted. */
  readonly copied: number | null;
  /** Samples used, and taken. */
  readonly used: number;
  readonly taken: number;
  /** Samples used although the rest of the machine was busy, as too few others were there. */
  readonly disturbed: number;
}

/** The undisturbed samples, if there are enough; else all. */
export function undisturbed<S extends { readonly others: number }>(samples: readonly S[]): S[] {
  const clean = samples.filter(({ others }) => others <= DISTURBED);
  return clean.length >= ENOUGH ? clean : [...samples];
}

/** Sums up the samples of one contender in one workload. @throws {RangeError} without samples */
export function standingOf(samples: readonly Sample[]): Standing {
  const used = undisturbed(samples);
  const first = used[0];
  if (first === undefined) throw new RangeError("nothing was measured");
  return {
    workload: first.workload as Workload,
    contender: first.contender,
    rate: spreadOf(used.map(({ n, ms }) => ms === null ? null : n / ms * 1000)),
    wallMs: spread(used.map(({ wallMs }) => wallMs)),
    inProcessMs: spreadOf(used.map(({ inProcessMs }) => inProcessMs)),
    rssKiB: medianOf(used.map(({ rssKiB }) => rssKiB)),
    copied: worst(used.map(copiedOf)),
    used: used.length,
    taken: samples.length,
    disturbed: used.filter(({ others }) => others > DISTURBED).length,
  };
}

/** One standing per workload and contender, in the order of their first samples. */
export function standingsOf(samples: readonly Sample[]): Standing[] {
  const groups = Map.groupBy(samples, ({ workload, contender }) => `${workload}\n${contender}`);
  return [...groups.values()].map(standingOf);
}

function copiedOf({ facts: { arrayBytes } }: Sample): number | null {
  if (arrayBytes === undefined) return null;
  const { lent, copied, moved } = arrayBytes;
  return lent + copied + moved === 0 ? null : (copied + moved) / (lent + copied + moved);
}

function worst(values: readonly (number | null)[]): number | null {
  const numbers = known(values);
  return numbers.length === 0 ? null : Math.max(...numbers);
}

const known = (values: readonly (number | null)[]): number[] =>
  values.filter((value) => value !== null);

function spreadOf(values: readonly (number | null)[]): Spread | null {
  const numbers = known(values);
  return numbers.length === 0 ? null : spread(numbers);
}

function medianOf(values: readonly (number | null)[]): number | null {
  const numbers = known(values);
  return numbers.length === 0 ? null : median(numbers);
}
