import type { Neighbours } from "./neighbours.ts";

/** Thresholds in photo-electrons, and how lonely a pixel may be. */
export interface TailCuts {
  readonly picture: number;
  readonly boundary: number;
  /** Neighbours above `picture` that a picture pixel needs. */
  readonly minPictureNeighbours: number;
  /** Whether pixels above `picture` stay whatever is beside them. */
  readonly keepIsolated: boolean;
}

/** What the reference figures were made with. */
export const TAIL_CUTS: TailCuts = {
  picture: 10,
  boundary: 5,
  minPictureNeighbours: 1,
  keepIsolated: false,
};

/** In P0, the pixels above the picture threshold; in P, those of them that are not lonely. */
const [ABOVE_PICTURE, PICTURE] = [1, 2];

/**
 * Tail-cuts cleaning: picture pixels with a neighbour above the boundary threshold, and pixels above
 * that with a picture pixel beside them, survive; all comparisons are ≥. After ctapipe's
 * `tailcuts_clean`.
 *
 * An image in which any charge is not a finite number has none: whether the pixels around it would
 * survive cannot be told.
 *
 * @returns 1 for pixels that survive
 */
export function tailCuts(
  charge: Float64Array,
  neighbours: Neighbours,
  { picture, boundary, minPictureNeighbours, keepIsolated }: TailCuts = TAIL_CUTS,
): Uint8Array {
  const mask = new Uint8Array(charge.length);
  const above = new Uint8Array(charge.length);
  for (let i = 0; i < charge.length; i++) {
    const q = charge[i]!;
    if (q >= picture) above[i] = ABOVE_PICTURE;
    if (!(q - q === 0)) return mask; // NaN or infinite
  }
  const { start, ids } = neighbours;
  const beside = (pixel: number, least: number, limit: number, enough: number) => {
    for (let at = start[pixel]!, end = start[pixel + 1]!, count = 0; at < end; at++) {
      const other = ids[at]!;
      if (above[other]! >= least && charge[other]! >= limit && ++count >= enough) return true;
    }
    return enough === 0;
  };
  const company = keepIsolated ? 0 : minPictureNeighbours;
  for (let i = 0; i < charge.length; i++) {
    if (above[i] !== 0 && beside(i, ABOVE_PICTURE, -Infinity, company)) above[i] = PICTURE;
  }
  for (let i = 0; i < charge.length; i++) {
    const survives = above[i] === PICTURE
      ? keepIsolated || beside(i, 0, boundary, 1)
      : charge[i]! >= boundary && beside(i, PICTURE, -Infinity, 1);
    if (survives) mask[i] = 1;
  }
  return mask;
}
