/** Log lines of steps and engines as text. @module */
import type { LogLevel, LogLine } from "../engine/contract.ts";
import { paint, type Style } from "./output.ts";

/** From the least to the most urgent. */
export const LOG_LEVELS = ["debug", "info", "warning", "error"] as const satisfies LogLevel[];

const STYLE: Readonly<Record<LogLevel, Style>> = {
  debug: "dim",
  info: "cyan",
  warning: "yellow",
  error: "red",
};

/** Whether a line of `level` is shown when `lowest` is the lowest level that is. */
export function isShown(level: LogLevel, lowest: LogLevel): boolean {
  return LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf(lowest);
}

/** `warning reader[0]: message`; the replica is left out where there is none. */
export function formatLog(line: LogLine, color: boolean): string {
  const replica = line.replica === null ? "" : `[${line.replica}]`;
  const where = line.node === null ? "" : ` ${line.node}${replica}`;
  return `${paint(STYLE[line.level], line.level, color)}${where}: ${line.message}`;
}
