/**
 * Exits that a Worker's owner would never hear of: `Deno.exit`, `self.close` and `process.exit` end
 * a Worker without any event. Inside a host they throw instead.
 *
 * @module
 */

/** Thrown in place of an exit. */
export class ExitTrapped extends Error {
  override readonly name = "ExitTrapped";
  /** @param call the call as written, such as `Deno.exit(3)` */
  constructor(readonly call: string) {
    super(`${call} was called in a step`);
  }
}

const trap = (call: string) => (code?: unknown): never => {
  throw new ExitTrapped(`${call}(${code ?? ""})`);
};

/** Replaces the exits; call it before any step's module is loaded. */
export function trapExits(): void {
  const scope = globalThis as unknown as {
    process?: { exit: unknown; reallyExit: unknown; abort: unknown; kill: unknown };
  };
  const set = (target: object, key: string, call: string) =>
    Object.defineProperty(target, key, { value: trap(call), writable: true, configurable: true });
  set(Deno, "exit", "Deno.exit");
  set(globalThis, "close", "self.close");
  if (scope.process) {
    set(scope.process, "exit", "process.exit");
    set(scope.process, "reallyExit", "process.reallyExit");
    set(scope.process, "abort", "process.abort");
  }
}
