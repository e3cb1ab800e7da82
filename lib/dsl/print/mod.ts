/** Writes flows down, in every notation. @module */
import type { FlowGraph, FlowSpec } from "../../graph/model.ts";
import type { Comment } from "../front_end.ts";
import { annotate, commentsOf } from "./annotate.ts";
import { canonicalFlow } from "./canonical.ts";

export { relocate, withModuleUrls } from "./relocate.ts";
export { printResolved } from "./resolved.ts";

/** The notations that flows can be written in; `json` is that of the old framework. */
export const PRINTED = ["yaml", "jsonc", "ts", "json"] as const;

/** One of {@link PRINTED}. */
export type PrintedNotation = typeof PRINTED[number];

/** A flow as `loadFlow` gives it. */
export interface PrintableFlow {
  readonly spec: FlowSpec;
  readonly graph: FlowGraph;
  readonly comments: readonly Comment[];
}

/** Why a flow cannot be said in a notation. */
export interface PrintIssue {
  /** The node that is the reason; null if it is the flow. */
  readonly node: string | null;
  readonly message: string;
}

/** A flow as text, or all reasons why the notation cannot say it. */
export type PrintResult =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly issues: readonly PrintIssue[] };

/**
 * Writes a flow in its canonical form: loading the text gives the same graph, and printing that gives
 * the same text. Comments are kept; JSON of the old framework has no place for them.
 */
export async function printFlow(
  notation: PrintedNotation,
  { spec, graph, comments }: PrintableFlow,
): Promise<PrintResult> {
  const document = canonicalFlow(spec, graph);
  switch (notation) {
    case "yaml": {
      const { printYaml } = await import("./yaml.ts");
      return { ok: true, text: printYaml(annotate(document, comments)) };
    }
    case "jsonc": {
      const { printJsonc } = await import("./jsonc.ts");
      return { ok: true, text: printJsonc(annotate(document, comments)) };
    }
    case "ts": {
      const { printTypescript } = await import("./typescript.ts");
      const placed = commentsOf(annotate(document, comments));
      return { ok: true, text: printTypescript(document, graph, placed) };
    }
    case "json": {
      const { oldText } = await import("../old/write.ts");
      return oldText(spec, graph);
    }
  }
}
