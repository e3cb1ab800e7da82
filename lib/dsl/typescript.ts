/** Flows in TypeScript: programs, evaluated where they can touch nothing. @module */
import type { NodeSpec, Path } from "../graph/model.ts";
import { evaluate, PATIENCE_MS } from "../registry/sandbox.ts";
import type { EvaluatedFlow } from "./evaluate_worker.ts";
import { type FrontEnd, frontEndError, type Parsed, type Span } from "./front_end.ts";
import type { Place } from "./handles.ts";
import { readSpec } from "./read_spec.ts";

const ENTRY = new URL("./evaluate_worker.ts", import.meta.url).href;

const HINTS: Parsed["hints"] = {
  consumer_has_next: "remove the edge()",
  cycle: "remove one of these edges",
  missing_next: "add an edge() that begins here, or drop() what comes out",
  next_is_map: "its edges name no port: edge(node, other)",
  unconnected_port: "add an edge() that begins at it, or drop() it",
  unreachable_node: "add an edge() that ends here, or remove it",
};

/** Evaluates flows in TypeScript; of the text itself only places are told. */
export const typescriptFrontEnd: FrontEnd = {
  async parse(text, base) {
    const evaluated = await evaluate<EvaluatedFlow>(ENTRY, [base], base, PATIENCE_MS);
    if (!evaluated.ok) {
      const message = `the flow cannot be evaluated: ${evaluated.why}`;
      const issue = frontEndError("bad_flow_module", message, {});
      return { spec: null, issues: [issue], locate: () => ({ start: 0, end: 0 }) };
    }
    const { document, stepNames, issues, places } = evaluated.answer;
    const locate: Parsed["locate"] = (path) => spanOf(path, places, text);
    if (document === null) return { spec: null, issues, locate };
    const read = readSpec(document);
    const named = (node: NodeSpec) => ({ ...node, stepName: stepNames[node.id]! });
    return {
      spec: read.spec && { ...read.spec, nodes: read.spec.nodes.map(named) },
      issues: [...issues, ...read.issues],
      locate,
      hints: HINTS,
      lost: "comments and computations of a program",
    };
  },
};

/**
 * The key that is meant, if the call that made the innermost value above it names it; else the name
 * of the function that was called.
 */
function spanOf(path: Path, places: EvaluatedFlow["places"], text: string): Span {
  const above = places.filter((made) => made.path.every((key, at) => path[at] === key))
    .toSorted((a, b) => b.path.length - a.path.length)[0];
  const start = above === undefined ? 0 : offsetOf(above.place, text);
  const call = callAt(start, text);
  const key = path.slice(2).findLast((key) => typeof key === "string");
  const found = key === undefined ? null : new RegExp(`(?<!\\w)${RegExp.escape(key)}(?!\\w)`)
    .exec(call);
  if (found) return { start: start + found.index, end: start + found.index + found[0].length };
  return { start, end: start + (/^[\w$.]+/.exec(call)?.[0].length ?? 0) };
}

function offsetOf({ line, column }: Place, text: string): number {
  const before = text.split("\n").slice(0, line - 1);
  return before.reduce((sum, { length }) => sum + length + 1, column - 1);
}

/** A call from its name to the bracket that closes it. Brackets in text are taken for brackets. */
function callAt(start: number, text: string): string {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === "(") depth++;
    else if (text[at] === ")" && --depth <= 0) return text.slice(start, at + 1);
  }
  return text.slice(start);
}
