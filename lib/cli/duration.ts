/** Arguments that are spans of time. @module */
import { message } from "@optique/core/message";
import type { ValueParser } from "@optique/core/valueparser";

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
};

const PART = /(\d+(?:\.\d+)?)\s*(ms|s|min|m|h)/gy;

/** A span such as `90s`, `10m`, `1h30m` or `1.5h` in ms; null if it is none, or not above 0. */
export function parseDuration(text: string): number | null {
  let ms = 0;
  let end = 0;
  const trimmed = text.trim();
  for (const [part, number, unit] of trimmed.matchAll(PART)) {
    ms += Number(number) * UNIT_MS[unit!]!;
    end += part.length;
  }
  return end === trimmed.length && ms > 0 ? ms : null;
}

/** Takes a span of time; the value is in ms. */
export const duration: ValueParser<"sync", number> = {
  mode: "sync",
  metavar: "DURATION",
  placeholder: 1000,
  parse(input) {
    const value = parseDuration(input);
    return value === null
      ? {
        success: false,
        error: message`Expected a time such as 90s, 10m or 1h30m, but got ${input}.`,
      }
      : { success: true, value };
  },
  format: (ms) => `${ms}ms`,
};
