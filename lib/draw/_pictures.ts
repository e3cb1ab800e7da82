/** A picture with everything in it, for the tests of the formats. @module */
import { axes, colorBar } from "./axes.ts";
import { paletteOf } from "./color_map.ts";
import { type Picture, regularPolygon } from "./picture.ts";
import { scaleOf } from "./scale.ts";

/** Tiles of two sizes and many colours, lines of all kinds, texts in all directions. */
export function everything(): Picture {
  const palette = paletteOf("viridis");
  const n = 40;
  const [x, y] = [scaleOf([-1, 1], [60, 260]), scaleOf([1, 1000], [210, 30], true)];
  return {
    width: 340,
    height: 260,
    title: "Everything <& more>",
    marks: [
      {
        kind: "tiles",
        outline: regularPolygon(6, 0.2),
        x: Float64Array.from({ length: n }, (_, i) => 80 + i % 8 * 20),
        y: Float64Array.from({ length: n }, (_, i) => 60 + Math.floor(i / 8) * 20),
        size: Float64Array.from({ length: n }, (_, i) => i % 2 ? 12 : 8),
        color: Uint16Array.from({ length: n }, (_, i) => i * 6),
        palette,
      },
      {
        kind: "lines",
        parts: [Float64Array.of(90, 60, 240, 80, 200, 170)],
        closed: true,
        stroke: "#ff0000",
        width: 3,
        fill: "#ffd0d0",
      },
      {
        kind: "lines",
        parts: [Float64Array.of(70, 40, 250, 40), Float64Array.of(70, 200, 250, 190)],
        stroke: "#0000ff",
        width: 2,
        dash: [8, 6],
      },
      ...axes(x, y, { x: "x / m", y: "γ <& “π” ²" }),
      ...colorBar(scaleOf([-5, 5], [210, 30]), 272, palette, "Charge / p.e."),
      { kind: "label", text: "Bold – title", x: 60, y: 20, size: 14, bold: true },
      { kind: "label", text: "end", x: 260, y: 20, size: 12, anchor: "end", color: "#008800" },
    ],
  };
}
