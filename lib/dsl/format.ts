/** Diagnostics as compilers print them, and as other programs read them. @module */
import { styleText } from "node:util";
import type { Diagnostic } from "./diagnostics.ts";

/** How many characters of a line are shown; a longer one is cut around the place that is meant. */
const WIDTH = 100;

/** A diagnostic for another program. */
export type DiagnosticJson = Pick<
  Diagnostic,
  "code" | "severity" | "file" | "line" | "column" | "message" | "hint"
>;

/** The diagnostics as plain JSON. */
export function diagnosticsJson(diagnostics: readonly Diagnostic[]): DiagnosticJson[] {
  return diagnostics.map(({ code, severity, file, line, column, message, hint }) => ({
    code,
    severity,
    file,
    line,
    column,
    message,
    hint,
  }));
}

/**
 * The diagnostics for a person: place, code, message, the line (unless it is empty) with the stretch
 * that is meant underlined, and the hint, a blank line before the next one. A warning is one line. Ends with a line
 * break unless empty.
 */
export function formatDiagnostics(
  diagnostics: readonly Diagnostic[],
  options: { color: boolean },
): string {
  const paint: Paint = (style, text) =>
    options.color ? styleText(style, text, { validateStream: false }) : text;
  const told = diagnostics.map((diagnostic, index) => {
    const next = diagnostics[index + 1];
    const apart = next && [diagnostic, next].some(({ severity }) => severity === "error");
    return `${formatOne(diagnostic, paint)}${apart ? "\n" : ""}`;
  });
  return told.join("");
}

type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

function formatOne(diagnostic: Diagnostic, paint: Paint): string {
  const { code, severity, file, line, column, message, hint } = diagnostic;
  const { text, before, marked } = excerpt(diagnostic);
  const color = severity === "error" ? "red" : "yellow";
  const margin = String(line).padStart(3);
  const blank = margin.replace(/./g, " ");
  const head = `${paint("bold", `${printable(file)}:${line}:${column}:`)} ` +
    `${paint([color, "bold"], `${severity}[${code}]`)}: ${prose(message)}`;
  if (severity === "warning") return `${head}${hint === null ? "" : `; ${prose(hint)}`}\n`;
  return [
    head,
    ...(text === "" ? [] : [
      `${paint("dim", `${margin} |`)} ${text}`,
      `${paint("dim", `${blank} |`)} ${before}${paint(color, "^".repeat(marked))}`,
    ]),
    ...(hint === null ? [] : [`${blank} ${paint("cyan", "hint")}: ${prose(hint)}`]),
    "",
  ].join("\n");
}

/** The part of the line to show, what stands before the underlining, and its length. */
function excerpt({ sourceLine, column, length }: Diagnostic) {
  const line = printable(sourceLine);
  const at = column - 1;
  const from = line.length <= WIDTH
    ? 0
    : Math.max(0, Math.min(at - WIDTH / 2, line.length - WIDTH));
  const to = Math.min(line.length, from + WIDTH);
  const [left, right] = [from > 0 ? "…" : "", to < line.length ? "…" : ""];
  const text = left + line.slice(from, to) + right;
  const before = (left + line.slice(from, at)).replace(/[^\t]/g, " ");
  return { text, before, marked: Math.max(1, Math.min(length, to - at)) };
}

/** A sentence; one of several lines is indented below its first. */
const prose = (text: string) => text.split(/\r?\n/).map(printable).join("\n      ");

/** Text that cannot drive a terminal: control characters other than tabs are replaced. */
const printable = (text: string) => text.replace(/[^\P{Cc}\t]/gu, "\uFFFD");
