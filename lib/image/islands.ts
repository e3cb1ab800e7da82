import type { Neighbours } from "./neighbours.ts";

/** Number of connected components of the surviving pixels under the neighbour relation. */
export function countIslands(mask: Uint8Array, { start, ids }: Neighbours): number {
  const parent = new Int32Array(mask.length);
  let islands = 0;
  const rootOf = (pixel: number) => {
    let root = pixel;
    while (parent[root] !== root) root = parent[root] = parent[parent[root]!]!;
    return root;
  };
  for (let pixel = 0; pixel < mask.length; pixel++) {
    parent[pixel] = pixel;
    islands += mask[pixel]!;
  }
  for (let pixel = 0; pixel < mask.length; pixel++) {
    if (mask[pixel] === 0) continue;
    for (let at = start[pixel]!; at < start[pixel + 1]!; at++) {
      if (mask[ids[at]!] === 0) continue;
      const [one, other] = [rootOf(pixel), rootOf(ids[at]!)];
      if (one === other) continue;
      parent[one] = other;
      islands--;
    }
  }
  return islands;
}
