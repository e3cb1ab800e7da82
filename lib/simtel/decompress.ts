import { ByteQueue } from "./byte_queue.ts";
import { gzipMembers } from "./gzip.ts";
import { zstdFrames } from "./zstd.ts";

/** How a file is compressed. */
export type Compression = "none" | "gzip" | "zstd";

/** The decompressed bytes of a file. */
export interface Decompressed {
  compression: Compression;
  /**
   * Everything that can be decompressed; then, if the data are cut off or damaged, it throws a
   * SimtelError with code `truncated` or `corrupt`.
   */
  bytes: AsyncGenerator<Uint8Array>;
}

/** Decompresses a file; its first bytes tell how, never its name. */
export async function decompress(chunks: AsyncIterable<Uint8Array>): Promise<Decompressed> {
  const input = new ByteQueue(chunks);
  const start = input.peek(await input.has(4) ? 4 : input.size);
  const magic = start.reduceRight((value, byte) => value * 256 + byte, 0);
  const compression = (magic & 0xffff) === 0x8b1f
    ? "gzip"
    : magic === 0xfd2fb528 || (magic & ~0xf) === 0x184d2a50
    ? "zstd"
    : "none";
  return { compression, bytes: decoded(input, compression) };
}

async function* decoded(
  input: ByteQueue,
  compression: Compression,
): AsyncGenerator<Uint8Array> {
  try {
    if (compression === "gzip") yield* gzipMembers(input);
    else if (compression === "zstd") yield* zstdFrames(input);
    else while (await input.has(1)) yield input.takeSome();
  } finally {
    await input.close();
  }
}
