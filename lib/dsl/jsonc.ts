/** Flows in JSON; comments and trailing commas are allowed. @module */
import { type Node, type ParseError, parseTree, printParseErrorCode, visit } from "jsonc-parser";
import { linesOf, type RawComment } from "./comments.ts";
import { parsedFrom } from "./from_tree.ts";
import { type FrontEnd, frontEndError, type FrontEndIssue } from "./front_end.ts";
import { isOldFile, readOldFile } from "./old/read.ts";
import type { Tree } from "./tree.ts";

/** What each of the parser's complaints means. */
const MESSAGES: Readonly<Record<string, string>> = {
  InvalidSymbol: "this is no JSON value: text stands in double quotes",
  InvalidNumberFormat: "this is no number",
  PropertyNameExpected: "a key in double quotes is expected here",
  ValueExpected: "a value is expected here",
  ColonExpected: '":" is expected here, between a key and its value',
  CommaExpected: '"," is expected here',
  CloseBraceExpected: 'a "{" is not closed: "}" is expected here',
  CloseBracketExpected: 'a "[" is not closed: "]" is expected here',
  EndOfFileExpected: "the flow ends before this: nothing may follow",
  UnexpectedEndOfComment: 'a comment is not closed: "*/" is missing',
  UnexpectedEndOfString: "text is not closed: a double quote is missing",
  UnexpectedEndOfNumber: "this number breaks off",
  InvalidUnicode: "\\u takes four hexadecimal digits",
  InvalidEscapeCharacter: 'this is no escape: a backslash is written "\\\\"',
  InvalidCharacter: "this character must be escaped in text",
};

/** Reads flows in JSON with comments. */
export const jsoncFrontEnd: FrontEnd = {
  parse(text, base) {
    const errors: ParseError[] = [];
    const root = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
    const tree = root ? treeOf(root) : null;
    const issues = errors.slice(0, 1).map(issueOf);
    if (tree !== null && issues.length === 0 && isOldFile(tree)) {
      const old = readOldFile(tree, text, base);
      return commentsIn(text).length > 0 ? { ...old, lost: "comments of an old file" } : old;
    }
    return parsedFrom(tree, text, issues, issues.length === 0, () => commentsIn(text));
  },
};

/** Only the parser's first complaint is told: the others mostly follow from it. */
function issueOf({ error, offset, length }: ParseError): FrontEndIssue {
  return frontEndError("syntax_error", MESSAGES[printParseErrorCode(error)] ?? "this is not JSON", {
    span: { start: offset, end: offset + length },
  });
}

function commentsIn(text: string): RawComment[] {
  const found: RawComment[] = [];
  const onComment = (start: number, length: number) => {
    const end = start + length;
    found.push({ start, end, lines: commentLines(text.slice(start, end)) });
  };
  visit(text, { onComment });
  return found;
}

/** Of a block comment without the empty lines around it, its indentation and its row of stars. */
function commentLines(source: string): string[] {
  if (source.startsWith("//")) return linesOf(source.replace(/^\/\/ ?/, ""));
  const [first = "", ...rest] = linesOf(source.slice(2, -2));
  const written = rest.filter((line) => line !== "");
  const starred = written.every((line) => /^\s*\*/.test(line));
  const indent = Math.min(...written.map((line) => line.search(/\S/)));
  const plain = rest.map((line) => starred ? line.replace(/^\s*\* ?/, "") : line.slice(indent));
  const lines = [first.replace(/^\*?\s?/, ""), ...plain];
  while (lines.length > 1 && lines[0] === "") lines.shift();
  while (lines.length > 1 && lines.at(-1) === "") lines.pop();
  return lines;
}

function treeOf(node: Node): Tree {
  const span = { start: node.offset, end: node.offset + node.length };
  const children = node.children ?? [];
  if (node.type === "array") return { kind: "list", items: children.map(treeOf), span };
  if (node.type !== "object") return { kind: "scalar", value: node.value ?? null, span };
  const entries = children.flatMap(({ children: [key, value] = [] }) =>
    key && value
      ? [{
        key: String(key.value),
        keySpan: { start: key.offset, end: key.offset + key.length },
        value: treeOf(value),
      }]
      : []
  );
  return { kind: "map", entries, span };
}
