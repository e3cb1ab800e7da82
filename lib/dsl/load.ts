/** From the text of a flow to its graph, or to everything that is wrong with it. @module */
import { buildGraph } from "../graph/build.ts";
import type { DescribedStep, FlowGraph, FlowSpec, Issue, Path } from "../graph/model.ts";
import type { StepCatalog } from "../registry/catalog.ts";
import { type Diagnostic, sortDiagnostics, SourceText } from "./diagnostics.ts";
import {
  type Comment,
  EXTENSIONS,
  frontEnd,
  frontEndError,
  type Notation,
  notationOf,
  type Parsed,
} from "./front_end.ts";
import { applyOverrides, type Override, overrideDiagnostic } from "./overrides.ts";

/** The document that is loaded. */
export interface FlowDocument {
  /** The file as the user named it, for messages. */
  readonly file: string;
  /** By default told from the file's extension. */
  readonly notation?: Notation;
  /** Absolute path of the working folder, which paths in overrides are relative to. */
  readonly cwd?: string;
}

/** A graph, or why there is none. */
export interface LoadResult {
  /** Null exactly if a diagnostic is an error. */
  readonly graph: FlowGraph | null;
  /** The flow as authored, overrides applied; null if the document is too broken. */
  readonly spec: FlowSpec | null;
  /** Comments of the document, where its notation has any. */
  readonly comments: readonly Comment[];
  /** How the document asks to be executed; null if it does not say. */
  readonly mode: "sequential" | "multiprocess" | null;
  /** What the document holds besides, which nobody gets to know; null if that is nothing. */
  readonly lost: string | null;
  /** Sorted by place. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Loads a flow. Finds all mistakes, not just the first; never rejects for one.
 *
 * @param text the document
 * @param document its name, and its notation if the name does not tell
 * @param catalog describes the steps
 * @param base URL of the document; `./file.ts` steps are relative to it
 * @param overrides values from the command line
 */
export async function loadFlow(
  text: string,
  document: FlowDocument,
  catalog: StepCatalog,
  base: string,
  overrides: readonly Override[] = [],
): Promise<LoadResult> {
  const source = new SourceText(document.file, text.replace(/^\uFEFF/, ""));
  const notation = document.notation ?? notationOf(document.file);
  if (notation === null) return failed(unknownNotation(document.file));
  const parsed = await parse(notation, source, base);
  const own = parsed.issues.map((issue) =>
    source.diagnostic(issue, issue.span ?? parsed.locate(issue.path, issue.at))
  );
  if (parsed.spec === null) return failed(...own);
  const cwd = document.cwd ?? null;
  const { spec, claims, diagnostics } = await applyOverrides(
    parsed.spec,
    overrides.flatMap((override) => translated(override, parsed)),
    catalog,
    base,
    cwd,
  );
  const built = buildGraph(spec, await describe(spec, catalog, base));
  const place = (found: Issue) => {
    const issue = { ...found, hint: parsed.hints?.[found.code] ?? found.hint };
    const claim = claims.findLast(({ path }) => startsWith(issue.path, path));
    return claim
      ? overrideDiagnostic(claim.override, issue)
      : source.diagnostic(issue, parsed.locate(issue.path, issue.at));
  };
  const mistakes = own.filter(({ severity }) => severity === "error");
  const consequence = (found: Diagnostic) => mistakes.some((issue) => isAtSamePlace(issue, found));
  const further = built.issues.map(place).filter((found) => !consequence(found));
  const all = sortDiagnostics([...own, ...further, ...diagnostics]);
  const sound = !all.some(({ severity }) => severity === "error");
  return {
    graph: sound ? built.graph : null,
    spec,
    comments: parsed.comments ?? [],
    mode: parsed.mode ?? null,
    lost: parsed.lost ?? null,
    diagnostics: all,
  };
}

/** A document deep enough to exhaust a parser's stack is a mistake like any other. */
async function parse(notation: Notation, source: SourceText, base: string): Promise<Parsed> {
  const { parse } = await frontEnd(notation);
  try {
    return await parse(source.text, base);
  } catch (error) {
    if (!(error instanceof RangeError) && !/stack/i.test(String(error))) throw error;
    const span = { start: 0, end: 0 };
    const issue = frontEndError("too_complex", "this is nested too deeply to be read", { span });
    return { spec: null, issues: [issue], locate: () => span };
  }
}

/** An override in the words of the document as one, or several, in the words of the graph. */
function translated(override: Override, parsed: Parsed): Override[] {
  const targets = override.key === "param"
    ? parsed.translate?.(override.node, override.path)
    : undefined;
  return targets?.map(({ node, path }) => ({ ...override, node, path })) ?? [override];
}

/** Steps that are missing or unreadable are told already, so they are not asked for. */
async function describe(
  spec: FlowSpec,
  catalog: StepCatalog,
  base: string,
): Promise<DescribedStep[]> {
  const asked = spec.nodes.filter(({ flawed = [] }) => !flawed.includes("step"));
  const answers = await catalog.describe(asked.map(({ step, params }) => ({ step, params })), base);
  const byNode = new Map(asked.map((node, index) => [node, answers[index]]));
  const unread: DescribedStep = { ok: false, code: "unknown_step", message: "", hint: null };
  return spec.nodes.map((node) => byNode.get(node) ?? unread);
}

/** Without the line that is meant: what is no text would drive the reader's terminal mad. */
function unknownNotation(file: string): Diagnostic {
  const known = Object.keys(EXTENSIONS).join(", ");
  const issue = frontEndError("unknown_notation", "the name of this file tells no notation", {
    hint: `known are ${known}`,
  });
  return new SourceText(file, "").diagnostic(issue, { start: 0, end: 0 });
}

const failed = (...diagnostics: Diagnostic[]): LoadResult => ({
  graph: null,
  spec: null,
  comments: [],
  mode: null,
  lost: null,
  diagnostics: sortDiagnostics(diagnostics),
});

/** What a front end has told of a value is not told again of what stands in its place. */
const isAtSamePlace = (a: Diagnostic, b: Diagnostic) =>
  a.file === b.file && a.line === b.line && a.column === b.column;

const startsWith = (path: Path, above: Path) => above.every((key, index) => path[index] === key);
