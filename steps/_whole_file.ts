/** Files that are either whole or plainly not. @module */
import { dirname } from "node:path";
import { type Json, partialOf } from "ctapipe-flow/step";

const BUFFER = 64 * 1024;

/**
 * What a file goes on from: it held so many bytes, on the disk. `ino` is the number by which the
 * system knows it, whatever its name; left out where there is none.
 */
export type FileToken = { bytes: number; ino?: number };

/**
 * A file that is written under the name `FILE.partial` and gets its own name when it is complete;
 * until then a file of that name from before stays as it was.
 */
export class WholeFile {
  #buffer = new Uint8Array(BUFFER);
  #used = 0;
  /** Bytes that have left the buffer. */
  #written: number;
  readonly #encoder = new TextEncoder();

  private constructor(readonly path: string, readonly file: Deno.FsFile, bytes: number) {
    this.#written = bytes;
  }

  /**
   * Opens `path`.partial, empty; or, with the token of a file of an earlier execution, where that
   * file was then: what was written later is cut off.
   *
   * @param resume as `init` gets it
   * @throws if it cannot be written, or is not there any more, naming the path
   */
  static async create(path: string, resume?: Json): Promise<WholeFile> {
    const token = (resume ?? { bytes: 0 }) as FileToken;
    const file = resume === undefined
      ? await named(path, () => Deno.open(partialOf(path), ANEW))
      : await reopened(path, token);
    return new WholeFile(path, file, token.bytes);
  }

  /** Puts all that was written on the disk. @returns what {@link create} goes on from */
  async checkpoint(): Promise<FileToken> {
    this.#flush();
    await named(this.path, () => this.file.syncData());
    const { ino } = await this.file.stat();
    return { bytes: this.#written, ...(ino !== null && { ino }) };
  }

  /** Adds text. @throws if the disk is full or gone, naming the path */
  writeText(text: string): void {
    this.write(this.#encoder.encode(text));
  }

  /** Adds bytes. */
  write(bytes: Uint8Array): void {
    if (bytes.length > BUFFER - this.#used) this.#flush();
    if (bytes.length > BUFFER) return this.#writeAll(bytes);
    this.#buffer.set(bytes, this.#used);
    this.#used += bytes.length;
  }

  /** Bytes that were given so far. */
  get size(): number {
    return this.#written + this.#used;
  }

  /** Replaces bytes that were given before. */
  overwrite(at: number, bytes: Uint8Array): void {
    this.#flush();
    this.file.seekSync(at, Deno.SeekMode.Start);
    const before = this.#written;
    this.#writeAll(bytes);
    this.#written = before;
    this.file.seekSync(before, Deno.SeekMode.Start);
  }

  /** Gives bytes that were given before. */
  read(at: number, size: number): Uint8Array {
    this.#flush();
    const bytes = new Uint8Array(size);
    this.file.seekSync(at, Deno.SeekMode.Start);
    for (let got = 0; got < size;) {
      const count = this.file.readSync(bytes.subarray(got));
      if (count === null) throw cannotWrite(this.path, "its begin is not there any more");
      got += count;
    }
    this.file.seekSync(this.#written, Deno.SeekMode.Start);
    return bytes;
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
    this.#writeAll(this.#buffer.subarray(0, size));
  }

  #writeAll(bytes: Uint8Array): void {
    try {
      for (let at = 0; at < bytes.length;) at += this.file.writeSync(bytes.subarray(at));
    } catch (error) {
      throw cannotWrite(this.path, error);
    }
    this.#written += bytes.length;
  }
}

const ANEW = { read: true, write: true, create: true, truncate: true };

/**
 * Where an earlier execution has left a file: as `.partial`, or with its name if it was complete, and
 * longer then by what was written after the last checkpoint.
 */
async function reopened(path: string, { bytes, ino }: FileToken): Promise<Deno.FsFile> {
  const partial = partialOf(path);
  let size = (await statOf(partial))?.size ?? null;
  const whole = size === null ? await statOf(path) : null;
  if (whole && (whole.size === bytes || (ino !== undefined && whole.ino === ino))) {
    await named(path, () => Deno.rename(path, partial));
    size = whole.size;
  }
  if (size === null || size < bytes) {
    const has = size === null ? "is gone" : `has ${size} bytes only`;
    throw new Error(`cannot go on with "${path}": "${partial}" ${has}, not the ${bytes} it had`);
  }
  return await named(path, async () => {
    const file = await Deno.open(partial, { read: true, write: true });
    await file.truncate(bytes);
    await file.seek(bytes, Deno.SeekMode.Start);
    return file;
  });
}

async function statOf(path: string): Promise<Deno.FileInfo | null> {
  try {
    return await Deno.stat(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
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
