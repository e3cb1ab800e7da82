/** Flows in YAML 1.2. @module */
import process from "node:process";
import {
  type CST,
  type Document,
  isAlias,
  isScalar,
  isSeq,
  type Pair,
  type ParsedNode,
  parseDocument,
  Parser,
  type YAMLError,
} from "yaml";
import { quoted } from "../graph/suggest.ts";
import { linesOf, type RawComment } from "./comments.ts";
import { parsedFrom } from "./from_tree.ts";
import { type FrontEnd, frontEndError, type FrontEndIssue, type Span } from "./front_end.ts";
import type { Entry, Tree } from "./tree.ts";

/** Aliases can make a short document huge; no flow has more values than this. */
const MAX_VALUES = 100_000;

/** What to do about the parser's commonest complaints. */
const HINTS: Readonly<Record<string, string>> = {
  BLOCK_AS_IMPLICIT_KEY: 'text with ": " in it stands in quotes',
  TAB_AS_INDENT: "indent with spaces",
  BAD_INDENT: "keys of one map are indented alike",
  MULTIPLE_DOCS: "a file holds one flow: remove the line `---` and what follows it",
  UNEXPECTED_TOKEN: "text with special characters stands in quotes",
  TAG_RESOLVE_FAILED: "remove the tag: a flow needs none",
};

/** Complaints whose own words do not tell an author what is wrong. */
const REWORDED: readonly [pattern: RegExp, message: string, hint: string | null][] = [
  [/^Source contains multiple documents/, "a second document begins here", null],
  [/^Flow map .* end with a }/, 'a "{" is not closed before this', "close it with }"],
  [/^Flow sequence .* end with a ]/, 'a "[" is not closed before this', "close it with ]"],
];

/** Reads flows in YAML. */
export const yamlFrontEnd: FrontEnd = {
  parse(text) {
    const document = withoutEnvironment(() =>
      parseDocument(text, {
        version: "1.2",
        prettyErrors: false,
        uniqueKeys: false,
        logLevel: "error",
      })
    );
    const errors = firstOfLines(text, [...document.errors, ...document.warnings]).map(issueOf);
    if (errors.length > 0 || document.contents === null) return parsedFrom(null, text, errors);
    const translation = new Translation(document);
    const tree = translation.tree(document.contents, { start: 0, end: 0 });
    const { issues } = translation;
    const readOn = !issues.some(({ code }) => code === "too_complex");
    return parsedFrom(tree, text, issues, readOn, () => commentsIn(text));
  },
};

/**
 * The parser looks for debugging switches in the environment, which needs a permission that loading
 * a flow does not have, and would print to standard output. Synchronous, so nobody else sees it.
 */
function withoutEnvironment<T>(work: () => T): T {
  const environment = process.env;
  process.env = {};
  try {
    return work();
  } finally {
    process.env = environment;
  }
}

/** The first complaint in every line: those after it mostly follow from it. */
function firstOfLines(text: string, errors: readonly YAMLError[]): YAMLError[] {
  const lineOf = (error: YAMLError) => text.lastIndexOf("\n", error.pos[0] - 1);
  const first = new Map<number, YAMLError>();
  for (const error of errors.toSorted((a, b) => a.pos[0] - b.pos[0])) {
    if (!first.has(lineOf(error))) first.set(lineOf(error), error);
  }
  return [...first.values()];
}

function issueOf({ code, message, pos: [start, end] }: YAMLError): FrontEndIssue {
  const reworded = REWORDED.find(([pattern]) => pattern.test(message));
  const said = reworded?.[1] ?? message.charAt(0).toLowerCase() + message.slice(1);
  const hint = reworded?.[2] ?? HINTS[code] ?? null;
  return frontEndError("syntax_error", said, { span: { start, end }, hint });
}

