/** Flows in JSON; comments and trailing commas are allowed. @module */
import { type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { parsedFrom } from "./from_tree.ts";
import { type FrontEnd, frontEndError, type FrontEndIssue } from "./front_end.ts";
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
  parse(text) {
    const errors: ParseError[] = [];
    const root = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
    return parsedFrom(root ? treeOf(root) : null, text, errors.slice(0, 1).map(issueOf));
  },
};

/** Only the parser's first complaint is told: the others mostly follow from it. */
function issueOf({ error, offset, length }: ParseError): FrontEndIssue {
  return frontEndError("syntax_error", MESSAGES[printParseErrorCode(error)] ?? "this is not JSON", {
    span: { start: offset, end: offset + length },
  });
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
