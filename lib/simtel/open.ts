import { decompress } from "./decompress.ts";
import { SimtelFile, type SimtelOptions } from "./simtel_file.ts";

const READ_SIZE = 256 * 1024;

/** A path, or the bytes of a file, compressed or not. */
export type SimtelInput =
  | string
  | URL
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>;

/**
 * Opens a sim_telarray file and reads its header.
 *
 * @example
 * ```ts
 * await using file = await openSimtel("gamma.simtel.zst");
 * for await (const event of file) console.log(event.eventId, event.telescopes.length);
 * ```
 *
 * @throws {SimtelError} If it is no such file, or its header is damaged.
 * @throws {Deno.errors.NotFound} If there is no file, and likewise for other errors of the system.
 */
export async function openSimtel<U extends boolean = false>(
  input: SimtelInput,
  options: SimtelOptions<U> = {},
): Promise<SimtelFile<U>> {
  return await SimtelFile.open(await decompress(chunksOf(input)), options);
}

/** The bytes of an input as they arrive. */
export function chunksOf(input: SimtelInput): AsyncIterable<Uint8Array> {
  return typeof input === "string" || input instanceof URL ? fileChunks(input) : input;
}

async function* fileChunks(path: string | URL): AsyncGenerator<Uint8Array> {
  using file = await Deno.open(path);
  while (true) {
    const buffer = new Uint8Array(READ_SIZE);
    const size = await file.read(buffer);
    if (size === null) return;
    yield buffer.subarray(0, size);
  }
}
