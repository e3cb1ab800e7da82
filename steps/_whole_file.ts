/** Files that are either whole or plainly not. @module */
import { dirname } from "node:path";
import { partialOf } from "ctapipe-flow/step";

const BUFFER = 64 * 1024;

/**
 * A file that is written under the name `FILE.partial` and gets its own name when it is complete;
 * until then a file of that name from before stays as it was.
 */
export class WholeFile {
  #buffer = new Uint8Array(BUFFER);
  #used = 0;
  readonly #encoder = new TextEncoder();

  private constructor(readonly path: string, readonly file: Deno.FsFile) {}

  /** Opens `path`.partial, empty. @throws if it cannot be written, naming the path */
  static async create(path: string): Promise<WholeFile> {
    const file = await named(path, () => Deno.open(partialOf(path), OPTIONS));
    return new WholeFile(path, file);
  }

  /** Adds text. @throws if the disk is full or gone, naming the path */
  writeText(text: string): void {
    this.write(this.#encoder.encode(text));
  }

  /** Adds bytes. */
  write(bytes: Uint8Array): void {
    if (bytes.length > BUFFER - this.#used) this.#flush();
    if (bytes.length > BUFFER) return writeAll(this, bytes);
    this.#buffer.set(bytes, this.#used);
    this.#used += bytes.length;
  }

  /** Ends the file: `complete` gives it its name, otherwise it stays `.partial`. */
  async close(complete: boolean): Promise<void> {
    try {
      this.#flush();
    } finally {
      this.file.close();
    }
    if (complete) await named(this.path, () => Deno.rename(partialOf(this.path), this.path));
  }

  #flush(): void {
    const size = this.#used;
    this.#used = 0; // before the attempt: what could not be written is not tried again by `close`
    writeAll(this, this.#buffer.subarray(0, size));
  }
}

const OPTIONS = { write: true, create: true, truncate: true };

function writeAll({ file, path }: WholeFile, bytes: Uint8Array): void {
  try {
    for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

async function named<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw error instanceof Deno.errors.NotCapable ? error : cannotWrite(path, error);
  }
}

function cannotWrite(path: string, error: unknown): Error {
  const why = error instanceof Error ? error.message : String(error);
  const message = `cannot write "${path}" (as .partial in ${dirname(path)}): ${why}`;
  return new Error(message, { cause: error });
}
