/**
 * The program, as `supervise.ts` starts it: parses the arguments, does what they ask and ends with
 * an exit code: 0 done, 1 a step failed, 2 flow or arguments wrong, 70 a bug, 130 interrupted.
 *
 * @module
 */
import { parseArguments } from "./arguments.ts";
import { dropLastState } from "./last_state.ts";
import { stderr } from "./output.ts";
import { endWithSupervisor, isLeft } from "./parent.ts";
import { restoreTerminal } from "./terminal_guard.ts";
import { formatBug, formatMistake, UserError } from "./user_error.ts";

const BUG = 70;

/** Does what `args` ask for and gives the exit code; never rejects. */
export async function main(args: readonly string[]): Promise<number> {
  try {
    return await parseArguments(args)();
  } catch (error) {
    return tell(error);
  }
}

function tell(error: unknown): number {
  restoreTerminal();
  if (error instanceof UserError) {
    stderr.write(formatMistake(error, stderr.color));
    return 2;
  }
  stderr.write(formatBug(error, Deno.env.get("CTAPIPE_FLOW_DEBUG") === "1", stderr.color));
  return BUG;
}

if (import.meta.main) {
  addEventListener("unhandledrejection", (event) => Deno.exit(tell(event.reason)));
  addEventListener("error", (event) => Deno.exit(tell(event.error)));
  // Nothing is left to wait for, but no exit code came: without this the process would end with 0.
  addEventListener("beforeunload", () => Deno.exit(tell(new Error("ended without a result"))));
  endWithSupervisor(() => {
    dropLastState();
    Deno.exit(BUG);
  });
  // Not awaited: workers that cannot be stopped must not keep the process alive.
  main(Deno.args).then((exitCode) => {
    if (isLeft()) dropLastState();
    Deno.exit(exitCode);
  });
}
