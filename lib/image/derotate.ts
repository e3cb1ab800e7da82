import type { CameraGeometry } from "./records.ts";

/** Places of pixels, in metre. */
export interface Positions {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/**
 * Places of the pixels in the derotated camera frame, in metre: the frame of the file turned by
 * `rotation`, so that its axes are those of the sky-aligned camera frame.
 *
 * @throws {RangeError} if there are not as many x as y
 */
export function derotate({ x, y, rotation }: CameraGeometry): Positions {
  if (x.length !== y.length) {
    throw new RangeError(`a camera of ${x.length} pixels in x, but ${y.length} in y`);
  }
  const [sine, cosine] = [Math.sin(rotation), Math.cos(rotation)];
  const turned = { x: new Float64Array(x.length), y: new Float64Array(x.length) };
  for (let i = 0; i < x.length; i++) {
    turned.x[i] = x[i]! * cosine - y[i]! * sine;
    turned.y[i] = x[i]! * sine + y[i]! * cosine;
  }
  return turned;
}
