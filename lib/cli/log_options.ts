/** Options of `run` about its log. @module */
import { dirname } from "node:path";
import { message } from "@optique/core/message";
import { optional, withDefault } from "@optique/core/modifiers";
import { option } from "@optique/core/primitives";
import { choice } from "@optique/core/valueparser";
import type { LogLevel } from "../engine/contract.ts";
import { LOG_LEVELS } from "./log_lines.ts";
import { type LogFormat, LogWriter } from "./log_writer.ts";
import type { Output } from "./output.ts";
import { pathArgument } from "./path_argument.ts";
import type { Progress, ProgressKind } from "./progress.ts";
import { UserError } from "./user_error.ts";

const FORMATS: readonly LogFormat[] = ["text", "json"];

/** In the order of the help. */
export const logOptions = {
  logLevel: optional(option("--log-level", choice(LOG_LEVELS, { metavar: "LEVEL" }), {
    description: message`Lowest level of the log lines shown: info, or error with --progress none.`,
  })),
  logFile: optional(option("--log-file", pathArgument("FILE"), {
    description: message`Append the log to a file as well, failures and outcome included.`,
  })),
  logFormat: withDefault(
    option("--log-format", choice(FORMATS, { metavar: "FORMAT" }), {
      description:
        message`text; or json: a JSON object per line, in FILE, else instead of all else on standard error.`,
    }),
    "text",
  ),
};

/** What was chosen. */
export interface LogChoices {
  readonly logLevel: LogLevel | undefined;
  readonly logFile: string | undefined;
  readonly logFormat: LogFormat;
  readonly progress: ProgressKind;
}

/** Whether standard error is for JSON lines only. */
export const isForPrograms = ({ logFile, logFormat }: LogChoices): boolean =>
  logFile === undefined && logFormat === "json";

/** The lowest level that is of interest. */
export function lowestOf({ logLevel, progress, ...rest }: LogChoices): LogLevel {
  const isSilent = progress === "none" && !isForPrograms({ logLevel, progress, ...rest });
  return logLevel ?? (isSilent ? "error" : "info");
}

/**
 * The writer of the log, where there is one besides what is shown; null if there is none.
 *
 * @throws {UserError} if the file cannot be written
 */
export function openLog(
  chosen: LogChoices,
  about: { readonly execution: string; readonly flow: string },
  output: Output,
): LogWriter | null {
  const { logFile, logFormat } = chosen;
  if (logFile !== undefined) return new LogWriter(about, logFormat, appending(logFile, output));
  return logFormat === "json" ? new LogWriter(about, "json", (text) => output.write(text)) : null;
}

/** Shows nothing but JSON lines. */
export function jsonProgress(log: LogWriter): Progress {
  return { watch() {}, line: (text) => log.remark(text), log: (line) => log.log(line), close() {} };
}

function appending(path: string, output: Output): (text: string) => void {
  let file: Deno.FsFile | null;
  try {
    Deno.mkdirSync(dirname(path), { recursive: true });
    file = Deno.openSync(path, { append: true, create: true });
  } catch (error) {
    throw new UserError(
      `log file "${path}" cannot be written: ${reasonOf(error)}`,
      "choose another place with --log-file FILE",
    );
  }
  const encoder = new TextEncoder();
  return (text) => {
    const bytes = encoder.encode(text);
    try {
      for (let n = 0; file !== null && n < bytes.length;) n += file.writeSync(bytes.subarray(n));
    } catch (error) {
      file = null; // the work goes on without
      output.write(`warning: the log in "${path}" ends here: ${reasonOf(error)}\n`);
    }
  };
}

const reasonOf = (error: unknown) => error instanceof Error ? error.message : String(error);
