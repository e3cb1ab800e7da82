/** The program ends soon after the process that supervises it. @module */

const VARIABLE = "CTAPIPE_FLOW_SUPERVISOR";
const LOOK_MS = 1000;
/** Null in the supervising process, which may not be allowed to look. */
let supervisor: number | null = null;

/** What the supervising process puts into the program's environment: who it is. */
export function supervisorEnv(): Record<string, string> {
  return { [VARIABLE]: String(Deno.pid) };
}

/**
 * Calls `end` soon after the supervisor was killed: nobody could interrupt the program any more. The
 * supervisor says who it is, because it may be gone before the program can look.
 */
export function endWithSupervisor(end: () => void): void {
  supervisor = Number(Deno.env.get(VARIABLE) ?? Deno.ppid);
  Deno.unrefTimer(setInterval(() => {
    if (isLeft()) end();
  }, LOOK_MS));
}

/** Whether the supervisor is gone. */
export const isLeft = (): boolean => supervisor !== null && Deno.ppid !== supervisor;

/** Number of the supervising process; null if there is none. */
export const supervisorPid = (): number | null => isLeft() ? null : supervisor;
