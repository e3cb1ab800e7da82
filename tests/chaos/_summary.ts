/** The end of a fault campaign, for people. @module */
import type { Tally } from "./_tally.ts";

/** What a campaign did; also what `--json` writes. */
export interface Summary extends Tally {
  /** The first seed. */
  readonly from: number;
  /** Seeds of the cases that failed. */
  readonly failed: readonly number[];
  readonly seconds: number;
}

/** A few lines. */
export function summaryOf(summary: Summary): string {
  const { cases, faults, killed, redelivered, skipped, quarantined, longestMs } = summary;
  const { failed, seconds } = summary;
  return [
    `${cases} cases in ${seconds.toFixed(0)} s, ${failed.length} failed` +
    (failed.length > 0 ? `: seeds ${failed.join(" ")}` : ""),
    `${faults} faults, ${killed} Workers or processes killed`,
    `${redelivered} packets tried again, ${skipped} skipped, ${quarantined} quarantined`,
    `longest time to end after a fault: ${(longestMs / 1000).toFixed(1)} s`,
  ].join("\n");
}
