/**
 * The parent process: executes the program, hands on signals and the exit code, and says what
 * happened when the program could not.
 *
 * The program is always executed a second time, on a terminal or not. Deno offers no other way to
 * switch prompts off, and a permission that a step lacks would otherwise become a question whose
 * "y" opens the sandbox. It costs 10 to 30 ms and buys three more things: the V8 flags below hold
 * however the tool was started, a sudden end of the whole process (out of memory) gets a message and
 * a report (`sudden_end.ts`), and the cursor comes back after it.
 *
 * @module
 */
import { join } from "node:path";
import { FORWARDED, REQUESTS } from "./interrupts.ts";
import { leaveStopToProgram } from "./job_control.ts";
import { LAST_STATE, readLastState } from "./last_state.ts";
import { otelEnv } from "./otel_env.ts";
import { supervisorEnv } from "./parent.ts";

const PROGRAM = new URL("./main.ts", import.meta.url).href;

/**
 * Without inlining by V8's middle compiler, hot loops that call small functions do not become 1.6
 * times slower after some 500 calls.
 */
const V8_FLAGS = "--v8-flags=--no-maglev-inlining";

/**
 * Arrays that nobody uses any more are given back at once, and not by a thread that comes to it some
 * time: what moves from Worker to Worker then takes 0.2 GB instead of 1 GB, and a third more time.
 */
const FRUGAL = ",--no-concurrent-array-buffer-sweeping";

/** The flag with which the program is executed for these arguments. */
export function v8Flags(args: readonly string[]): string {
  const isBound = args.some((arg) => arg === "--max-memory" || arg.startsWith("--max-memory="));
  return isBound ? V8_FLAGS + FRUGAL : V8_FLAGS;
}

const SHOW_CURSOR = "\x1b[?25h";

/** Those with which the program ends by itself. */
const EXIT_CODES: readonly number[] = [0, 1, 2, 70, 130];

/**
 * Executes the program with `args` in a child process that shares the standard streams.
 *
 * @param flags permission flags of `deno run`
 * @returns the exit code with which the tool must end
 */
export async function supervise(
  flags: readonly string[],
  args: readonly string[],
): Promise<number> {
  const forward = () => {
    try {
      if (Deno.build.os !== "windows") child.kill(FORWARDED);
    } catch {
      // The child has ended since.
    }
  };
  // before anything is made: whoever is ended in between would leave it
  for (const signal of REQUESTS) Deno.addSignalListener(signal, forward);
  if (isFullScreen(args) && Deno.build.os !== "windows") leaveStopToProgram();
  const folder = makeFolder();
  const lastState = folder && join(folder, "last.json");
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", ...flags, "--no-prompt", v8Flags(args), PROGRAM, ...args],
    env: {
      ...supervisorEnv(),
      ...otelEnv(args),
      ...(lastState !== null && { [LAST_STATE]: lastState }),
    },
    stdin: "inherit",
    stdout: "inherit",
    stderr: "inherit",
  }).spawn();
  const status = await child.status;
  const exitCode = exitCodeOf(status);
  if (exitCode === null) {
    await restoreTerminal(args);
    await tell(status, lastState);
  }
  if (folder !== null) Deno.removeSync(folder, { recursive: true });
  return exitCode ?? 1;
}

/** Where the program keeps what its parent is to know; null where no folder can be made. */
function makeFolder(): string | null {
  try {
    return Deno.makeTempDirSync({ prefix: "ctapipe-flow-" });
  } catch {
    return null;
  }
}

/** How a child ended. */
export type End = Pick<Deno.CommandStatus, "code" | "signal">;

/** The exit code of the tool for an end of the child; null for one that it did not choose itself. */
export function exitCodeOf({ code, signal }: End): number | null {
  if (signal === null) return EXIT_CODES.includes(code) ? code : null;
  const interrupted: readonly string[] = [...REQUESTS, FORWARDED];
  // Interrupted before the program listened, or in a subcommand that need not listen.
  return interrupted.includes(signal) ? 130 : null;
}

/** Whether the program may take the whole screen. */
const isFullScreen = (args: readonly string[]) =>
  Deno.stderr.isTerminal() &&
  (args.includes("--progress=tui") || args[args.indexOf("--progress") + 1] === "tui");

/** Gives the terminal back that the program has left as it was using it. */
async function restoreTerminal(args: readonly string[]): Promise<void> {
  if (!Deno.stderr.isTerminal()) return;
  let restoring = SHOW_CURSOR;
  if (isFullScreen(args)) {
    restoring = (await import("./tui/screen.ts")).LEAVE_SCREEN;
    const stty = new Deno.Command("stty", { args: ["sane"], stdin: "inherit", stderr: "null" });
    await stty.output().catch(() => {}); // there is none on Windows
  }
  Deno.stderr.writeSync(new TextEncoder().encode(restoring));
}

async function tell(end: End, lastState: string | null): Promise<void> {
  // loaded only now: every start would pay for it
  const { causeOf, tellSuddenEnd } = await import("./sudden_end.ts");
  tellSuddenEnd(causeOf(end), lastState === null ? null : readLastState(lastState));
}
