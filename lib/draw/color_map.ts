/**
 * Colour maps: from a figure between 0 and 1 to a colour, so that equal steps look equal.
 *
 * The anchors are sixteen colours, evenly spaced, of the maps *viridis*, *inferno* and *plasma* by
 * Nathaniel Smith, Stéfan van der Walt and Eric Firing (https://bids.github.io/colormap/), which are
 * in the public domain (CC0). What is between is interpolated in sRGB.
 *
 * @module
 */

const ANCHORS = {
  viridis: "440154 481a6c 472f7d 414487 39568c 31688e 2a788e 23888e " +
    "1f988b 22a884 35b779 54c568 7ad151 a5db36 d2e21b fde725",
  inferno: "000004 0c0826 240c4f 420a68 5d126e 781c6d 932667 ae305c " +
    "c73e4c dd513a ed6925 f8850f fca50a fac62d f2e661 fcffa4",
  plasma: "0d0887 330597 5002a2 6a00a8 8405a7 9c179e b12a90 c33d80 " +
    "d35171 e16462 ed7953 f68f44 fca636 fec029 f9dc24 f0f921",
  gray: "000000 ffffff",
} as const;

/** Name of a colour map. */
export type ColorMap = keyof typeof ANCHORS;

/** All of them. */
export const COLOR_MAPS = Object.keys(ANCHORS) as [ColorMap, ...ColorMap[]];

/** Red, green and blue of `#rrggbb`, 0 to 255 each. */
export function rgbOf(color: string): [red: number, green: number, blue: number] {
  const value = parseInt(color.slice(1), 16);
  return [value >> 16, value >> 8 & 255, value & 255];
}

/** The colours of a map, from that for 0 to that for 1. @param steps how many; at least 2 */
export function paletteOf(map: ColorMap, steps = 256): string[] {
  const anchors = ANCHORS[map].split(" ").map((hex) => rgbOf(`#${hex}`));
  return Array.from({ length: steps }, (_, step) => {
    const at = step / (steps - 1) * (anchors.length - 1);
    const low = Math.min(Math.floor(at), anchors.length - 2);
    const mixed = anchors[low]!.map((c, i) => c + (anchors[low + 1]![i]! - c) * (at - low));
    return `#${mixed.map((c) => Math.round(c).toString(16).padStart(2, "0")).join("")}`;
  });
}
