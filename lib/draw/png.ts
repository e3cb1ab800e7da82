/** Pictures as PNG. @module */
import { encode } from "fast-png";
import { rgbOf } from "./color_map.ts";
import { Coverage } from "./coverage.ts";
import { strokesOfText } from "./font.ts";
import type { Label, Lines, Mark, Picture, Tiles } from "./picture.ts";
import { strokeOf } from "./strokes.ts";
import { byColor } from "./tiles.ts";

/**
 * Draws a picture in dots, with smooth edges.
 *
 * @param scale dots per point; 2 are 144 per inch
 * @returns the bytes of a PNG file, 8 bits for each of red, green and blue
 */
export function pngOf(picture: Picture, scale = 2): Uint8Array<ArrayBuffer> {
  const canvas = new Canvas(Math.ceil(picture.width * scale), Math.ceil(picture.height * scale));
  for (const mark of picture.marks) drawMark(canvas, mark, scale);
  const { width, height, data } = canvas;
  const text = { Title: picture.title.replace(/[^\x20-\x7e\xa0-\xff]/g, "?") };
  const bytes = encode({ width, height, data, channels: 3, text }, { zlib: { level: 6 } });
  return bytes as Uint8Array<ArrayBuffer>;
}

function drawMark(canvas: Canvas, mark: Mark, scale: number): void {
  if (mark.kind === "tiles") drawTiles(canvas, mark, scale);
  else if (mark.kind === "lines") drawLines(canvas, mark, scale);
  else drawLabel(canvas, mark, scale);
}

function drawTiles(canvas: Canvas, tiles: Tiles, scale: number): void {
  const corners = new Float64Array(tiles.outline.length);
  for (const [color, indices] of byColor(tiles)) {
    for (const i of indices) {
      const [x, y, size] = [tiles.x[i]!, tiles.y[i]!, tiles.size[i]!];
      for (let c = 0; c < corners.length; c += 2) {
        corners[c] = (x + tiles.outline[c]! * size) * scale;
        corners[c + 1] = (y + tiles.outline[c + 1]! * size) * scale;
      }
      canvas.fill([corners], color);
    }
  }
}

function drawLines(canvas: Canvas, lines: Lines, scale: number): void {
  const { closed = false, stroke, width = 1, dash, fill } = lines;
  const parts = lines.parts.map((part) => part.map((c) => c * scale));
  if (fill !== undefined) { for (const part of parts) canvas.fill([part], fill); }
  if (stroke === undefined) return;
  const scaled = dash && [dash[0] * scale, dash[1] * scale] as const;
  for (const part of parts) {
    canvas.fill(strokeOf(part, width * scale, { closed, ...(scaled && { dash: scaled }) }), stroke);
  }
}

function drawLabel(canvas: Canvas, label: Label, scale: number): void {
  const { text, x, y, size, color = "#000000", anchor = "start", bold, upwards } = label;
  const { width, strokes } = strokesOfText(text, size);
  const before = anchor === "start" ? 0 : anchor === "middle" ? width / 2 : width;
  const pen = size * (bold ? 0.125 : 0.085) * scale;
  for (const stroke of strokes) {
    const placed = new Float64Array(stroke.length);
    for (let i = 0; i < stroke.length; i += 2) {
      const [along, below] = [stroke[i]! - before, stroke[i + 1]!];
      placed[i] = (x + (upwards ? below : along)) * scale;
      placed[i + 1] = (y + (upwards ? -along : below)) * scale;
    }
    canvas.fill(strokeOf(placed, pen), color);
  }
}

/** A grid of dots, white at first. */
class Canvas {
  readonly data: Uint8Array;
  readonly #coverage: Coverage;

  constructor(readonly width: number, readonly height: number) {
    this.data = new Uint8Array(3 * width * height).fill(255);
    this.#coverage = new Coverage(height);
  }

  /** Lays a colour on an area. */
  fill(polygons: readonly Float64Array[], color: string): void {
    const { width, data } = this;
    const [red, green, blue] = rgbOf(color);
    this.#coverage.forEach(polygons, (x, y, share) => {
      if (x < 0 || x >= width) return;
      const at = 3 * (y * width + x);
      data[at] = data[at]! + (red - data[at]!) * share + 0.5;
      data[at + 1] = data[at + 1]! + (green - data[at + 1]!) * share + 0.5;
      data[at + 2] = data[at + 2]! + (blue - data[at + 2]!) * share + 0.5;
    });
  }
}
