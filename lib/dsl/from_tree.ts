/** From a document's tree to what every front end gives. @module */
import { placeComments, type RawComment } from "./comments.ts";
import { frontEndError, type FrontEndIssue, type Parsed } from "./front_end.ts";
import { readSpec } from "./read_spec.ts";
import { checkTree, locateIn, toJson, type Tree } from "./tree.ts";

/**
 * Reads a flow from a tree.
 *
 * @param tree the document; null if there is nothing in it
 * @param text the document's text
 * @param issues what the parser found already: unless `readOn`, nothing else is looked for
 * @param comments finds the comments, in order; asked only for a document that can be read
 */
export function parsedFrom(
  tree: Tree | null,
  text: string,
  issues: readonly FrontEndIssue[],
  readOn = issues.length === 0,
  comments: () => readonly RawComment[] = () => [],
): Parsed {
  const start = { start: 0, end: 0 };
  if (tree === null || !readOn) {
    const empty = frontEndError("empty_document", "there is no flow in this file", {
      span: start,
      hint: "a flow has a name and nodes",
    });
    const told = issues.length > 0 ? issues.map((issue) => inText(issue, text)) : [empty];
    return { spec: null, issues: told, locate: () => start };
  }
  const locate: Parsed["locate"] = (path, at) => locateIn(tree, path, at);
  const own = checkTree(tree, text);
  if (own.some(({ code }) => code === "too_complex")) return { spec: null, issues: own, locate };
  const read = readSpec(toJson(tree));
  return {
    spec: read.spec,
    issues: [...issues, ...own, ...read.issues],
    comments: placeComments(tree, text, comments()),
    locate,
  };
}

/** What is missed at the end of a document is told behind its last word, not lines below it. */
function inText(issue: FrontEndIssue, text: string): FrontEndIssue {
  const last = text.trimEnd().length;
  return issue.span && issue.span.start > last
    ? { ...issue, span: { start: last, end: last } }
    : issue;
}
