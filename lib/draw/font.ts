/**
 * A font of strokes for pictures made of dots, where no other font can be counted on.
 *
 * A glyph is its width and its strokes, on a grid whose baseline is 0, x-height 10 and cap height 14,
 * upwards: `M x y` puts the pen down, `L x y` draws a line, `A x y rx ry from to` goes along an
 * ellipse around (x, y), in degrees, with a line to its beginning; `B` is an `A` with a new pen.
 *
 * @module
 */

// deno-fmt-ignore
const GLYPHS: Readonly<Record<string, string>> = {
  " ": "5", "!": "4M2 14L2 4.5M2 .6L2 .3", '"': "6M1.8 14L1.8 10M4.2 14L4.2 10",
  "#": "12M4 0L6 14M8 0L10 14M1.5 4.5L10.5 4.5M1.8 9.5L11 9.5",
  $: "11B5.5 10.4 4 3.2 35 270A5.5 3.6 4.3 3.6 90 -145M5.5 16L5.5 -2",
  "%": "15M3 0L12 14B3.8 10.6 2.6 3.2 0 360B11.2 3.4 2.6 3.2 0 360",
  "&": "12M11 0L3.2 9.4A5.2 11.3 2.6 2.6 225 -45L2.6 6.2A4.6 3.6 3.8 3.6 120 315L10.6 7",
  "'": "3M1.5 14L1.5 10", "(": "5B6.8 5.5 5 10 125 235", ")": "5B-1.8 5.5 5 10 55 -55",
  "*": "8M4 14L4 8M1.4 12.5L6.6 9.5M6.6 12.5L1.4 9.5", "+": "11M1.4 6L9.6 6M5.5 2L5.5 10",
  ",": "4M2.2 .8L2.2 .2L1.2 -2.2", "-": "7M1.2 5.5L5.8 5.5", ".": "4M2 .5L2 .3", "/": "7M.8 -2L6.2 15",
  0: "10B5 7 3.9 7 0 360", 1: "10M2 11.2L5.6 14L5.6 0", 2: "10B5 10.1 3.8 3.9 170 -35L1.2 0L9 0",
  3: "10B4.7 10.6 3.5 3.4 155 -90A4.7 3.6 4.1 3.6 90 -155", 4: "10M6.9 0L6.9 14L.8 4.2L9.5 4.2",
  5: "10M8.4 14L2.5 14L1.9 8A4.8 4.6 4.1 4.6 128 -152", 6: "10B5 4.4 3.9 4.4 0 360B7.6 4.4 6.5 9.6 180 97",
  7: "10M1.2 14L8.9 14L3.8 0", 8: "10B5 10.5 3.4 3.5 0 360B5 3.5 4 3.5 0 360",
  9: "10B5 9.6 3.9 4.4 0 360B2.4 9.6 6.5 9.6 0 -83",
  ":": "4M2 9L2 8.7M2 .6L2 .3", ";": "4M2 9L2 8.7M2.2 .8L2.2 .2L1.2 -2.2", "<": "11M9.2 10.5L1.8 6L9.2 1.5",
  "=": "11M1.4 8L9.6 8M1.4 4L9.6 4", ">": "11M1.8 10.5L9.2 6L1.8 1.5",
  "?": "9B4.4 10.4 3.4 3.6 165 -50L4.4 5.2L4.4 4.2M4.4 .6L4.4 .3",
  "@": "16B8 5.5 2.8 3.2 0 360M10.8 8.7L10.8 4.3A12.6 4.3 1.8 2 180 360A8 5.5 6.4 7.4 0 300",
  A: "11M.6 0L5.5 14L10.4 0M2.4 5L8.6 5", B: "11M1.6 0L1.6 14L6 14A6 10.6 3.2 3.4 90 -90L1.6 7.2M6 7.2A6 3.6 3.9 3.6 90 -90L1.6 0",
  C: "12B6.5 7 5.2 7 45 315", D: "12M1.6 0L1.6 14L5 14A5 7 5.8 7 90 -90L1.6 0",
  E: "10M8.8 14L1.6 14L1.6 0L8.8 0M1.6 7.2L7.8 7.2", F: "9.5M8.6 14L1.6 14L1.6 0M1.6 7.2L7.4 7.2",
  G: "12.5B6.5 7 5.2 7 45 360L7.4 7", H: "12M1.6 0L1.6 14M10.4 0L10.4 14M1.6 7.2L10.4 7.2", I: "4.4M2.2 0L2.2 14",
  J: "8.5M6.8 14L6.8 4A3.9 4 2.9 4 0 -175", K: "11M1.6 0L1.6 14M10 14L1.6 5.2M4.8 8.4L10.4 0", L: "9M1.6 14L1.6 0L8.4 0",
  M: "13M1.6 0L1.6 14L6.5 3L11.4 14L11.4 0", N: "12M1.6 0L1.6 14L10.4 0L10.4 14", O: "13B6.5 7 5.3 7 0 360",
  P: "10.5M1.6 0L1.6 14L6 14A6 10.2 3.6 3.8 90 -90L1.6 6.4", Q: "13B6.5 7 5.3 7 0 360M7.6 3.4L11.6 -1",
  R: "11M1.6 0L1.6 14L6 14A6 10.4 3.6 3.6 90 -90L1.6 6.8M6 6.8L10 0", S: "11B5.5 10.5 3.9 3.5 35 270A5.5 3.5 4.2 3.5 90 -150",
  T: "10.5M5.25 0L5.25 14M.6 14L9.9 14", U: "12M1.6 14L1.6 4.5A6 4.5 4.4 4.5 180 360L10.4 14", V: "11M.6 14L5.5 0L10.4 14",
  W: "15M.6 14L4 0L7.5 13L11 0L14.4 14", X: "11M1 0L10 14M1 14L10 0", Y: "11M.6 14L5.5 7L10.4 14M5.5 7L5.5 0", Z: "11M1.4 14L9.6 14L1 0L9.8 0",
  "[": "5M4 15L1.8 15L1.8 -3L4 -3", "\\": "7M.8 15L6.2 -2", "]": "5M1 15L3.2 15L3.2 -3L1 -3",
  "^": "9M1.4 8L4.5 14L7.6 8", _: "9M.4 -2.4L8.6 -2.4", "`": "5M1.4 14L3.4 11.4",
  a: "10B4.8 5 3.8 5 0 360M8.6 10L8.6 0", b: "10M1.4 14L1.4 0B5.2 5 3.8 5 0 360", c: "9B4.9 5 3.9 5 48 312",
  d: "10B4.8 5 3.8 5 0 360M8.6 14L8.6 0", e: "9.8M1.1 5.3L8.8 5.3A4.9 5.3 3.9 4.7 0 180A4.9 5 3.9 5 180 318",
  f: "6B5.3 11 2.5 3 85 180L2.8 0M.6 9.6L5.4 9.6", g: "10B4.8 5 3.8 5 0 360M8.6 10L8.6 -1A4.9 -1 3.7 3 0 -150",
  h: "9.8M1.4 14L1.4 0M1.4 6A4.9 6 3.5 4 180 0L8.4 0", i: "4M2 10L2 0M2 13.6L2 13.3", j: "4.4M2.5 10L2.5 -2A.5 -2 2 2 0 -90",
  k: "9M1.4 14L1.4 0M8 10L1.4 3.8M4 6.2L8.4 0", l: "4M2 14L2 0", m: "14.4M1.4 10L1.4 0M1.4 6.4A4.3 6.4 2.9 3.6 180 0L7.2 0M7.2 6.4A10.1 6.4 2.9 3.6 180 0L13 0",
  n: "9.8M1.4 10L1.4 0M1.4 6A4.9 6 3.5 4 180 0L8.4 0", o: "10B5 5 4 5 0 360", p: "10M1.4 10L1.4 -4B5.2 5 3.8 5 0 360",
  q: "10B4.8 5 3.8 5 0 360M8.6 10L8.6 -4", r: "6.4M1.4 10L1.4 0M1.4 5.6A5 5.6 3.6 4.3 180 78",
  s: "8.8B4.4 7.5 3.1 2.5 35 270A4.4 2.5 3.3 2.5 90 -150", t: "6M2.8 13L2.8 2.6A5 2.6 2.2 2.6 180 285M.6 9.8L5.4 9.8",
  u: "9.8M1.4 10L1.4 4A4.9 4 3.5 4 180 360M8.4 10L8.4 0", v: "8.8M.6 10L4.4 0L8.2 10", w: "13M.6 10L3.6 0L6.5 9L9.4 0L12.4 10",
  x: "9M.8 0L8.2 10M.8 10L8.2 0", y: "8.8M.6 10L4.5 0M8.2 10L4 -1A1.6 -1.2 2.4 2.6 0 -80", z: "9M1.2 10L7.8 10L1 0L8 0",
  "{": "6M5 15A4.4 12.6 1.6 2.4 90 180L2.8 8A1.2 8 1.6 2 360 270A1.2 4 1.6 2 90 0L2.8 -.6A4.4 -.6 1.6 2.4 180 270", "|": "4M2 15L2 -3",
  "}": "6M1 15A1.6 12.6 1.6 2.4 90 0L3.2 8A4.8 8 1.6 2 180 270A4.8 4 1.6 2 90 180L3.2 -.6A1.6 -.6 1.6 2.4 0 -90", "~": "11M1.4 5A3.6 5 2.2 2 180 0A8 7 2.2 2 180 360",
  "\u00b0": "6B3 11.6 2 2.1 0 360", "\u00b1": "11M1.4 7.4L9.6 7.4M5.5 3.4L5.5 11.4M1.4 .8L9.6 .8", "\u00b2": "6.4B3.2 12.2 2.3 2.2 170 -35L.9 6.6L5.6 6.6",
  "\u00b3": "6.4B3 12.6 2.1 1.9 155 -90A3 8.7 2.4 2.1 90 -155", "\u00b5": "9.8M1.4 10L1.4 -4M1.4 4A4.9 4 3.5 4 180 360M8.4 10L8.4 0",
  "\u00b7": "4M2 6.2L2 5.9", "\u00d7": "11M2.4 2.9L8.6 9.1M2.4 9.1L8.6 2.9", "\u2013": "9M.8 5.5L8.2 5.5", "\u2212": "11M1.4 6L9.6 6",
  "\u2026": "12M2 .5L2 .3M6 .5L6 .3M10 .5L10 .3", "\u03c3": "10.4B4.9 5 3.9 5 0 360M4.9 10L10 10",
};

