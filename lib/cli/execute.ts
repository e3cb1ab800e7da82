/** Executes a flow file and tells how it went; the work behind `run`. @module */
import { resolve } from "node:path";
import type { Execution } from "../engine/contract.ts";
import { type Diagnostic, formatDiagnostics } from "../dsl/mod.ts";
import type { Mode, Report } from "../telemetry/report.ts";
import { drawnFor, explained, formatExplained } from "./explain.ts";
import { listenForRequests } from "./interrupts.ts";
import { type LimitChoices, limitsOf } from "./limit_options.ts";
import { forgetLastState, goOnAfter, keepLastState, type LastState } from "./last_state.ts";
import { loadFlowFile } from "./load_flow_file.ts";
import { isShown } from "./log_lines.ts";
import { isForPrograms, jsonProgress, type LogChoices, lowestOf, openLog } from "./log_options.ts";
import { type OrderChoices, orderOf } from "./order_options.ts";
import { stderr } from "./output.ts";
import { tracingOf } from "./otel_options.ts";
import { type OverrideChoices, overridesOf } from "./override_options.ts";
import { type PlacementChoices, wishesOf } from "./placement_options.ts";
import { openProgress, type Progress, type ProgressKind } from "./progress.ts";
import { recordSeries } from "./record_series.ts";
import { ensureWritable, removeReport, writeReport } from "./report_file.ts";
import { type ResumeChoices, resumeOf, startResumable } from "./resume.ts";
import { formatFailures, formatSummary } from "./summary.ts";
import { tellClashes } from "./clashes.ts";
import { formatMistake } from "./user_error.ts";
import { openWatchers, type WatcherChoices } from "./watchers.ts";

/** What `run` was asked for. */
export interface ExecuteChoices
  extends
    OverrideChoices,
    PlacementChoices,
    LimitChoices,
    OrderChoices,
    ResumeChoices,
    LogChoices,
    WatcherChoices {
  readonly flow: string;
  /** By default what the flow asks for, else `sequential`. */
  readonly mode: Mode | undefined;
  /** Whether it is shown who shares a Worker with whom. */
  readonly explain: boolean;
  /** Whether arrays that were lent are overwritten when they are given back. */
  readonly poison: boolean;
  readonly report: string | undefined;
  /** Where packets are put that nodes could not process. */
  readonly quarantine: string | undefined;
  readonly progress: ProgressKind;
}

/**
 * Loads, executes and reports; gives the exit code: 0 done, 1 failed, 2 flow wrong, 130 interrupted.
 *
 * @throws {UserError} if the flow, the report's place or what is to be resumed is not usable
 */
export async function execute(chosen: ExecuteChoices): Promise<number> {
  const order = orderOf(chosen);
  if (chosen.report !== undefined) ensureWritable(chosen.report);
  const loaded = await loadFlowFile(chosen.flow, overridesOf(chosen));
  const { graph, base, diagnostics } = loaded;
  if (graph === null) {
    stderr.write(formatDiagnostics(diagnostics, { color: stderr.color }));
    return 2;
  }

  const written = { "the report": chosen.report, "the log": chosen.logFile };
  if (await tellClashes(graph, base, written)) return 2;
  const mode = chosen.mode ??
    (chosen.deterministic ? "multiprocess" : loaded.mode ?? "sequential");
  const placed = { mode, base, ...wishesOf(chosen), ...order };
  const explanation = await explained(graph, placed);
  if (chosen.explain) stderr.write(formatExplained(explanation, mode, drawnFor(stderr)));
  const id = crypto.randomUUID();
  const forPrograms = isForPrograms(chosen);
  const silent = chosen.progress === "none" || forPrograms;
  const lowest = lowestOf(chosen);
  const log = openLog(chosen, { execution: id, flow: graph.name }, stderr);
  const progress = forPrograms && log
    ? jsonProgress(log)
    : await openProgress(chosen.progress, stderr);
  const say = (line: string) => progress.line(line);
  await using watchers = await openWatchers(chosen, graph, id, say);
  const execution = await startResumable(graph, {
    ...placed,
    ...limitsOf(chosen),
    ...resumeOf(chosen),
    ...(chosen.quarantine !== undefined && { quarantine: resolve(chosen.quarantine) }),
    poison: chosen.poison,
    tracing: tracingOf(chosen, id, graph.name),
    warnings: diagnostics.map(inOneLine),
    onLog: (line) => {
      watchers.log(line);
      if (!isShown(line.level, lowest)) return;
      progress.log(line);
      if (!forPrograms) log?.log(line);
    },
  });
  if (execution === null) return 0;
  watchers.begin(execution);
  const { seed } = execution;
  const seedLine = seed === undefined ? "" : `to repeat this order: --deterministic --seed ${seed}`;
  if (seedLine !== "" && !silent) progress.line(seedLine);
  const file = chosen.report === undefined ? null : resolve(chosen.report);
  if (file !== null) removeReport(file);
  const withSeries = file === null ? (report: Report) => report : recordSeries(execution);
  const last = withSeries(
    await watch(execution, progress, { file, goOn: goOnAfter(Deno.args) }),
  );
  const report = await watchers.end(last);

  log?.end(report);
  if (!forPrograms) stderr.write(formatEnd(report, silent, seedLine));
  if (chosen.report !== undefined) {
    const mistake = writeReport(chosen.report, report);
    if (mistake !== null) {
      stderr.write(formatMistake(mistake, stderr.color));
      return report.exitCode === 0 ? 1 : report.exitCode;
    }
  }
  forgetLastState();
  await watchers.stay();
  return report.exitCode;
}

/** The summary; of what is silent and went well nothing. */
function formatEnd(report: Report, silent: boolean, seedLine: string): string {
  if (!silent || !report.ledger.balanced) return formatSummary(report, stderr.color);
  const isToRepeat = seedLine !== "" && report.exitCode !== 0;
  return formatFailures(report.errors, stderr.color) + (isToRepeat ? `${seedLine}\n` : "");
}

const inOneLine = ({ file, line, column, message }: Diagnostic) =>
  `${file}:${line}:${column}: ${message}`;

/**
 * Shows an execution until it has finished, and ends it when the user asks.
 *
 * @param told to those who find that the process has ended
 */
export async function watch(
  execution: Execution,
  progress: Progress,
  told: Pick<LastState, "file" | "goOn">,
): Promise<Report> {
  using _kept = keepLastState(execution, told);
  using _listening = listenForRequests((n) => {
    if (n === 1) {
      progress.line("interrupted: finishing what is in flight; press Ctrl-C again to stop now");
      execution.stop();
    } else if (n === 2) {
      progress.line("interrupted: stopping now");
      execution.abort();
    } else {
      // Whatever keeps the engine from ending, a third request does not wait for it.
      Deno.exit(130);
    }
  });
  progress.watch(execution);
  try {
    return await execution.finished;
  } finally {
    progress.close();
  }
}
