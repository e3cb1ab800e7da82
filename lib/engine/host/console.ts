/**
 * What steps print with `console` becomes log lines: a live view is not torn up, standard output
 * stays for results, and the user sees which node said it.
 *
 * @module
 */
import type { LogLevel } from "../contract.ts";

const LEVELS: Readonly<Record<string, LogLevel>> = {
  debug: "debug",
  trace: "debug",
  log: "info",
  info: "info",
  dir: "info",
  table: "info",
  warn: "warning",
  error: "error",
};

type Format = (...values: unknown[]) => string;
let format: Format | undefined;

/** `format` of `node:util`, loaded when first needed: that takes some ms, and most never print. */
function formatted(values: readonly unknown[]): string {
  format ??= process.getBuiltinModule("node:util").format as Format;
  return format(...values);
}

/** Sends whatever is printed from now on to `write`. */
export function redirectConsole(write: (level: LogLevel, message: string) => void): void {
  for (const [method, level] of Object.entries(LEVELS)) {
    Object.defineProperty(console, method, {
      value: (...values: unknown[]) => write(level, formatted(values)),
    });
  }
}
