/** Finds out which value of a document each of its comments speaks of. @module */
import type { Path } from "../graph/model.ts";
import type { Comment, Span } from "./front_end.ts";
import type { Tree } from "./tree.ts";

/** A comment as it stands in a document. */
export interface RawComment extends Span {
  /** Its lines without marks. */
  readonly lines: readonly string[];
}

/** The comment that ties a YAML document to its JSON Schema, in editors. */
const SCHEMA_LINE = /^yaml-language-server: \$schema=(\S+)$/;

/** The comment that stands for a `$schema` key, which YAML flows usually have as a comment. */
export const schemaLine = (address: string): string =>
  `yaml-language-server: $schema=${address.replace(/\s/g, encodeURIComponent)}`;

/** The address in a line of a comment that is {@link schemaLine}, or null. */
export const schemaIn = (line: string): string | null => SCHEMA_LINE.exec(line)?.[1] ?? null;

/** Lines of a comment, whatever ends a line in any of the notations; none ends in spaces. */
export function linesOf(text: string): string[] {
  return text.split(/\r\n?|[\n\u2028\u2029]/).map((line) => line.trimEnd());
}

/**
 * Gives every comment its place. A comment on lines of its own speaks of the next entry of the map or
 * list it stands in; in YAML its column tells which one that is. Comments of one place become one.
 *
 * @param tree the document
 * @param text the document's text
 * @param found its comments, in order
 */
export function placeComments(tree: Tree, text: string, found: readonly RawComment[]): Comment[] {
  const places = new Places(tree, text);
  const comments: Comment[] = schemaKey(tree);
  for (const raw of found) {
    const { path, place } = places.of(raw);
    const last = comments.at(-1);
    if (last && last.place === place && JSON.stringify(last.path) === JSON.stringify(path)) {
      comments[comments.length - 1] = { ...last, lines: [...last.lines, ...raw.lines] };
    } else comments.push({ path, place, lines: raw.lines });
  }
  return comments;
}

function schemaKey(tree: Tree): Comment[] {
  const schema = tree.kind === "map" && tree.entries.find(({ key }) => key === "$schema")?.value;
  return schema && schema.kind === "scalar" && typeof schema.value === "string" &&
      schema.value !== ""
    ? [{ path: ["$schema"], place: "before", lines: [schemaLine(schema.value)] }]
    : [];
}

type Place = Pick<Comment, "path" | "place">;

/** An entry or item: from its key, or the dash before it, to the end of its value. */
interface Child extends Span {
  readonly key: string | number;
  readonly value: Tree;
}

class Places {
  readonly #root: Tree;
  readonly #text: string;
  readonly #known = new Map<Tree, readonly Child[]>();

  constructor(root: Tree, text: string) {
    this.#root = root;
    this.#text = text;
  }

  of(comment: RawComment): Place {
    const { start } = comment;
    const root = this.#root;
    if (start < root.span.start) return this.#first(root, []);
    if (!this.#isBlock(root) && start >= root.span.end) return { path: [], place: "end" };
    const alone = /^\s*$/.test(this.#text.slice(this.#lineStart(start), start));
    return this.#within(root, [], comment, alone);
  }

  #within(tree: Tree, path: Path, comment: RawComment, alone: boolean): Place {
    const children = this.#children(tree);
    const around = children.find(({ start, end }) => start <= comment.start && comment.start < end);
    if (around) {
      const here = [...path, around.key];
      const isInside = comment.start >= around.value.span.start;
      if (isInside && around.value.kind !== "scalar") {
        return this.#within(around.value, here, comment, alone);
      }
      if (isInside) return { path: here, place: "behind" };
      // Between a key and its value.
      const isAbove = alone && this.#isBlock(around.value);
      return isAbove ? this.#first(around.value, here) : { path: here, place: "before" };
    }
    const previous = children.findLast(({ end }) => end <= comment.start);
    const next = children.find(({ start }) => start > comment.start);
    const between = { tree, path, previous, next };
    return alone ? this.#alone(between, comment) : this.#besides(between, comment);
  }

  /** On a line with something else. */
  #besides({ path, previous, next }: Between, comment: RawComment): Place {
    const isBefore = next && this.#isBeside(comment.end, next.start);
    if (isBefore) return { path: [...path, next.key], place: "before" };
    if (previous && this.#isOneLine(previous.end, comment.start)) {
      return { path: this.#lastLeaf(previous, path), place: "behind" };
    }
    // Behind the bracket that opens a map or list, or alone with a comma.
    if (!previous && path.length > 0 && next) return { path, place: "before" };
    return this.#beforeOr(next, path);
  }

  /** On a line of its own. */
  #alone({ tree, path, previous, next }: Between, comment: RawComment): Place {
    const column = this.#column(comment.start);
    if (this.#isBlock(tree) && previous && !(next && column <= this.#column(next.start))) {
      const ended = this.#endedAt(previous, path, column);
      if (ended) return { path: ended, place: "end" };
    }
    return this.#beforeOr(next, path);
  }