const UNKNOWN = "10M1.5 0L8.5 0L8.5 14L1.5 14L1.5 0";
/** Grid units in the height of the font. */
const EM = 19.5;
/** Added to every width, so that texts are as wide as in Helvetica. */
const TRACKING = 0.8;

/** A text as strokes; from (0, 0) to the right, its baseline at 0, y downwards. */
export interface TextStrokes {
  /** How far it reaches. */
  readonly width: number;
  /** Corners of each stroke. */
  readonly strokes: readonly Float64Array[];
}

/** Draws a text. @param size height of the font */
export function strokesOfText(text: string, size: number): TextStrokes {
  const unit = size / EM;
  const strokes: Float64Array[] = [];
  let width = 0;
  for (const character of text) {
    const glyph = glyphOf(character);
    for (const corners of glyph.strokes) {
      strokes.push(Float64Array.from(corners, (c, i) => i % 2 ? -c * unit : width + c * unit));
    }
    width += glyph.width * unit;
  }
  return { width, strokes };
}

interface Glyph {
  readonly width: number;
  readonly strokes: readonly (readonly number[])[];
}

const glyphs = new Map<string, Glyph>();

function glyphOf(character: string): Glyph {
  const known = glyphs.get(character);
  if (known) return known;
  const glyph = parse(Object.hasOwn(GLYPHS, character) ? GLYPHS[character]! : UNKNOWN);
  // Only what the table has is kept: text may hold any character there is.
  if (Object.hasOwn(GLYPHS, character)) glyphs.set(character, glyph);
  return glyph;
}

function parse(text: string): Glyph {
  const strokes: number[][] = [];
  for (const [, command, figures] of text.matchAll(/([MLAB])([-\d. ]+)/g)) {
    const [x, y, rx, ry, from, to] = figures!.split(" ").map(Number) as [
      number,
      number,
      number,
      number,
      number,
      number, // deno-fmt-ignore-line
    ];
    if (command === "M" || command === "B") strokes.push([]);
    const stroke = strokes.at(-1)!;
    if (command === "M" || command === "L") {
      stroke.push(x, y);
      continue;
    }
    const steps = Math.ceil(Math.abs(to - from) / 15);
    for (let i = 0; i <= steps; i++) {
      const angle = (from + (to - from) * i / steps) * Math.PI / 180;
      stroke.push(x + rx * Math.cos(angle), y + ry * Math.sin(angle));
    }
  }
  return { width: parseFloat(text) + TRACKING, strokes };
}
