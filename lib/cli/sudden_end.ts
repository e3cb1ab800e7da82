/** Tells how an execution ended whose process could not tell it, and writes its report. @module */
import type { Failure, Report } from "../telemetry/report.ts";
import { formatDuration } from "./format.ts";
import type { LastState } from "./last_state.ts";
import { stderr } from "./output.ts";
import type { End } from "./supervise.ts";
import { writeReport } from "./report_file.ts";
import { formatStuck } from "./stuck.ts";
import { formatSummary } from "./summary.ts";
import { formatMistake } from "./user_error.ts";

/** What ended a process, and what to do about that. */
export interface Cause {
  /** Such as `SIGKILL`, or `exit code 101`. */
  readonly by: string;
  /** What it mostly means, as the end of a sentence. */
  readonly meaning: string;
  readonly hint: string;
}

const LESS =
  "let less wait (queueBytes, --max-memory), use fewer replicas, or --isolation process, " +
  "with which only the step ends";
const OUT_OF_MEMORY = {
  meaning: "most often a step ran out of memory",
  hint: LESS,
};
const KILLED = {
  meaning: "somebody killed it, or the system did because its memory ran out",
  hint: LESS,
};
const CRASHED = {
  meaning: "a crash of Deno, or of native code that a step called",
  hint: "if it happens again, it is to be reported with what the lines above say",
};

/** Signals that tell more than that it crashed. */
const BY_SIGNAL: Readonly<Record<string, Omit<Cause, "by">>> = {
  SIGTRAP: OUT_OF_MEMORY, // V8 on x86, SIGILL elsewhere
  SIGILL: OUT_OF_MEMORY,
  SIGABRT: OUT_OF_MEMORY,
  SIGKILL: KILLED,
};

/** What a signal, or an exit code that is none of the tool's, says of an end. */
export function causeOf(status: End): Cause {
  const signal = status.signal ?? BY_CODE[status.code];
  return { by: signal ?? `exit code ${status.code}`, ...BY_SIGNAL[signal ?? ""] ?? CRASHED };
}

/** Exit codes by which shells and containers tell of signals. */
const BY_CODE: Readonly<Record<number, string>> = {
  132: "SIGILL",
  133: "SIGTRAP",
  134: "SIGABRT",
  137: "SIGKILL",
  139: "SIGSEGV",
};

/** Says what happened, and leaves the report that was asked for. */
export function tellSuddenEnd(cause: Cause, state: LastState | null): void {
  if (state === null) {
    const message = `the process was ended by ${cause.by}: ${cause.meaning}`;
    stderr.write(formatMistake({ message, hint: cause.hint }, stderr.color));
    return;
  }
  const report = suddenReport(cause, state, Date.now());
  stderr.write(`\n${formatSummary(report, stderr.color)}`);
  if (state.file === null) return;
  const mistake = writeReport(state.file, report);
  if (mistake !== null) stderr.write(formatMistake(mistake, stderr.color));
}

/** The report of an execution whose process has ended. @param now as `Date.now()` says it */
export function suddenReport(cause: Cause, state: LastState, now: number): Report {
  const { report, goOn } = state;
  const wallMs = Math.max(report.wallMs, now - Date.parse(report.startedAt));
  const age = formatDuration(wallMs - report.wallMs);
  const ended: Failure = {
    code: "process_ended",
    node: "",
    replica: 0,
    phase: "host",
    packet: null,
    message: `the process was ended by ${cause.by}: ${cause.meaning}\n` +
      `the counts are those of ${age} before` + doing(state).map((line) => `\n${line}`).join(""),
    hint: `${cause.hint}; ${goOn}`,
    denial: null,
    stack: null,
  };
  return { ...report, wallMs, errors: [...report.errors, ended] };
}

/** Who was inside a step's code, in lines. */
function doing({ snapshot }: LastState): string[] {
  const { stuck, nodes } = snapshot;
  const busy = nodes.filter(({ id, busy }) => busy > 0 && !stuck.some(({ node }) => node === id));
  const names = busy.map(({ id, busy, replicas }) =>
    replicas === 1 ? id : `${busy} of the ${replicas} replicas of ${id}`
  );
  return [
    ...stuck.map((one) => formatStuck(one, snapshot)),
    ...(names.length > 0 ? [`at work: ${names.join(", ")}`] : []),
  ];
}
