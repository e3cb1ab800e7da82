/** The colours of pictures. @module */

/** Viridis by van der Walt and Smith (2015), at equal distances: even in lightness, for all eyes. */
const VIRIDIS = [
  [68, 1, 84],
  [72, 36, 117],
  [65, 68, 135],
  [53, 95, 141],
  [42, 120, 142],
  [33, 145, 140],
  [34, 168, 132],
  [68, 191, 112],
  [122, 209, 81],
  [189, 223, 38],
  [253, 231, 37],
] as const;

/** The colour of a part from 0 to 1. */
export function colourOf(part: number): string {
  const at = Math.min(1, Math.max(0, part)) * (VIRIDIS.length - 1);
  const below = Math.min(VIRIDIS.length - 2, Math.floor(at));
  const [a, b] = [VIRIDIS[below]!, VIRIDIS[below + 1]!];
  const mixed = a.map((value, i) => Math.round(value + (b[i]! - value) * (at - below)));
  return `rgb(${mixed.join(" ")})`;
}