  #beforeOr(next: Child | undefined, path: Path): Place {
    return next ? { path: [...path, next.key], place: "before" } : { path, place: "end" };
  }

  /** The innermost of the block maps and lists at the end of a child that begins at most at a column. */
  #endedAt(child: Child, above: Path, column: number): Path | null {
    const [first] = this.#isBlock(child.value) ? this.#children(child.value) : [];
    if (first === undefined || this.#column(first.start) > column) return null;
    const path = [...above, child.key];
    return this.#endedAt(this.#children(child.value).at(-1)!, path, column) ?? path;
  }

  /** What ends where a child ends: the last of its last, as far as no brackets close them. */
  #lastLeaf(child: Child, above: Path): Path {
    const path = [...above, child.key];
    const last = this.#isBlock(child.value) ? this.#children(child.value).at(-1) : undefined;
    return last ? this.#lastLeaf(last, path) : path;
  }

  #first(tree: Tree, path: Path): Place {
    return this.#beforeOr(this.#children(tree)[0], path);
  }

  #children(tree: Tree): readonly Child[] {
    const known = this.#known.get(tree);
    if (known) return known;
    const children = this.#childrenOf(tree);
    this.#known.set(tree, children);
    return children;
  }

  #childrenOf(tree: Tree): Child[] {
    // What an alias stands for is elsewhere.
    if (tree.kind === "scalar" || this.#text[tree.span.start] === "*") return [];
    if (tree.kind === "map") {
      return tree.entries.map(({ key, keySpan, value }) => {
        const end = Math.max(keySpan.end, this.#end(value));
        return { key, value, start: keySpan.start, end };
      });
    }
    const block = this.#isBlock(tree);
    return tree.items.map((value, key) => {
      const { start } = value.span;
      const dash = block ? this.#text.lastIndexOf("-", start - 1) : start;
      return { key, value, start: dash, end: Math.max(start, this.#end(value)) };
    });
  }

  /** A YAML parser counts what follows the last value of a block as a part of it. */
  #end(tree: Tree): number {
    return this.#isBlock(tree) ? this.#children(tree).at(-1)?.end ?? tree.span.end : tree.span.end;
  }

  /** Whether a map or list is shown by indentation, not by brackets. */
  #isBlock(tree: Tree): boolean {
    return tree.kind !== "scalar" && !/[{[*]/.test(this.#text.charAt(tree.span.start));
  }

  /** Whether nothing but further comments is between, on one line. */
  #isBeside = (start: number, end: number) =>
    /^(?:[ \t]|\/\*(?:[^*\n]|\*(?!\/))*\*\/)*$/.test(this.#text.slice(start, end));
  #isOneLine = (start: number, end: number) => !/[\r\n]/.test(this.#text.slice(start, end));
  #lineStart = (at: number) => this.#text.lastIndexOf("\n", at - 1) + 1;
  #column = (at: number) => at - this.#lineStart(at);
}

interface Between {
  readonly tree: Tree;
  readonly path: Path;
  readonly previous: Child | undefined;
  readonly next: Child | undefined;
}
