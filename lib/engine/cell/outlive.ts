/** Sees to it that a process of ours does not outlive the program that has started it. @module */

const LOOK_MS = 500;

/**
 * Has a thread of its own kill this process soon after the process `parent` is gone: a step that
 * computes without end cannot hear of it. From then on only that thread may do so.
 *
 * @param keeps whether this thread keeps the right to start and end processes
 */
export function endWith(parent: number, keeps: boolean): void {
  const source = `setInterval(() => {
    if (Deno.ppid !== ${parent}) Deno.kill(${Deno.pid}, "SIGKILL");
  }, ${LOOK_MS});`;
  const none = { read: false, write: false, net: false, env: false, sys: false, ffi: false };
  const options = {
    type: "module",
    name: "outlive",
    deno: { permissions: { ...none, import: false, run: true } },
  };
  new Worker(`data:application/javascript,${encodeURIComponent(source)}`, options as WorkerOptions);
  if (!keeps) Deno.permissions.revokeSync({ name: "run" });
}
