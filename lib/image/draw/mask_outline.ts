/** The line around the pixels that survived the cleaning. @module */
import type { PixelShapes } from "./pixel_shape.ts";

/** A neighbour's centre may be off by this share of the distance, where modules have gaps. */
const TOLERANCE = 0.35;

/**
 * The edges between surviving pixels and others, as `x0, y0, x1, y1` each; only survivors are looked
 * at, so that it costs little for large cameras. Circles have no common edges: those of survivors
 * are all given.
 *
 * @param mask 1 where a pixel survived
 */
export function maskOutline(pixels: PixelShapes, mask: Uint8Array): Float64Array[] {
  const { outline, normals, size } = pixels;
  const survivors = [...mask.keys()].filter((i) => mask[i]);
  const corners = outline.length / 2;
  const near = corners > 6 ? null : new Neighbours(pixels, survivors);
  const edges: Float64Array[] = [];
  for (const i of survivors) {
    for (let k = 0; k < corners; k++) {
      if (near?.has(i, normals[k]!)) continue;
      const [a, b] = [2 * k, 2 * ((k + 1) % corners)];
      edges.push(Float64Array.of(
        pixels.x[i]! + outline[a]! * size[i]!,
        pixels.y[i]! + outline[a + 1]! * size[i]!,
        pixels.x[i]! + outline[b]! * size[i]!,
        pixels.y[i]! + outline[b + 1]! * size[i]!,
      ));
    }
  }
  return edges;
}

/** Some pixels of a camera, by where they are. */
class Neighbours {
  readonly #pixels: PixelShapes;
  readonly #pitch: number;
  /** Centres by their cell, which is as wide as pixels are apart. */
  readonly #cells = new Map<string, number[]>();

  constructor(pixels: PixelShapes, among: readonly number[]) {
    this.#pixels = pixels;
    this.#pitch = pitchOf(pixels, among[0] ?? 0);
    for (const i of among) {
      const key = this.#cell(pixels.x[i]!, pixels.y[i]!).join();
      const cell = this.#cells.get(key);
      if (cell) cell.push(i);
      else this.#cells.set(key, [i]);
    }
  }

  /** Whether there is one next to pixel `i` in a direction. */
  has(i: number, direction: number): boolean {
    const { x, y } = this.#pixels;
    const atX = x[i]! + this.#pitch * Math.cos(direction);
    const atY = y[i]! + this.#pitch * Math.sin(direction);
    const [column, row] = this.#cell(atX, atY);
    for (let c = column - 1; c <= column + 1; c++) {
      for (let r = row - 1; r <= row + 1; r++) {
        for (const j of this.#cells.get(`${c},${r}`) ?? []) {
          if (Math.hypot(x[j]! - atX, y[j]! - atY) < TOLERANCE * this.#pitch) return true;
        }
      }
    }
    return false;
  }

  #cell(x: number, y: number): [column: number, row: number] {
    return [Math.floor(x / this.#pitch), Math.floor(y / this.#pitch)];
  }
}

/** Distance of a pixel from the nearest other one. */
function pitchOf({ x, y }: PixelShapes, i: number): number {
  let nearest = Infinity;
  for (let j = 0; j < x.length; j++) {
    if (j !== i) nearest = Math.min(nearest, Math.hypot(x[j]! - x[i]!, y[j]! - y[i]!));
  }
  return nearest;
}
