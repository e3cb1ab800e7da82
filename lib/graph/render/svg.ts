/** A graph as an SVG document. @module */
import type { FlowGraph } from "../model.ts";
import { FONT, renderDot } from "./dot.ts";
import type { PictureOptions } from "./highlight.ts";

/** Fonts of the same width, for machines that have no {@link FONT}. */
const FONTS = `${FONT},DejaVu Sans,Geneva,sans-serif`;

/**
 * Draws a graph as {@link renderDot} describes it, laid out by Graphviz, which is loaded when it is
 * first asked for. The document has a background of its own, and can stand alone or inside of HTML.
 */
export async function renderSvg(graph: FlowGraph, options: PictureOptions = {}): Promise<string> {
  const { instance } = await import("@viz-js/viz");
  const svg = (await instance()).renderString(renderDot(graph, options), { format: "svg" });
  // Before it are an XML declaration, which the text needs not, and the address of a DTD.
  return svg.slice(svg.indexOf("<svg"))
    .replaceAll(`font-family="${FONT}"`, `font-family="${FONTS}"`);
}
