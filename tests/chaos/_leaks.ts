/** What an execution may leave behind in this process: threads of Workers, open files. @module */

import { parentOf } from "./_processes.ts";

/** What is there now. */
export interface Holdings {
  readonly workers: number;
  /** Processes that this one has started, those too that have only to be buried. */
  readonly children: number;
  /** What open files are, such as `/tmp/x` or `anon_inode:[eventfd]`. */
  readonly files: readonly string[];
}

/** A Worker that is ended goes on for a moment: that much is waited for, at most. */
const PATIENCE_MS = 10_000;
const POLL_MS = 5;

/** Whether this system tells. */
const TELLS = Deno.build.os === "linux";

/** Deno's own, which it opens when it likes to and keeps. */
const DENOS = /\/deno\/|_cache_v\d|memfd/;

/** Sockets, pipes and the like that Deno opens for the first Workers, and keeps for all. */
const DENOS_SHARE = 12;
let first: number | null = null;

/** Counts what this process holds. */
export function holdings(): Holdings {
  if (!TELLS) return { workers: 0, children: 0, files: [] };
  first ??= anonymous(targets()).length;
  const tasks = [...Deno.readDirSync("/proc/self/task")];
  const files = targets();
  return {
    workers: tasks.filter(({ name }) => isWorker(name)).length,
    children: countChildren(),
    files: files.filter((file) => !DENOS.test(file)),
  };
}

/**
 * Waits until no more is held than before. Anonymous files are counted over all cases: one that
 * leaves some behind every time is found before long.
 *
 * @throws {Error} that says what leaks, if that never comes
 */
export async function assertNoLeak(before: Holdings): Promise<void> {
  const started = performance.now();
  for (;;) {
    const now = holdings();
    const more = named(now.files).length - named(before.files).length;
    const others = anonymous(now.files).length - first!;
    if (
      now.workers <= before.workers && now.children <= before.children && more <= 0 &&
      others <= DENOS_SHARE
    ) return;
    if (performance.now() - started > PATIENCE_MS) {
      const files =
        `${more} files, ${others} sockets and the like; before: ${before.files.join()}; now: ${now.files.join()}`;
      const children = now.children - before.children;
      throw new Error(
        `LEAK: ${now.workers - before.workers} Workers, ${children} processes, ${files}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

const named = (files: readonly string[]) => files.filter((file) => file.startsWith("/"));
const anonymous = (files: readonly string[]) => files.filter((file) => !file.startsWith("/"));
const targets = () => [...Deno.readDirSync("/proc/self/fd")].map(({ name }) => targetOf(name));

function targetOf(fd: string): string {
  try {
    return Deno.readLinkSync(`/proc/self/fd/${fd}`).replace(/\d{4,}/, "");
  } catch {
    return "gone"; // it was that of the listing itself
  }
}

function countChildren(): number {
  const ids = [...Deno.readDirSync("/proc")].map(({ name }) => Number(name));
  return ids.filter((id) => id > 0 && parentOf(id) === Deno.pid).length;
}

/** Deno names the threads of Workers `worker-1` and so on. */
function isWorker(task: string): boolean {
  try {
    return Deno.readTextFileSync(`/proc/self/task/${task}/comm`).startsWith("worker-");
  } catch {
    return false; // it has ended since
  }
}
