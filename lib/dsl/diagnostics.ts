/** Mistakes with their places in the text that the user wrote. @module */
import type { Issue } from "../graph/model.ts";
import type { Span } from "./front_end.ts";

/** A mistake and where it is. Lines and columns begin at 1; columns count UTF-16 units. */
export interface Diagnostic {
  /** Stable, snake_case; listed in `docs/specs/diagnostics.md`. */
  readonly code: string;
  /** An error forbids the graph, a warning does not. */
  readonly severity: "error" | "warning";
  /** The file as the user named it, or the command-line option that is meant. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1, in UTF-16 units. */
  readonly column: number;
  /** How many UTF-16 units of `sourceLine` are meant, from `column` on; at least 1. */
  readonly length: number;
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** What to do about it, where that can be told. */
  readonly hint: string | null;
  /** The line that is meant, without its line break. */
  readonly sourceLine: string;
}

/** A text that a user wrote, with its lines. */
export class SourceText {
  readonly #lines: { readonly start: number; readonly text: string }[];

  /** @param file what to call it in diagnostics @param text all of it */
  constructor(readonly file: string, readonly text: string) {
    let start = 0;
    this.#lines = text.split("\n").map((line) => {
      const found = { start, text: line.replace(/\r$/, "") };
      start += line.length + 1;
      return found;
    });
  }

  /** Places an issue on a stretch of the text. What reaches over several lines is cut to the first. */
  diagnostic(issue: Omit<Issue, "path" | "at">, span: Span): Diagnostic {
    const start = Math.min(Math.max(span.start, 0), this.text.length);
    const after = this.#lines.findIndex((line) => line.start > start);
    const index = (after < 0 ? this.#lines.length : after) - 1;
    const line = this.#lines[index]!;
    const offset = Math.min(start - line.start, line.text.length);
    const end = Math.min(span.end - line.start, line.text.length);
    return {
      code: issue.code,
      severity: issue.severity,
      file: this.file,
      line: index + 1,
      column: offset + 1,
      length: Math.max(1, end - offset),
      message: issue.message,
      hint: issue.hint,
      sourceLine: line.text,
    };
  }
}

/** Diagnostics by file, in the order in which the files first come, then by place, then by code. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const files = [...new Set(diagnostics.map(({ file }) => file))];
  const sorted = diagnostics.toSorted((a, b) =>
    files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.column - b.column ||
    (a.code < b.code ? -1 : a.code > b.code ? 1 : 0)
  );
  // What several aliases stand for is checked several times, and is wrong in one place.
  const key = ({ file, line, column, code, message }: Diagnostic) =>
    JSON.stringify([file, line, column, code, message]);
  return [...new Map(sorted.map((found) => [key(found), found])).values()];
}
