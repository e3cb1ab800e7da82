import { SimtelError } from "./errors.ts";

// Decoders know no place in the decompressed data; the reader of objects adds it.
const NOWHERE = { offset: 0, objectPath: "" };

/** The compressed data end too early. */
export function cutData(): SimtelError {
  return new SimtelError("truncated", "the compressed data are cut off", NOWHERE);
}

/** The compressed data are damaged. */
export function corruptData(what: string): SimtelError {
  return new SimtelError("corrupt", what, NOWHERE);
}
