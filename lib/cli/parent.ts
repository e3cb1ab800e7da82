/** The program ends soon after the process that supervises it. @module */

const VARIABLE = "CTAPIPE_FLOW_SUPERVISOR";
const LOOK_MS = 1000;

/** What the supervising process puts into the program's environment: who it is. */
export function supervisorEnv(): Record<string, string> {
  return { [VARIABLE]: String(Deno.pid) };
}

/**
 * Calls `end` soon after the supervisor was killed: nobody could interrupt the program any more. The
 * supervisor says who it is, because it may be gone before the program can look.
 */
export function endWithSupervisor(end: () => void): void {
  const supervisor = Number(Deno.env.get(VARIABLE) ?? Deno.ppid);
  Deno.unrefTimer(setInterval(() => {
    if (Deno.ppid !== supervisor) end();
  }, LOOK_MS));
}
