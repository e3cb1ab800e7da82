/** The forms in which `graph` shows a graph. @module */
import { extname } from "node:path";
import {
  type FlowGraph,
  type Highlight,
  renderDot,
  renderJson,
  renderMermaid,
  renderSvg,
  renderText,
  type TextStyle,
} from "../graph/mod.ts";
import { type Output, paint, type Style } from "./output.ts";

/** The names of the forms. */
export const GRAPH_FORMATS = ["text", "mermaid", "dot", "svg", "json"] as const;

/** The name of a form. */
export type GraphFormat = (typeof GRAPH_FORMATS)[number];

const BY_EXTENSION: Readonly<Record<string, GraphFormat>> = {
  ".mmd": "mermaid",
  ".mermaid": "mermaid",
  ".dot": "dot",
  ".gv": "dot",
  ".svg": "svg",
  ".json": "json",
};

const STYLES: Readonly<Record<TextStyle, Style>> = {
  name: "bold",
  quiet: "dim",
  busy: "yellow",
  alarm: ["bold", "red"],
};

/** The form that a file's name asks for; `text` if it says nothing. */
export function formatOfFile(path: string | undefined): GraphFormat {
  return BY_EXTENSION[extname(path ?? "").toLowerCase()] ?? "text";
}

/** Draws a graph; the form `text` as wide as `output`, if that is a terminal. */
export async function drawGraph(
  graph: FlowGraph,
  format: GraphFormat,
  highlight: Highlight | null,
  output: Pick<Output, "isTerminal" | "color" | "size"> | null,
): Promise<string> {
  const options = highlight === null ? {} : { highlight };
  switch (format) {
    case "mermaid":
      return renderMermaid(graph, options);
    case "dot":
      return renderDot(graph, options);
    case "svg":
      return await renderSvg(graph, options);
    case "json":
      return renderJson(graph, options);
    case "text":
      return renderText(graph, {
        ...options,
        ...(output?.isTerminal && { width: output.size().columns }),
        paint: (style, text) => paint(STYLES[style], text, output?.color ?? false),
      });
  }
}
