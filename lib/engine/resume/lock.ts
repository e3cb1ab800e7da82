/** Keeps two executions from working in one folder. @module */
import { join } from "node:path";
import { ResumeError } from "./error.ts";

/**
 * A lock of the operating system on a file, which is gone with the process that holds it, however
 * that ends: nobody has to find out whether another's process is still there. The process's number
 * in it is for people.
 */
export class Lock {
  readonly #file: Deno.FsFile;

  /**
   * @param folder made if it is not there
   * @throws {ResumeError} if another process, or this, holds it, or the folder is not usable
   */
  constructor(readonly folder: string) {
    const path = join(folder, "lock");
    this.#file = opened(folder, path);
    if (this.#file.tryLockSync(true)) {
      this.#file.truncateSync();
      this.#file.writeSync(new TextEncoder().encode(`${Deno.pid}\n`));
      return;
    }
    this.#file.close();
    const pid = Deno.readTextFileSync(path).trim();
    const who = pid === "" ? "" : ` (process ${pid})`;
    throw new ResumeError(
      "locked",
      `"${folder}" is in use by another execution${who}`,
      "wait for its end, or choose another folder",
    );
  }

  /** Lets the next have it. */
  [Symbol.dispose](): void {
    this.#file.close();
  }
}

function opened(folder: string, path: string): Deno.FsFile {
  try {
    Deno.mkdirSync(folder, { recursive: true });
    return Deno.openSync(path, { read: true, write: true, create: true });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ResumeError("not_usable", `"${folder}" cannot be used: ${why}`);
  }
}
