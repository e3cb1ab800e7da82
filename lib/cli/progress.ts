/**
 * What is shown while a flow is executed. The live block is drawn here rather than with a library
 * of progress bars: a flow has no known length, and a block that log lines pass above, that a
 * resized terminal does not break, and whose text is a pure function needs less code than bars
 * bent into it.
 *
 * @module
 */
import type { Execution, LogLine } from "../engine/contract.ts";
import { progressOf, RateMeter } from "../telemetry/rates.ts";
import type { Snapshot } from "../telemetry/report.ts";
import { formatDuration } from "./format.ts";
import { formatLive } from "./live.ts";
import { formatLog } from "./log_lines.ts";
import type { Output } from "./output.ts";
import { StuckTeller } from "./stuck.ts";
import { textWidth } from "./table.ts";

/** What is asked of an execution that is shown; a view with keys also tells it what to do. */
export type Watched =
  & Pick<Execution, "snapshot" | "unfinished">
  & Partial<Pick<Execution, "pause" | "resume" | "scale">>;

/** Something that shows an execution until it is closed. */
export interface Progress {
  /** Shows an execution. */
  watch(execution: Watched): void;
  /** Writes a whole line without disturbing what is shown. */
  line(text: string): void;
  /** Writes what a step or the engine logged, in the same way. */
  log(line: LogLine): void;
  /** Takes the live part off the terminal; lines may still be written. */
  close(): void;
}

/** What the user asked for with `--progress`. */
export type ProgressKind = "auto" | "tui" | "plain" | "none";

const LIVE_MS = 100;
const PLAIN_MS = 2000;

/**
 * Opens the view for `kind`: live on a terminal, as a block or on a whole screen, a line now and then
 * in a pipe, or nothing.
 */
export async function openProgress(kind: ProgressKind, output: Output): Promise<Progress> {
  if (kind === "none") return quiet(output);
  if (kind === "plain" || !output.isTerminal) return plainLines(output);
  if (kind === "auto") return liveBlock(output);
  const { openTui } = await import("./tui/tui.ts"); // nobody else pays for loading it
  return openTui(output, () => liveBlock(output));
}

/** Lines that are only written. */
function linesOf(output: Output): Pick<Progress, "line" | "log"> {
  return {
    line: (text) => output.write(`${text}\n`),
    log: (line) => output.write(`${formatLog(line, output.color)}\n`),
  };
}

const quiet = (output: Output): Progress => ({ ...linesOf(output), watch() {}, close() {} });

/** One line that sums a snapshot up, such as `4.0 s  reader 120  writer 118 (1 failed)`. */
export function formatPlain(snapshot: Snapshot): string {
  const nodes = snapshot.nodes.map((node) =>
    `${node.id} ${progressOf(node)}${node.failed > 0 ? ` (${node.failed} failed)` : ""}`
  );
  return [formatDuration(snapshot.elapsedMs), ...nodes].join("  ");
}

function plainLines(output: Output): Progress {
  let timer: ReturnType<typeof setInterval> | undefined;
  return {
    ...linesOf(output),
    watch(execution) {
      const teller = new StuckTeller();
      timer = setInterval(() => {
        const now = execution.snapshot();
        const lines = [formatPlain(now), ...teller.due(now).map((line) => `  ${line}`)];
        output.write(lines.map((line) => `${line}\n`).join(""));
      }, PLAIN_MS);
    },
    close: () => clearInterval(timer),
  };
}

const HIDE_CURSOR = "\x1b[?25l";
const SHOW_CURSOR = "\x1b[?25h";

function liveBlock(output: Output): Progress {
  let drawn: string[] = [];
  let timer: ReturnType<typeof setInterval> | undefined;
  let draw = () => {};
  // However the process ends; the supervisor does the same after a crash.
  const restore = () => output.write(SHOW_CURSOR);
  const above = (text: string) => {
    output.write(`${eraseBlock(drawn, output.size().columns)}${text}\n`);
    drawn = [];
    draw();
  };
  return {
    watch(execution) {
      const rates = new RateMeter();
      draw = () => {
        const now = execution.snapshot();
        const { columns, rows } = output.size();
        const lines = formatLive(now, rates.update(now), { columns, rows, color: output.color });
        output.write(eraseBlock(drawn, columns) + lines.map((line) => `${line}\n`).join(""));
        drawn = lines;
      };
      addEventListener("unload", restore);
      output.write(HIDE_CURSOR);
      draw();
      timer = setInterval(draw, LIVE_MS);
    },
    line: above,
    log: (line) => above(formatLog(line, output.color)),
    close() {
      if (timer === undefined) return;
      clearInterval(timer);
      removeEventListener("unload", restore);
      output.write(eraseBlock(drawn, output.size().columns) + SHOW_CURSOR);
      [drawn, draw, timer] = [[], () => {}, undefined];
    },
  };
}

/** Moves the cursor to where a block began and clears from there; lines may be wrapped by now. */
export function eraseBlock(lines: readonly string[], columns: number): string {
  if (lines.length === 0) return "";
  const rows = lines.map((line) => Math.max(1, Math.ceil(textWidth(line) / columns)));
  return `\x1b[${rows.reduce((sum, n) => sum + n, 0)}F\x1b[0J`;
}
