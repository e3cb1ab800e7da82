/**
 * What is shown while a flow is executed. The live block is drawn here rather than with a library
 * of progress bars: a flow has no known length, and a block that log lines pass above, that a
 * resized terminal does not break, and whose text is a pure function needs less code than bars
 * bent into it.
 *
 * @module
 */
import { progressOf, RateMeter } from "../telemetry/rates.ts";
import type { Snapshot } from "../telemetry/report.ts";
import { formatDuration } from "./format.ts";
import { formatLive } from "./live.ts";
import type { Output } from "./output.ts";
import { StuckTeller } from "./stuck.ts";
import { textWidth } from "./table.ts";

/** Something that shows an execution until it is closed. */
export interface Progress {
  /** Shows the execution whose snapshots these are. */
  watch(snapshot: () => Snapshot): void;
  /** Writes a whole line without disturbing what is shown. */
  line(text: string): void;
  /** Takes the live part off the terminal; lines may still be written. */
  close(): void;
}

/** What the user asked for with `--progress`. */
export type ProgressKind = "auto" | "plain" | "none";

const LIVE_MS = 100;
const PLAIN_MS = 2000;

/** Opens the view for `kind`: live on a terminal, a line now and then in a pipe, or nothing. */
export function openProgress(kind: ProgressKind, output: Output): Progress {
  if (kind === "none") return quiet(output);
  return kind === "auto" && output.isTerminal ? liveBlock(output) : plainLines(output);
}

function quiet(output: Output): Progress {
  return { watch() {}, line: (text) => output.write(`${text}\n`), close() {} };
}

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
    watch(snapshot) {
      const teller = new StuckTeller();
      timer = setInterval(() => {
        const now = snapshot();
        const lines = [formatPlain(now), ...teller.due(now).map((line) => `  ${line}`)];
        output.write(lines.map((line) => `${line}\n`).join(""));
      }, PLAIN_MS);
    },
    line: (text) => output.write(`${text}\n`),
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
  return {
    watch(snapshot) {
      const rates = new RateMeter();
      draw = () => {
        const now = snapshot();
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
    line(text) {
      output.write(`${eraseBlock(drawn, output.size().columns)}${text}\n`);
      drawn = [];
      draw();
    },
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
