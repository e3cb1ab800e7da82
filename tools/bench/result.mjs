/** How a contender's process says what it did: its last line, as JSON. @module */
import { readFileSync } from "node:fs";

/** @param {string} field of `/proc/self/status`, in KiB; null where there is no such file */
export function memoryKiB(field) {
  try {
    const status = readFileSync("/proc/self/status", "utf8");
    return Number(new RegExp(`^${field}:\\s*(\\d+)`, "m").exec(status)?.[1] ?? NaN);
  } catch {
    return null;
  }
}

/**
 * Prints the result.
 *
 * @param {{ count: number, sum: number, ms: number, rssKiB?: number | null, facts?: object }} result
 * `ms` is from "all ready" to "the consumer saw the last"; `rssKiB` the peak, by default of this
 * process; `facts` whatever else is to be kept
 */
export function tell(result) {
  console.log(JSON.stringify({ rssKiB: memoryKiB("VmHWM"), ...result }));
}

/** Prints why there is no result. @param {string} reason */
export function skip(reason) {
  console.log(JSON.stringify({ skip: reason }));
}
