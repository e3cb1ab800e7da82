/** How large messages may be; who listens refuses larger ones. @module */
import type { TelemetryMessage } from "./message.ts";
import type { Failure } from "./report.ts";

/** Bytes of any message. */
export const MOST_BYTES: number = 8 * 1024 * 1024;
/** UTF-16 units of a line, and of what is said of a failure; what is longer is cut by who sends it. */
export const MOST_TEXT: number = 16 * 1024;
/** How deep values and params may be nested. */
export const MOST_DEPTH = 64;

/** Of messages that listeners keep many of; JSON has six bytes for a control character. */
const MOST_BYTES_KEPT: Partial<Record<TelemetryMessage["type"], number>> = {
  log: 128 * 1024,
  control: 128 * 1024,
  failure: 512 * 1024,
  sample: 1024 * 1024,
};

/** Bytes that a message of a type may have. */
export function mostBytes(type: TelemetryMessage["type"]): number {
  return MOST_BYTES_KEPT[type] ?? MOST_BYTES;
}

/** A text, cut if it is too long to be listened to. */
export function cutText<T extends string | null>(text: T): T {
  return text === null || text.length <= MOST_TEXT ? text : `${text.slice(0, MOST_TEXT)}…` as T;
}

/** What is said of a failure, cut likewise. */
export const cutTexts = (
  { message, hint }: Pick<Failure, "message" | "hint">,
): Pick<Failure, "message" | "hint"> => ({ message: cutText(message), hint: cutText(hint) });
