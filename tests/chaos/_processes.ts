/** Processes of a case: they and all that they start carry its mark in their environment. @module */

/** The variable whose value is the mark. */
export const MARK = "CTAPIPE_FLOW_CHAOS";

/** Ids of the processes that carry a mark, oldest first; without those that have only to be buried. */
export function processesOf(mark: string): number[] {
  const ids = [...Deno.readDirSync("/proc")].flatMap(({ name }) =>
    /^\d+$/.test(name) ? [Number(name)] : []
  );
  return ids.filter((id) => read(`/proc/${id}/environ`).split("\0").includes(`${MARK}=${mark}`))
    .sort((a, b) => a - b);
}

/** Who has started a process; 0 if it is gone. */
export function parentOf(id: number): number {
  return Number(read(`/proc/${id}/stat`).split(") ").at(-1)!.split(" ")[1] ?? 0);
}

/** Sends a signal to a process that may have ended since. */
export function send(id: number, signal: Deno.Signal): boolean {
  try {
    Deno.kill(id, signal);
    return true;
  } catch {
    return false;
  }
}

/** What a pseudo-file says; nothing if its process is gone. */
function read(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return "";
  }
}
