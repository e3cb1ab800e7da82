import { type ByteSource, fileSource, sourceOf } from "./byte_source.ts";
import { decompress } from "./decompress.ts";
import { SimtelFile, type SimtelOptions } from "./simtel_file.ts";

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
  return await SimtelFile.open(await decompress(bytesOf(input)), options);
}

/** The bytes of an input as they are stored. */
export function bytesOf(input: SimtelInput): ByteSource {
  return typeof input === "string" || input instanceof URL ? fileSource(input) : sourceOf(input);
}
