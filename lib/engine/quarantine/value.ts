/** Values as the bytes that a quarantine keeps. @module */
import { Decoder } from "../codec/decoder.ts";
import { Encoder } from "../codec/encoder.ts";

const LEAST = 4096;
const MOST = 2 ** 31;

/**
 * A value as one record of the codec, which no other record has to be read for.
 *
 * @throws {SendError} if it holds what cannot be written down, such as a function
 * @throws {NeedsClone} likewise, such as a detached buffer
 */
export function encodeValue(value: unknown): Uint8Array<ArrayBuffer> {
  for (let size = LEAST; size <= MOST; size *= 4) {
    const bytes = new Uint8Array(size);
    const end = new Encoder().write(value, bytes, 0, size);
    if (end >= 0) return bytes.slice(0, end);
  }
  throw new Error("the value is larger than 2 GiB");
}

/**
 * The value that {@link encodeValue} has written.
 *
 * @throws {Error} if the bytes are damaged
 */
export function decodeValue(bytes: Uint8Array): unknown {
  const decoder = new Decoder();
  const value = decoder.read(bytes, 0, bytes.length);
  if (decoder.at !== bytes.length) throw new Error(`damaged record: it ends at byte ${decoder.at}`);
  return value;
}
