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

const PROCESS_EXIT = /\(node:process[:)]/;

/**
 * Replaces the exits; call it before any step's module is loaded.
 *
 * `process` is not touched: to look at it loads what Deno has of Node, 9 ms in every Worker. Its
 * `exit` and `reallyExit`, however imported, call `Deno.exit`, and its `abort` refuses in Workers.
 */
export function trapExits(): void {
  const set = (target: object, key: string, callee: () => string) => {
    const value = (code?: unknown): never => {
      throw new ExitTrapped(`${callee()}(${code ?? ""})`);
    };
    Object.defineProperty(target, key, { value, writable: true, configurable: true });
  };
  set(Deno, "exit", () => PROCESS_EXIT.test(`${new Error().stack}`) ? "process.exit" : "Deno.exit");
  set(globalThis, "close", () => "self.close");
}
