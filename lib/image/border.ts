import type { Neighbours } from "./neighbours.ts";

/** Pixels with fewer neighbours than the camera's maximum: 1 for these, 0 for others. */
export function borderPixels({ start, most }: Neighbours): Uint8Array {
  const border = new Uint8Array(start.length - 1);
  for (let pixel = 0; pixel < border.length; pixel++) {
    if (start[pixel + 1]! - start[pixel]! < most) border[pixel] = 1;
  }
  return border;
}

/** Pixels that have one of `border` among their neighbours: the border of twice the width. */
export function widerBorder({ start, ids }: Neighbours, border: Uint8Array): Uint8Array {
  const wider = new Uint8Array(border.length);
  for (let pixel = 0; pixel < border.length; pixel++) {
    for (let at = start[pixel]!; at < start[pixel + 1]!; at++) {
      if (border[ids[at]!] === 1) wider[pixel] = 1;
    }
  }
  return wider;
}
