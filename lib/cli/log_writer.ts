/** Logs for files and programs: what steps and the engine write, and how the execution went. @module */
import type { LogLine } from "../engine/contract.ts";
import type { Failure, Report } from "../telemetry/report.ts";
import { formatDuration } from "./format.ts";
import { formatLog } from "./log_lines.ts";

/** How lines are written. */
export type LogFormat = "text" | "json";

/** What a JSON line says; `code` and `hint` only of failures, `report` only of the last line. */
export interface LogRecord {
  /** Date and time in UTC, as ISO 8601 writes it. */
  readonly time: string;
  /** Which execution it is: a UUID. */
  readonly execution: string;
  readonly flow: string;
  readonly level: LogLine["level"];
  /** Null if it is not that of one node. */
  readonly node: string | null;
  readonly replica: number | null;
  /** Lineage id of the packet in hand, such as `reader#17.2`. */
  readonly packet: string | null;
  readonly message: string;
  /** What kind of failure it is. */
  readonly code?: string;
  /** What to do about a failure. */
  readonly hint?: string;
  /** How it ended. */
  readonly report?: Pick<Report, "status" | "exitCode" | "wallMs" | "mode" | "graphHash">;
}

/** Writes the log of one execution, line by line. */
export class LogWriter {
  /**
   * @param write gets whole lines
   * @param now gives the time, as `Date.now()` does
   */
  constructor(
    readonly about: Pick<LogRecord, "execution" | "flow">,
    readonly format: LogFormat,
    readonly write: (text: string) => void,
    readonly now: () => number = Date.now,
  ) {}

  /** What a step or the engine wrote. */
  log(line: LogLine): void {
    this.#put({ packet: null, ...line });
  }

  /** A remark of the tool itself. */
  remark(message: string): void {
    this.#put({ level: "info", node: null, replica: null, packet: null, message });
  }

  /** What failed, and how it ended. */
  end(report: Report): void {
    for (const failure of report.errors) this.#fail(failure);
    const { status, exitCode, wallMs, mode, graphHash, ledger } = report;
    const books = ledger.balanced ? "ledger balanced" : "LEDGER UNBALANCED";
    this.#put({
      level: status === "done" ? "info" : "error",
      node: null,
      replica: null,
      packet: null,
      message: `${status} in ${formatDuration(wallMs)}, ${books}`,
      report: { status, exitCode, wallMs, mode, graphHash },
    });
  }

  #fail({ node, replica, packet, message, code, hint }: Failure): void {
    this.#put({
      level: "error",
      node: node === "" ? null : node,
      replica: node === "" ? null : replica,
      packet,
      message,
      code,
      ...(hint !== null && { hint }),
    });
  }

  #put(part: Omit<LogRecord, "time" | "execution" | "flow">): void {
    const time = new Date(this.now()).toISOString();
    const { level, node, replica, packet, message, ...rest } = part;
    if (this.format === "text") {
      const told = packet === null ? message : `${packet}: ${message}`;
      const line = formatLog({ level, node, replica, message: told }, false);
      return this.write(`${time} ${line}\n`);
    }
    const { about } = this;
    const record: LogRecord = { time, ...about, level, node, replica, packet, message, ...rest };
    this.write(`${JSON.stringify(record)}\n`);
  }
}
