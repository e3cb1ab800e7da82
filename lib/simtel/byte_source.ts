/** Bytes that come as they are asked for, into memory of who asks. */
export interface ByteSource {
  /**
   * Puts the next bytes at the beginning of `into`.
   *
   * @param into not empty
   * @returns how many there are, at least one; 0 at the end of the data
   */
  read(into: Uint8Array): number | Promise<number>;
  /** Frees what the source holds. Nothing is read after that. */
  close(): void | Promise<void>;
}

/** The bytes of a chunked stream. */
export function sourceOf(chunks: AsyncIterable<Uint8Array>): ByteSource {
  const iterator = chunks[Symbol.asyncIterator]();
  let chunk: Uint8Array = new Uint8Array(0);
  return {
    async read(into) {
      while (chunk.length === 0) {
        const next = await iterator.next();
        if (next.done) return 0;
        chunk = next.value;
      }
      const bytes = chunk.subarray(0, into.length);
      into.set(bytes);
      chunk = chunk.subarray(bytes.length);
      return bytes.length;
    },
    async close() {
      await iterator.return?.();
    },
  };
}

/**
 * The bytes of a file.
 *
 * @throws {Deno.errors.NotFound} on the first read, if there is none; likewise other errors of the
 * system
 */
export function fileSource(path: string | URL): ByteSource {
  let file: Deno.FsFile | null = null;
  return {
    async read(into) {
      file ??= await Deno.open(path);
      return await file.read(into) ?? 0;
    },
    close() {
      file?.close();
      file = null;
    },
  };
}

/** All of a source in pieces of at most so many bytes, each in memory of its own. */
export async function* piecesOf(
  source: ByteSource,
  size: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const buffer = new Uint8Array(size);
  try {
    for (;;) {
      const length = await source.read(buffer);
      if (length === 0) return;
      yield buffer.slice(0, length);
    }
  } finally {
    await source.close();
  }
}
