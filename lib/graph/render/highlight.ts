/** What an execution adds to a picture of its graph, and the colours it is drawn in. @module */
import type { FlowGraph, GraphEdge } from "../model.ts";

/** What became of one node. */
export interface NodeHighlight {
  /** Share of the time that its replicas were inside the step's code, 0 to 1. */
  readonly busy: number;
  /** Packets processed to the end; not shown for producers, which get none. */
  readonly done: number;
  readonly failed: number;
  /** What went wrong in it, in a few words; null if nothing did. */
  readonly note: string | null;
}

/** How many packets went over one edge. */
export interface EdgeHighlight extends GraphEdge {
  readonly sent: number;
}

/** An execution, as far as pictures show it. What is not in it is drawn as if nothing was known. */
export interface Highlight {
  /** By the id of the node. */
  readonly nodes: ReadonlyMap<string, NodeHighlight>;
  readonly edges: readonly EdgeHighlight[];
}

/** What the functions that draw take besides the graph. */
export interface PictureOptions {
  readonly highlight?: Highlight;
}

/** Whether a node is marked as failed: a packet did, or the node itself. */
export function hasFailed({ failed, note }: NodeHighlight): boolean {
  return failed > 0 || note !== null;
}

/** For every edge of a graph, in order, the packets sent over it; null where that is not known. */
export function sentOver(graph: FlowGraph, highlight?: Highlight): (number | null)[] {
  return graph.edges.map((edge) =>
    highlight?.edges.find(({ from, port, to }) =>
      from === edge.from && port === edge.port && to === edge.to
    )?.sent ?? null
  );
}

/** `busy 83 %`; what is little but not nothing is `busy <1 %`. */
export function busyText(busy: number): string {
  const percent = Math.round(busy * 100);
  return `busy ${percent === 0 && busy > 0 ? "<1" : percent} %`;
}

/** Colours of text and lines that can be read on every colour of {@link busyColor} and on white. */
export const INK = "#202124";
/** The same for what matters less. */
export const QUIET_INK = "#3c4043";
/** Lines and areas that warn; white text can be read on it, and it can be read on white. */
export const ALARM = "#b3261e";

/**
 * The colour of a share of time, `#rrggbb`: from near white over yellow to orange, in steps that
 * look equal. Lightness, chroma and hue change linearly in OKLCH; see Björn Ottosson, "A perceptual
 * color space for image processing" (2020), for the matrices.
 *
 * @param busy 0 to 1; values outside count as the nearest
 */
export function busyColor(busy: number): string {
  const share = Math.min(1, Math.max(0, busy));
  const lightness = 0.98 - 0.21 * share;
  const chroma = 0.015 + 0.135 * share;
  const hue = (100 - 40 * share) * Math.PI / 180;
  const [a, b] = [chroma * Math.cos(hue), chroma * Math.sin(hue)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s,
  ];
  return `#${linear.map(toHex).join("")}`;
}

/** A linear component, 0 to 1, as two hex digits of sRGB (IEC 61966-2-1). */
function toHex(linear: number): string {
  const inside = Math.min(1, Math.max(0, linear));
  const encoded = inside <= 0.0031308 ? 12.92 * inside : 1.055 * inside ** (1 / 2.4) - 0.055;
  return Math.round(encoded * 255).toString(16).padStart(2, "0");
}
