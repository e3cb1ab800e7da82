/** What a fault campaign has done, for its summary. @module */

/** Of one case, or of many. */
export interface Tally {
  cases: number;
  /** Cases that this machine does not allow: no small file system can be mounted. */
  omitted: number;
  /** How often which fault was injected. */
  readonly faults: Record<string, number>;
  /** Workers and processes that were left behind or killed. */
  killed: number;
  /** Attempts after the first. */
  redelivered: number;
  /** Times that a step began anew. */
  restarted: number;
  skipped: number;
  quarantined: number;
  /** Longest time from a fault to the end, in ms. */
  longestMs: number;
}

/** Nothing yet. */
export const emptyTally = (): Tally => ({
  cases: 0,
  omitted: 0,
  faults: {},
  killed: 0,
  redelivered: 0,
  restarted: 0,
  skipped: 0,
  quarantined: 0,
  longestMs: 0,
});

/** Adds what one case did. */
export function add(sum: Tally, { faults, longestMs, ...one }: Tally): void {
  for (const key of Object.keys(one) as (keyof typeof one)[]) sum[key] += one[key];
  for (const [how, n] of Object.entries(faults)) count(sum, how, n);
  sum.longestMs = Math.max(sum.longestMs, longestMs);
}

/** Notes faults. */
export function count({ faults }: Tally, how: string, n = 1): void {
  faults[how] = (faults[how] ?? 0) + n;
}

/** All faults together. */
export const faultsIn = ({ faults }: Pick<Tally, "faults">): number =>
  Object.values(faults).reduce((sum, n) => sum + n, 0);

/** What became of the packets of an execution, by its report. */
export function countNodes(
  tally: Tally,
  nodes: readonly {
    readonly retries?: number;
    readonly restarts?: number;
    readonly skipped: number;
    readonly quarantined: number;
  }[],
): void {
  for (const { retries = 0, restarts = 0, skipped, quarantined } of nodes) {
    tally.redelivered += retries;
    tally.restarted += restarts;
    tally.skipped += skipped;
    tally.quarantined += quarantined;
  }
}
