/** What the codec does not carry. @module */
import { crossingFault, describeFault, SendError } from "../crossing.ts";

/** Thrown for a value that only structured clone carries, such as a SharedArrayBuffer or a Blob. */
export class NeedsClone extends Error {
  override readonly name = "NeedsClone";
}

/** The error for a value that cannot cross at all: says where inside it and what. */
export function refusal(value: unknown): SendError {
  const fault = crossingFault(value);
  return new SendError(fault ? describeFault(fault) : "the value cannot cross to another Worker");
}

/** Whether the platform clones the object by means that have no bytes. */
export function isForeign(value: object): boolean {
  return value instanceof SharedArrayBuffer || value instanceof DOMException ||
    value instanceof Blob || value instanceof CryptoKey || value instanceof MessagePort ||
    value instanceof ImageData || value instanceof WebAssembly.Module;
}
