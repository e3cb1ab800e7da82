/** Frames, axes and colour bars. @module */
import { type Label, type Lines, type Mark, rectangle, type Tiles } from "./picture.ts";
import { placeOf, type Scale, ticksOf } from "./scale.ts";

/** Colour of frames, ticks and their texts. */
export const INK = "#222222";
const TICK = 4;
const TEXT = 10;

const line = (...corners: number[]) => Float64Array.from(corners);

/**
 * A frame with its ticks and texts.
 *
 * @param x from left to right
 * @param y from bottom (`from`) to top (`to`)
 * @param labels what stands beside the axes
 */
export function axes(x: Scale, y: Scale, labels: { x: string; y: string }): Mark[] {
  const [left, right, bottom, top] = [x.from, x.to, y.from, y.to];
  const ticks: Float64Array[] = [];
  const texts: Label[] = [];
  for (const { value, text } of ticksOf(x)) {
    const at = placeOf(x, value);
    ticks.push(line(at, bottom, at, bottom + (text === null ? TICK / 2 : TICK)));
    if (text !== null) texts.push(label(text, at, bottom + TICK + TEXT + 1, "middle"));
  }
  for (const { value, text } of ticksOf(y)) {
    const at = placeOf(y, value);
    ticks.push(line(left, at, left - (text === null ? TICK / 2 : TICK), at));
    if (text !== null) texts.push(label(text, left - TICK - 3, at + TEXT * 0.36, "end"));
  }
  const widest = Math.max(0, ...texts.filter((t) => t.anchor === "end").map((t) => t.text.length));
  return [
    frame(left, top, right, bottom),
    { kind: "lines", parts: ticks, stroke: INK, width: 0.8 },
    ...texts,
    title(labels.x, (left + right) / 2, bottom + 32),
    { ...title(labels.y, left - 14 - widest * 5.6, (top + bottom) / 2), upwards: true },
  ];
}

/**
 * A bar that tells which colour is which value.
 *
 * @param scale from bottom (`from`) to top (`to`)
 * @param x its left side
 * @param caption what the values are, with their unit
 */
export function colorBar(
  scale: Scale,
  x: number,
  palette: readonly string[],
  caption: string,
): Mark[] {
  const width = 12;
  const { from: bottom, to: top } = scale;
  const step = (bottom - top) / palette.length;
  const stripes: Tiles = {
    kind: "tiles",
    // Each reaches a little below the one before it: no seams, and what is over is under the frame.
    outline: rectangle(0, 0, width, step + 0.4),
    x: new Float64Array(palette.length).fill(x),
    y: Float64Array.from(palette, (_, index) => bottom - (index + 1) * step),
    size: new Float64Array(palette.length).fill(1),
    color: Uint16Array.from(palette.keys()),
    palette,
  };
  const right = x + width;
  const ticks = ticksOf(scale);
  const texts = ticks.flatMap(({ value, text }) =>
    text === null ? [] : [label(text, right + 6, placeOf(scale, value) + TEXT * 0.36, "start")]
  );
  const widest = Math.max(0, ...texts.map(({ text }) => text.length));
  return [
    stripes,
    frame(x, top, right, bottom),
    {
      kind: "lines",
      parts: ticks.map(({ value }) => {
        const y = placeOf(scale, value);
        return line(right, y, right + 3, y);
      }),
      stroke: INK,
      width: 0.8,
    },
    ...texts,
    { ...title(caption, right + 20 + widest * 5.6, (top + bottom) / 2), upwards: true },
  ];
}

function frame(left: number, top: number, right: number, bottom: number): Lines {
  const parts = [rectangle(left, top, right - left, bottom - top)];
  return { kind: "lines", parts, closed: true, stroke: INK, width: 0.8 };
}

function label(text: string, x: number, y: number, anchor: Label["anchor"]): Label {
  return { kind: "label", text, x, y, size: TEXT, color: INK, anchor };
}

function title(text: string, x: number, y: number): Label {
  return { kind: "label", text, x, y, size: 11, color: INK, anchor: "middle" };
}
