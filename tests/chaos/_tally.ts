/** What a fault campaign has done, for its summary. @module */

/** Of one case, or of many. */
export interface Tally {
  cases: number;
  /** Cases that this machine does not allow: no small file system can be mounted. */
  omitted: number;
  faults: number;
  /** Workers that were left behind, and processes that were killed. */
  killed: number;
  /** Attempts after the first. */
  redelivered: number;
  skipped: number;
  quarantined: number;
  /** Longest time from a fault to the end, in ms. */
  longestMs: number;
}

/** Nothing yet. */
export const emptyTally = (): Tally => ({
  cases: 0,
  omitted: 0,
  faults: 0,
  killed: 0,
  redelivered: 0,
  skipped: 0,
  quarantined: 0,
  longestMs: 0,
});

/** Adds what one case did. */
export function add(sum: Tally, one: Tally): void {
  const { longestMs } = sum;
  for (const key of Object.keys(sum) as (keyof Tally)[]) sum[key] += one[key];
  sum.longestMs = Math.max(longestMs, one.longestMs);
}