/** One walk over a parsed document, with aliases replaced by what they stand for. */
class Translation {
  readonly issues: FrontEndIssue[] = [];
  readonly #document: Document.Parsed;
  /** Anchored values whose inside is being walked: an alias to one of them has no end. */
  readonly #open = new Set<unknown>();
  #values = 0;

  constructor(document: Document.Parsed) {
    this.#document = document;
  }

  /** @param otherwise where a value stands that is left out, such as that of `key:` */
  tree(node: ParsedNode | null, otherwise: Span): Tree {
    const nothing: Tree = { kind: "scalar", value: null, span: otherwise };
    if (node === null) return nothing;
    const span = spanOf(node, otherwise);
    if (++this.#values > MAX_VALUES) {
      if (this.#values === MAX_VALUES + 1) {
        const message = `with its aliases replaced, the flow has more than ${MAX_VALUES} values`;
        this.#error("too_complex", message, span, null);
      }
      return nothing;
    }
    if (isAlias(node)) return { ...this.#target(node.source, node, span), span };
    if (isScalar(node)) return { kind: "scalar", value: jsonOf(node.value), span };
    this.#open.add(node);
    const tree: Tree = isSeq(node)
      ? { kind: "list", items: node.items.map((item) => this.tree(item as ParsedNode, span)), span }
      : { kind: "map", entries: node.items.flatMap((pair) => this.#entry(pair as Pair)), span };
    this.#open.delete(node);
    return tree;
  }

  #target(name: string, alias: ParsedNode & { resolve?: unknown }, span: Span): Tree {
    const target = isAlias(alias) ? alias.resolve(this.#document) : undefined;
    if (target !== undefined && !this.#open.has(target)) {
      return this.tree(target as ParsedNode, span);
    }
    const message = target === undefined
      ? `no anchor ${quoted(name)} stands before this alias`
      : `alias ${quoted(name)} stands inside of what it stands for`;
    this.#error("bad_alias", message, span, null);
    return { kind: "scalar", value: null, span };
  }

  #entry({ key, value }: Pair): Entry[] {
    const keySpan = spanOf(key as ParsedNode | null, { start: 0, end: 0 });
    if (!isScalar(key) || typeof key.value !== "string") {
      this.#error("bad_key", "keys are text", keySpan, "put the key in quotes");
      return [];
    }
    if (key.value === "<<" && key.type === "PLAIN") {
      const hint = "write the keys out, or use an alias for a whole value: `params: *name`";
      this.#error("bad_key", "merge keys are not part of YAML 1.2", keySpan, hint);
      return [];
    }
    return [{ key: key.value, keySpan, value: this.tree(value as ParsedNode | null, keySpan) }];
  }

  #error(code: FrontEndIssue["code"], message: string, span: Span, hint: string | null): void {
    this.issues.push(frontEndError(code, message, { span, hint }));
  }
}

/** All comments; the parsed document keeps only those that it can attach to a value. */
function commentsIn(text: string): RawComment[] {
  const tokens = withoutEnvironment(() => [...new Parser().parse(text)]);
  return tokens.flatMap(commentsOf).map(({ offset, source }) => ({
    start: offset,
    end: offset + source.length,
    lines: linesOf(source.replace(/^# ?/, "")),
  }));
}

/** The comments of a token of the concrete syntax and of all in it, in order. */
function commentsOf(token: unknown): CST.SourceToken[] {
  if (Array.isArray(token)) return token.flatMap(commentsOf);
  if (typeof token !== "object" || token === null) return [];
  if ((token as CST.Token).type === "comment") return [token as CST.SourceToken];
  const { start, props, key, sep, value, items, end } = token as Record<string, unknown>;
  return [start, props, key, sep, value, items, end].flatMap(commentsOf);
}

function spanOf(node: ParsedNode | null, otherwise: Span): Span {
  const [start, end] = node?.range ?? [otherwise.start, otherwise.end];
  return start === end && isScalar(node) && node.value === null ? otherwise : { start, end };
}

const jsonOf = (value: unknown) =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? value
    : null;
