/** Vectors of three numbers. @module */

/** x, y, z. */
export type Vector = readonly [number, number, number];

/** Scalar product. */
export const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** Vector product. */
export const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

/** a + factor · b. */
export const plus = (a: Vector, b: Vector, factor: number = 1): Vector => [
  a[0] + factor * b[0],
  a[1] + factor * b[1],
  a[2] + factor * b[2],
];

/** Length. */
export const norm = (a: Vector): number => Math.hypot(...a);

/** A vector of length 1 in the same direction; NaN if there is none. */
export const unit = (a: Vector): Vector => plus([0, 0, 0], a, 1 / norm(a));
