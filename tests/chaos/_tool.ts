/** The real command line on a case's folder, with signals at moments. @module */
import { join } from "node:path";
import fc from "fast-check";
import { MARK, parentOf, processesOf, send } from "./_processes.ts";

/** A signal, and when it is sent. */
export interface Shot {
  readonly signal: "SIGINT" | "SIGTERM" | "SIGKILL";
  /** The tool that was started, the program that it starts, or all there are, as on a terminal. */
  readonly to: "tool" | "program" | "all";
  /** So many ms after the one before; the first after the start, or after the first log line. */
  readonly ms: number;
  readonly since: "start" | "line";
}

/** Random shots. */
export const shot: fc.Arbitrary<Shot> = fc.record({
  signal: fc.constantFrom("SIGINT", "SIGTERM", "SIGKILL"),
  to: fc.constantFrom("tool", "program", "all"),
  ms: fc.oneof(fc.nat(60), fc.nat(600)),
  since: fc.constantFrom("start", "line", "line"),
});

/** How it ended. */
export interface Ended {
  readonly code: number;
  readonly stderr: string;
  /** Signals that found somebody. */
  readonly hits: number;
  /** Time from the last of them to the end, in ms. */
  readonly afterMs: number;
}

const CLI = decodeURIComponent(new URL("../../cli.ts", import.meta.url).pathname);
/** No case takes so long. */
const BOUND_MS = 90_000;
/** Whoever was started ends with the tool, or soon after it was killed. */
const ORPHAN_MS = 8000;
const POLL_MS = 20;
const MOST_LINES = 20;

/**
 * Executes the flow of a folder.
 *
 * @throws {Error} if it does not end in time, or processes are left
 */
export async function runTool(
  folder: string,
  args: readonly string[],
  shots: readonly Shot[] = [],
): Promise<Ended> {
  const mark = crypto.randomUUID();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-lock", CLI, "run", "flow.jsonc", "--progress=plain", ...args],
    cwd: folder,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
    env: { NO_COLOR: "1", TMPDIR: join(folder, "tmp"), [MARK]: mark },
  }).spawn();
  let isOver = false;
  const spoke = Promise.withResolvers<void>();
  const text = readAll(child.stderr, () => spoke.resolve());
  const fired = fire(child, mark, shots, spoke.promise, () => isOver);
  const hanging = setTimeout(() => {
    for (const id of processesOf(mark)) send(id, "SIGKILL");
  }, BOUND_MS);
  const started = performance.now();
  const { code } = await child.status;
  isOver = true;
  const ended = performance.now();
  spoke.resolve();
  const { hits, lastAt } = await fired;
  await assertNobodyLeft(mark);
  const stderr = await text;
  clearTimeout(hanging);
  if (ended - started >= BOUND_MS) {
    throw new Error(`HANGS: no end after ${BOUND_MS} ms\n${shortened(stderr)}`);
  }
  return { code, stderr, hits, afterMs: Math.max(0, ended - (lastAt ?? ended)) };
}

/** What was said first and last. */
export function shortened(text: string): string {
  const lines = text.split("\n");
  if (lines.length <= 2 * MOST_LINES) return text;
  return [...lines.slice(0, MOST_LINES), "…", ...lines.slice(-MOST_LINES)].join("\n");
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function fire(
  child: Deno.ChildProcess,
  mark: string,
  shots: readonly Shot[],
  spoke: Promise<void>,
  hasEnded: () => boolean,
): Promise<{ hits: number; lastAt: number | null }> {
  let [hits, lastAt] = [0, null as number | null];
  if (shots[0]?.since === "line") await spoke;
  for (const { signal, to, ms } of shots) {
    await pause(ms);
    const isMeant = (id: number) =>
      to === "all" || (to === "tool" ? id === child.pid : parentOf(id) === child.pid);
    // a flow without end waits for this
    for (let found = 0; found === 0 && !hasEnded(); await pause(POLL_MS)) {
      found = processesOf(mark).filter(isMeant).filter((id) => send(id, signal)).length;
      if (found === 0) continue;
      hits += found;
      lastAt = performance.now();
    }
  }
  return { hits, lastAt };
}

async function readAll(stream: ReadableStream<Uint8Array>, onLine: () => void): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of stream) {
    text += decoder.decode(chunk, { stream: true });
    if (text.includes("\n")) onLine();
  }
  return text;
}

async function assertNobodyLeft(mark: string): Promise<void> {
  const started = performance.now();
  for (;;) {
    const left = processesOf(mark);
    if (left.length === 0) return;
    if (performance.now() - started > ORPHAN_MS) {
      for (const id of left) send(id, "SIGKILL");
      throw new Error(`LEAK: ${left.length} processes go on after the end of the tool`);
    }
    await pause(POLL_MS);
  }
}
