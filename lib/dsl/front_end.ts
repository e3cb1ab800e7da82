/** The seam between notations and everything after them. @module */
import type { FlowSpec, Issue, Path } from "../graph/model.ts";
import type { DslCode } from "./codes.ts";

/** A stretch of a document, in UTF-16 units from its beginning; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** An issue found by a front end: one that no path leads to brings its own span. */
export type FrontEndIssue = Issue & { readonly code: DslCode; readonly span?: Span };

/** What a front end made of a document. */
export interface Parsed {
  /** Null if the document is too broken to look for further mistakes in it. */
  readonly spec: FlowSpec | null;
  readonly issues: readonly FrontEndIssue[];
  /**
   * Where the key or the value at a path stands. A path that leads to nothing, such as that of a
   * missing key, gives the key of the nearest value above it.
   */
  locate(path: Path, at: "key" | "value"): Span;
}

/** Reads one notation. A mistake in the document is an issue, never thrown. */
export interface FrontEnd {
  /**
   * @param text the document
   * @param base URL of the document
   */
  parse(text: string, base: string): Parsed | Promise<Parsed>;
}

/** Notations by name; each is loaded when a flow in it is. */
const FRONT_ENDS = {
  yaml: async (): Promise<FrontEnd> => (await import("./yaml.ts")).yamlFrontEnd,
  jsonc: async (): Promise<FrontEnd> => (await import("./jsonc.ts")).jsoncFrontEnd,
};

/** The name of a notation. */
export type Notation = keyof typeof FRONT_ENDS;

/** Notations by the extension of a file's name. */
export const EXTENSIONS: Readonly<Record<string, Notation>> = {
  ".yaml": "yaml",
  ".yml": "yaml",
  ".json": "jsonc",
  ".jsonc": "jsonc",
};

/** The notation that a file's name stands for, or null. */
export function notationOf(file: string): Notation | null {
  const extension = /\.[^./\\]+$/.exec(file)?.[0].toLowerCase() ?? "";
  return Object.hasOwn(EXTENSIONS, extension) ? EXTENSIONS[extension]! : null;
}

/** Loads the front end of a notation. */
export function frontEnd(notation: Notation): Promise<FrontEnd> {
  return FRONT_ENDS[notation]();
}

/** Makes a front end's error. */
export function frontEndError(
  code: DslCode,
  message: string,
  where: { span?: Span; path?: Path; at?: "key" | "value"; hint?: string | null },
): FrontEndIssue {
  const { span, path = [], at = "value", hint = null } = where;
  return { code, severity: "error", message, hint, path, at, ...(span ? { span } : {}) };
}
