/** The end of a fault campaign, for people. @module */
import { faultsIn, type Tally } from "./_tally.ts";

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
  const { cases, omitted, killed, redelivered, restarted, skipped, quarantined } = summary;
  const { failed, seconds, longestMs, faults } = summary;
  const kinds = Object.entries(faults).sort(([, a], [, b]) => b - a);
  return [
    `${cases} cases in ${seconds.toFixed(0)} s, ${failed.length} failed` +
    (failed.length > 0 ? `: seeds ${failed.join(" ")}` : ""),
    ...(omitted > 0 ? [`${omitted} left out: no small file system can be mounted here`] : []),
    `${faultsIn(summary)} faults: ${kinds.map(([how, n]) => `${n} ${how}`).join(", ")}`,
    `${killed} Workers or processes killed or left behind, ${restarted} steps began anew`,
    `${redelivered} packets tried again, ${skipped} skipped, ${quarantined} quarantined`,
    `longest time to end after a fault: ${(longestMs / 1000).toFixed(1)} s`,
  ].join("\n");
}
