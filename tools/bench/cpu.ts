/** Who used the processors: this bench and what it started, or others. Linux only. @module */

/** Seconds per tick in `/proc`: 100 per second on every Linux that Deno is built for. */
const TICK = 0.01;

/** Seconds of work since some moment in the past. */
export interface CpuTimes {
  /** Of everybody; time that the hypervisor gave to others is theirs. */
  readonly all: number;
  /** Of this process and of those it started that have ended. */
  readonly own: number;
}

/** Work of all processors by the text of `/proc/stat`, in seconds. */
export function busySeconds(stat: string): number {
  const [user = 0, nice = 0, system = 0, _idle, _iowait, irq = 0, softirq = 0, steal = 0] = stat
    .slice(0, stat.indexOf("\n")).trim().split(/\s+/).slice(1).map(Number);
  return (user + nice + system + irq + softirq + steal) * TICK;
}

/** Work of a process and of its waited-for children by the text of `/proc/PID/stat`, in seconds. */
export function processSeconds(stat: string): number {
  // The second field, the name, may hold blanks and brackets; the third follows the last bracket.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ").map(Number);
  return fields.slice(11, 15).reduce((sum, ticks) => sum + ticks) * TICK;
}

/** What has been used so far; null where there is no `/proc`. */
export function cpuTimes(): CpuTimes | null {
  try {
    return {
      all: busySeconds(Deno.readTextFileSync("/proc/stat")),
      own: processSeconds(Deno.readTextFileSync("/proc/self/stat")),
    };
  } catch {
    return null;
  }
}

/**
 * Work of others between two moments as a share of that time (1: one processor was never free).
 *
 * Less than three ticks count as none, for that is how exact the counters are.
 */
export function othersShare(before: CpuTimes, after: CpuTimes, seconds: number): number {
  const others = after.all - before.all - (after.own - before.own);
  return others < 3 * TICK ? 0 : others / seconds;
}
