/** Starts the real command line for tests, in a pipe or on a terminal. @module */
import { hasProgram, testNeeding } from "../testing/programs.ts";

const CLI = decodeURIComponent(new URL("../../cli.ts", import.meta.url).pathname);

/** Path of a file beside the tests, such as `count.yaml`. */
export function testData(name: string): string {
  return decodeURIComponent(new URL(`./testdata/${name}`, import.meta.url).pathname);
}

/** How the command ended, and what it wrote. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to start it. */
export interface StartOptions {
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  /** Flags of `deno run`. */
  readonly permissions?: readonly string[];
  /** On a terminal: whether what `stty -a` says follows the end. */
  readonly stty?: boolean;
}

/** The command in a pipe, until it ends. */
export async function runCli(args: readonly string[], options: StartOptions = {}): Promise<Ended> {
  const { code, stdout, stderr } = await command(args, options).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** The command in a pipe, not waited for. */
export function startCli(args: readonly string[], options: StartOptions = {}): Deno.ChildProcess {
  return command(args, options).spawn();
}

function command(args: readonly string[], options: StartOptions): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: denoArgs(args, options),
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    env: { NO_COLOR: "", TERM: "xterm", ...options.env },
    ...(options.cwd !== undefined && { cwd: options.cwd }),
  });
}

function denoArgs(args: readonly string[], options: StartOptions): string[] {
  return ["run", "--no-lock", ...options.permissions ?? ["-A"], CLI, ...args];
}

/** The command on a terminal of 100 × 30 that `script` makes, with a keyboard. */
export function startOnTerminal(args: readonly string[], options: StartOptions = {}): Session {
  const line = [Deno.execPath(), ...denoArgs(args, options)]
    .map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" ");
  const child = new Deno.Command("script", {
    args: [
      "-qec",
      options.stty
        ? `trap : INT TERM; stty cols 100 rows 30; ${line}; code=$?; stty -a; exit $code`
        : `stty cols 100 rows 30; exec ${line}`,
      "/dev/null",
    ],
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
    env: { NO_COLOR: "", TERM: "xterm", SHELL: "/bin/sh", ...options.env },
  }).spawn();
  return new Session(child, child.stdout);
}

const PATIENCE_MS = 30_000;
const TYPE_AGAIN_MS = 3_000;

/** A started command whose output is read while it comes. */
export class Session implements AsyncDisposable {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #decoder = new TextDecoder();
  readonly #writer: WritableStreamDefaultWriter<Uint8Array> | null;
  readonly #patience: ReturnType<typeof setTimeout>;
  #text = "";

  /** @param stream the one of its outputs to read */
  constructor(readonly child: Deno.ChildProcess, stream: ReadableStream<Uint8Array>) {
    // A test that waits for what never comes must fail, not hang.
    this.#patience = setTimeout(() => this.#kill(), PATIENCE_MS);
    this.#reader = stream.getReader();
    this.#writer = stream === child.stdout && stdinOf(child)?.getWriter() || null;
  }

  /** Reads until the output matches, and gives what did. */
  async until(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.#text);
      if (found !== null) return found;
      const { value, done } = await this.#reader.read();
      if (done) throw new Error(`ended before ${pattern} came; it wrote:\n${this.#text}`);
      this.#text += this.#decoder.decode(value, { stream: true });
    }
  }

  /**
   * Presses keys until the output matches: a shell that takes its terminal back may drop what is
   * typed meanwhile. To be asked for nothing that must not happen twice.
   */
  async typeUntil(keys: string, pattern: RegExp): Promise<RegExpExecArray> {
    const again = setInterval(() => this.type(keys).catch(() => {}), TYPE_AGAIN_MS);
    try {
      await this.type(keys);
      return await this.until(pattern);
    } finally {
      clearInterval(again);
    }
  }

  /** Presses keys; `\x03` is Ctrl-C. */
  async type(keys: string): Promise<void> {
    await this.#writer?.write(new TextEncoder().encode(keys));
  }

  /** Reads to the end; gives the exit code and everything that was written. */
  async end(): Promise<{ code: number; text: string }> {
    for (;;) {
      const { value, done } = await this.#reader.read();
      if (done) break;
      this.#text += this.#decoder.decode(value, { stream: true });
    }
    const { code } = await this.child.status;
    return { code, text: this.#text };
  }

  /** Lets go of the process, killing it if a test has left it behind. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writer?.close().catch(() => {});
    await this.#reader.cancel();
    clearTimeout(this.#patience);
    this.#kill();
    await this.child.status;
  }

  #kill(): void {
    try {
      this.child.kill("SIGKILL");
    } catch {
      // It has ended.
    }
  }
}

function stdinOf(child: Deno.ChildProcess): WritableStream<Uint8Array> | null {
  try {
    return child.stdin;
  } catch {
    return null;
  }
}

/** Whether `script` (util-linux) is there to make terminals. */
export function hasScript(): boolean {
  return hasProgram("script");
}

/** Registers a test that needs a terminal; without `script` it is ignored, or fails if it must not. */
export function testOnTerminal(name: string, fn: () => Promise<void>): void {
  testNeeding(hasScript() ? null : 'the program "script"', name, fn);
}
