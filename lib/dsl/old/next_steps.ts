/** Reads `next_steps`: which steps come next, in what words, and what goes where. @module */
import type { NextSpec, Path } from "../../graph/model.ts";
import { didYouMean, nearest, quoted } from "../../graph/suggest.ts";
import { frontEndError, type FrontEndIssue, frontEndWarning, type Span } from "../front_end.ts";
import type { Tree } from "../tree.ts";
import { type OldStep, routesOf } from "./table.ts";

/** A name in a list of names with commas between them. */
export interface NextName {
  readonly name: string;
  readonly span: Span;
}

/** Connections of one node. */
export interface ReadNext {
  readonly next: NextSpec;
  /** Places of the names, by the path in the graph's words below the node. */
  readonly spans: readonly (readonly [path: Path, span: Span])[];
  readonly issues: readonly FrontEndIssue[];
}

/** The names in a text such as `"OtherDump, LSTDump,"`; spaces and empty places count for nothing. */
export function namesIn(tree: Tree, text: string): NextName[] {
  if (tree.kind !== "scalar" || typeof tree.value !== "string") return [];
  const { value, span } = tree;
  const start = span.start + 1;
  // With escapes in the text, columns of its parts cannot be told.
  const exact = text.slice(start, span.end - 1) === value;
  return [...value.matchAll(/[^,\s]([^,]*[^,\s])?/g)].map(({ 0: name, index }) => ({
    name,
    span: exact ? { start: start + index, end: start + index + name.length } : span,
  }));
}

/**
 * Connections of a class of the table: each of its ports goes where the class itself would have
 * sent. Next steps to which it sends nothing get no edge.
 *
 * @param names at least one
 * @param known names of all steps of the file
 */
export function routedNext(
  className: string,
  old: OldStep,
  names: readonly NextName[],
  known: readonly string[],
): ReadNext {
  const strange = names.filter(({ name }) => !known.includes(name)).map(({ name }) => name);
  const slip = (meant: string) => strange.find((name) => nearest(name, [meant])) ?? null;
  const routes = Object.entries(routesOf(old, names.map(({ name }) => name), slip));
  const spanOf = (target: string) => names.find(({ name }) => name === target)!.span;
  const [only] = routes;
  const next = routes.length === 1 ? only![1] : Object.fromEntries(routes);
  const used = routes.map(([, target]) => target);
  const missed = strange.length > 0
    ? []
    : Object.values(old.ports).filter((name) => name !== null && !used.includes(name));
  return {
    next,
    spans: routes.map(([port, target]) =>
      [routes.length === 1 ? ["next"] : ["next", port], spanOf(target)] as const
    ),
    issues: [
      ...missed.map((name) => goesToFirst(className, name!, names[0]!)),
      ...names.filter(({ name }) => !used.includes(name)).map((name) =>
        known.includes(name.name) ? unused(className, name) : unknown(name, known)
      ),
    ],
  };
}

/** Connections of a step in a file: a node, a list of nodes, or ports to nodes. */
export function plainNext(tree: Tree, text: string): ReadNext {
  if (tree.kind !== "map") return named(namesIn(tree, text), ["next"]);
  const ports = tree.entries.map(({ key, value }) => ({
    port: key,
    read: named(namesIn(value, text), ["next", key]),
  }));
  return {
    next: Object.fromEntries(ports.map(({ port, read }) => [port, read.next])) as NextSpec,
    spans: ports.flatMap(({ read }) => read.spans),
    issues: [],
  };
}

function named(names: readonly NextName[], path: Path): ReadNext {
  const [only] = names;
  if (names.length === 1) return { next: only!.name, spans: [[path, only!.span]], issues: [] };
  return {
    next: names.map(({ name }) => name),
    spans: names.map(({ span }, index) => [[...path, index], span] as const),
    issues: [],
  };
}

function goesToFirst(className: string, name: string, first: NextName): FrontEndIssue {
  const message = `class ${quoted(className)} sends to a step named ${quoted(name)}, ` +
    `which is not among next_steps: what it sends there goes to ${quoted(first.name)}, the first`;
  return frontEndWarning("next_by_default", message, { span: first.span });
}

function unused(className: string, { name, span }: NextName): FrontEndIssue {
  const message = `class ${quoted(className)} never sends to ${quoted(name)}: ` +
    `it is not connected`;
  return frontEndWarning("next_unused", message, { span });
}

function unknown({ name, span }: NextName, known: readonly string[]): FrontEndIssue {
  const hint = didYouMean(name, known);
  return frontEndError("unknown_node", `there is no node ${quoted(name)}`, { span, hint });
}
