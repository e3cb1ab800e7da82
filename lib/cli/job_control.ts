/**
 * Ctrl-Z where the program has the whole screen: the terminal is to be as it was before the shell
 * gets it. Both processes are sent the signal; the program gives the terminal back and then stops
 * both.
 *
 * @module
 */
import { supervisorPid } from "./parent.ts";

/** A program that does not listen yet, or not at all, has stopped alone by then. */
const PATIENCE_MS = 500;

/** In the program: stops both processes, until the shell lets them go on. */
export function stopBoth(): void {
  const supervisor = supervisorPid();
  if (supervisor !== null) Deno.kill(supervisor, "SIGSTOP");
  Deno.kill(Deno.pid, "SIGSTOP");
}

/** In the supervisor, from now on: lets the program stop both, or stops alone if it does not. */
export function leaveStopToProgram(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  Deno.addSignalListener("SIGTSTP", () => {
    const asked = Date.now();
    clearTimeout(timer);
    timer = setTimeout(() => {
      // later than that: it was stopped meanwhile, and has just been let go on
      if (Date.now() - asked < 2 * PATIENCE_MS) Deno.kill(Deno.pid, "SIGSTOP");
    }, PATIENCE_MS);
    Deno.unrefTimer(timer);
  });
  Deno.addSignalListener("SIGCONT", () => clearTimeout(timer));
}
