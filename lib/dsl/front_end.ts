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

/** A comment, by the value it speaks of. */
export interface Comment {
  /** Keys to an entry or item; for `end` to the map or list that it stands in. */
  readonly path: Path;
  /** On lines of its own before the entry; behind it on its last line; or after the last entry. */
  readonly place: "before" | "behind" | "end";
  /** Its lines without marks (`#`, `//`) and without the one space behind them. */
  readonly lines: readonly string[];
}

/** A param of a node. */
export interface ParamTarget {
  readonly node: string;
  readonly path: readonly string[];
}

/** What a front end made of a document. */
export interface Parsed {
  /** Null if the document is too broken to look for further mistakes in it. */
  readonly spec: FlowSpec | null;
  readonly issues: readonly FrontEndIssue[];
  /** Comments of the document, in order, where its notation has any. */
  readonly comments?: readonly Comment[];
  /** How the document asks to be executed, where its notation can say that. */
  readonly mode?: "sequential" | "multiprocess";
  /** What the document holds that stands neither in the flow nor in `comments`, in words. */
  readonly lost?: string;
  /** Advice in the notation's own words, by code, where that of the graph would not fit. */
  readonly hints?: Readonly<Record<string, string>>;
  /**
   * What the document's own words for a param stand for: `--set NODE.KEY=…` names a node by its id;
   * the old framework named options by class. Undefined where they stand for nothing else.
   */
  translate?(node: string, path: readonly string[]): readonly ParamTarget[] | undefined;
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

/** The name of a notation. */
export type Notation = "yaml" | "jsonc" | "ts";

/** Front ends by notation; each is loaded when a flow in it is. */
const FRONT_ENDS: Readonly<Record<Notation, () => Promise<FrontEnd>>> = {
  yaml: async () => (await import("./yaml.ts")).yamlFrontEnd,
  jsonc: async () => (await import("./jsonc.ts")).jsoncFrontEnd,
  ts: async () => (await import("./typescript.ts")).typescriptFrontEnd,
};

/** Notations by the extension of a file's name. */
export const EXTENSIONS: Readonly<Record<string, Notation>> = {
  ".yaml": "yaml",
  ".yml": "yaml",
  ".json": "jsonc",
  ".jsonc": "jsonc",
  ".ts": "ts",
  ".mts": "ts",
  ".js": "ts",
  ".mjs": "ts",
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

/** Where and how to tell a mistake. */
export interface Where {
  readonly span?: Span;
  readonly path?: Path;
  readonly at?: "key" | "value";
  readonly hint?: string | null;
}

/** Makes a front end's error. */
export function frontEndError(code: DslCode, message: string, where: Where): FrontEndIssue {
  return issue(code, "error", message, where);
}

/** Makes a front end's warning: the flow is sound, but its author should know something. */
export function frontEndWarning(code: DslCode, message: string, where: Where): FrontEndIssue {
  return issue(code, "warning", message, where);
}

function issue(
  code: DslCode,
  severity: Issue["severity"],
  message: string,
  { span, path = [], at = "value", hint = null }: Where,
): FrontEndIssue {
  return { code, severity, message, hint, path, at, ...(span ? { span } : {}) };
}
