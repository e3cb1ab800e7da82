/** Hexagonal cameras: where the pixels are and which one a place belongs to. */

import { cos, sin } from "./portable_math.ts";

const ROW = Math.sqrt(3) / 2;

/** A hexagonal arrangement of hexagonal pixels, rotated against the sky-aligned frame. */
export interface HexCamera {
  /** Rings around the central pixel: 1 + 3·rings·(rings + 1) pixels. */
  readonly rings: number;
  /** Distance of neighbouring pixels, m. */
  readonly pitch: number;
  /** `cam_rot`: pixel coordinates turned by this angle are sky-aligned; radian. */
  readonly rotation: number;
  readonly pixelX: Float32Array;
  readonly pixelY: Float32Array;
  /** The pixel at a place of the sky-aligned camera frame, in metres; −1 outside the camera. */
  pixelAt(x: number, y: number): number;
}

/** Builds the camera; pixel rows run along x, each pixel has a neighbour at (pitch, 0). */
export function hexCamera(rings: number, pitch: number, rotation: number): HexCamera {
  const index = new Map<number, number>();
  const centres: [x: number, y: number][] = [];
  const key = (q: number, r: number) => (q + 2 * rings) * 8 * rings + r + 2 * rings;
  for (let r = -rings; r <= rings; r++) {
    for (let q = Math.max(-rings, -rings - r); q <= Math.min(rings, rings - r); q++) {
      index.set(key(q, r), centres.length);
      centres.push([pitch * (q + r / 2), pitch * ROW * r]);
    }
  }
  const [sine, cosine] = [sin(rotation), cos(rotation)];
  return {
    rings,
    pitch,
    rotation,
    pixelX: Float32Array.from(centres, ([x]) => x),
    pixelY: Float32Array.from(centres, ([, y]) => y),
    pixelAt(x, y) {
      const [q, r] = nearestHex((x * cosine + y * sine) / pitch, (y * cosine - x * sine) / pitch);
      const outside = Math.max(Math.abs(q), Math.abs(r), Math.abs(q + r)) > rings;
      return outside ? -1 : index.get(key(q, r))!;
    },
  };
}

/** Axial coordinates of the hexagon around a point, by rounding in cube coordinates. */
function nearestHex(x: number, y: number): [q: number, r: number] {
  const r = y / ROW;
  const q = x - r / 2;
  const [roundQ, roundR, roundS] = [Math.round(q), Math.round(r), Math.round(-q - r)];
  const [errorQ, errorR] = [Math.abs(roundQ - q), Math.abs(roundR - r)];
  const errorS = Math.abs(roundS + q + r);
  if (errorQ > errorR && errorQ > errorS) return [-roundR - roundS, roundR];
  if (errorR > errorS) return [roundQ, -roundQ - roundS];
  return [roundQ, roundR];
}
