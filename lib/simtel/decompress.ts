import { ByteQueue } from "./byte_queue.ts";
import type { ByteSource } from "./byte_source.ts";
import { GzipMembers } from "./gzip.ts";
import { ZstdFrames } from "./zstd.ts";

/** How a file is compressed. */
export type Compression = "none" | "gzip" | "zstd";

/** The decompressed bytes of a file. */
export interface Decompressed {
  compression: Compression;
  /**
   * Everything that can be decompressed; then, if the data are cut off or damaged, it throws a
   * SimtelError with code `truncated` or `corrupt`.
   */
  bytes: ByteSource;
}

/**
 * Decompresses a file; its first bytes tell how, never its name.
 *
 * @throws {Deno.errors.NotFound} If there is no file, and likewise for other errors of the system.
 */
export async function decompress(stored: ByteSource): Promise<Decompressed> {
  const input = new ByteQueue(stored);
  try {
    const start = input.peek(await input.has(4) ? 4 : input.size);
    const magic = start.reduceRight((value, byte) => value * 256 + byte, 0);
    if ((magic & 0xffff) === 0x8b1f) return { compression: "gzip", bytes: new GzipMembers(input) };
    if (magic === 0xfd2fb528 || (magic & ~0xf) === 0x184d2a50) {
      return { compression: "zstd", bytes: new ZstdFrames(input) };
    }
    return { compression: "none", bytes: plainBytes(input, stored) };
  } catch (error) {
    await input.close();
    throw error;
  }
}

/** What has arrived to be looked at, and then all that follows. */
function plainBytes(arrived: ByteQueue, stored: ByteSource): ByteSource {
  return {
    read(into) {
      if (arrived.size === 0) return stored.read(into);
      const bytes = arrived.take(Math.min(arrived.size, into.length));
      into.set(bytes);
      return bytes.length;
    },
    close: () => stored.close(),
  };
}
