/** The two standard streams: whole writes, readers that go away, colours. @module */
import { styleText } from "node:util";

/** What {@link paint} takes: the styles of `node:util`, such as `"red"` or `["bold", "red"]`. */
export type Style = Parameters<typeof styleText>[0];

/** A stream for text, and what may be written to it. */
export interface Output {
  /** Writes all of `text`, or does what the stream was opened with for when that is not possible. */
  write(text: string): void;
  /** Whether it is a terminal that understands cursor movements. */
  readonly isTerminal: boolean;
  /** Whether colours are wanted: a terminal, and neither `NO_COLOR` nor `TERM=dumb` is set. */
  readonly color: boolean;
  /** Columns and rows; 80 × 24 where there is no terminal. */
  size(): { columns: number; rows: number };
}

const encoder = new TextEncoder();

/**
 * Opens a standard stream.
 *
 * @param onReaderGone called when the other end of a pipe was closed
 * @param onUnwritable called when the text cannot be written for another reason, such as a full disk
 */
export function openOutput(
  stream: typeof Deno.stdout | typeof Deno.stderr,
  onReaderGone: () => void,
  onUnwritable: (reason: string) => void,
): Output {
  const isTerminal = stream.isTerminal() && Deno.env.get("TERM") !== "dumb";
  return {
    write(text) {
      const bytes = encoder.encode(text);
      try {
        for (let written = 0; written < bytes.length;) {
          written += stream.writeSync(bytes.subarray(written));
        }
      } catch (error) {
        if (error instanceof Deno.errors.BrokenPipe) return onReaderGone();
        const reason = error instanceof Error ? error.message : String(error);
        onUnwritable(reason.replace(/ \(os error \d+\)$/, ""));
      }
    },
    isTerminal,
    color: isTerminal && !Deno.env.get("NO_COLOR"),
    size() {
      try {
        const { columns, rows } = Deno.consoleSize();
        // A terminal that was never told its size says 0 × 0.
        if (columns > 0 && rows > 0) return { columns, rows };
      } catch {
        // None of the standard streams is a terminal.
      }
      return { columns: 80, rows: 24 };
    },
  };
}

/** Progress, tables and mistakes. The work goes on without a reader, and on a full disk. */
export const stderr: Output = openOutput(Deno.stderr, () => {}, () => {});

/**
 * Results. Nothing is left to do when their reader is gone (`| head`): the process ends with 0.
 * Where they cannot be written it ends with 1.
 */
export const stdout: Output = openOutput(Deno.stdout, () => Deno.exit(0), (reason) => {
  const error = paint(["bold", "red"], "error", stderr.color);
  stderr.write(`${error}: cannot write to standard output: ${reason}\n`);
  Deno.exit(1);
});

/** `text` in a style if `color`, else as it is. */
export function paint(style: Style, text: string, color: boolean): string {
  // Whether the stream takes colours was decided before, with the streams of this process.
  return color ? styleText(style, text, { validateStream: false }) : text;
}
