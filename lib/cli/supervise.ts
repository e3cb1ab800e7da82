/**
 * The parent process: executes the program, hands on signals and the exit code, and says what
 * happened when the program could not.
 *
 * The program is always executed a second time, on a terminal or not. Deno offers no other way to
 * switch prompts off, and a permission that a step lacks would otherwise become a question whose
 * "y" opens the sandbox. It costs 10 to 30 ms and buys three more things: the V8 flags below hold
 * however the tool was started, a crash of the whole process (out of memory) gets a message, and
 * the cursor comes back after it.
 *
 * @module
 */
import { FORWARDED, REQUESTS } from "./interrupts.ts";

const PROGRAM = new URL("./main.ts", import.meta.url).href;

/**
 * Without inlining by V8's middle compiler, hot loops that call small functions do not become 1.6
 * times slower after some 500 calls.
 */
const V8_FLAGS = "--v8-flags=--no-maglev-inlining";

const SHOW_CURSOR = "\x1b[?25h";

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
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", ...flags, "--no-prompt", V8_FLAGS, PROGRAM, ...args],
    stdin: "inherit",
    stdout: "inherit",
    stderr: "inherit",
  }).spawn();
  const forward = () => {
    try {
      if (Deno.build.os !== "windows") child.kill(FORWARDED);
    } catch {
      // The child has ended since.
    }
  };
  for (const signal of REQUESTS) Deno.addSignalListener(signal, forward);
  const end = describeEnd(await child.status);
  if (end.message !== null) {
    const restore = Deno.stderr.isTerminal() ? SHOW_CURSOR : "";
    Deno.stderr.writeSync(new TextEncoder().encode(`${restore}${end.message}\n`));
  }
  return end.exitCode;
}

/** What the end of the child means: the exit code of the tool, and a line where one is due. */
export function describeEnd(
  status: Pick<Deno.CommandStatus, "code" | "signal">,
): { readonly exitCode: number; readonly message: string | null } {
  if (status.signal === null) return { exitCode: status.code, message: null };
  const interrupted: readonly string[] = [...REQUESTS, FORWARDED];
  // Interrupted before the program listened, or in a subcommand that need not listen.
  if (interrupted.includes(status.signal)) return { exitCode: 130, message: null };
  return {
    exitCode: 1,
    message: `error: the process was ended by ${status.signal}; most often a step ran out of ` +
      `memory\n  hint: use fewer replicas, or a smaller queueLimit before the node with large packets`,
  };
}
