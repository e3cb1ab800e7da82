/** What the formats have in common for {@link Tiles}. @module */
import type { Tiles } from "./picture.ts";

/** The indices of tiles by colour, so that each colour is named once. */
export function byColor({ color, palette }: Tiles): [color: string, indices: number[]][] {
  const groups = new Map<number, number[]>();
  for (let i = 0; i < color.length; i++) {
    const group = groups.get(color[i]!);
    if (group) group.push(i);
    else groups.set(color[i]!, [i]);
  }
  return [...groups].sort(([a], [b]) => a - b)
    .map(([index, indices]) => [palette[index] ?? "#000000", indices]);
}
