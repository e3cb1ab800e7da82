/** How large messages may be; who listens refuses larger ones. @module */
import type { TelemetryMessage } from "./message.ts";

/** Bytes of a message with a report. */
export const MOST_BYTES: number = 8 * 1024 * 1024;
/** Bytes of any other message. */
export const MOST_BYTES_OTHERS: number = 4 * 1024 * 1024;
/** UTF-16 units of a line; what is longer is cut by who sends it. */
export const MOST_TEXT: number = 16 * 1024;
/** How deep values and params may be nested. */
export const MOST_DEPTH = 64;

/** Bytes that a message of a type may have. */
export function mostBytes(type: TelemetryMessage["type"]): number {
  return type === "goodbye" ? MOST_BYTES : MOST_BYTES_OTHERS;
}
