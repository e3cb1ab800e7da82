/** Directions on the sky and their places in a camera. */

import { cos, sin } from "./portable_math.ts";

/** x north, y west, z up; metre or dimensionless. */
export type Vector = readonly [x: number, y: number, z: number];

/** Radians per degree. */
export const DEGREE: number = Math.PI / 180;

/** Degrees to radians, as single precision keeps it: records equal what a reader gives. */
export function radians(degrees: number): number {
  return Math.fround(degrees * DEGREE);
}

/** Dot product. */
export function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/** `a + scale·b`. */
export function along(a: Vector, scale: number, b: Vector): Vector {
  return [a[0] + scale * b[0], a[1] + scale * b[1], a[2] + scale * b[2]];
}

/** Unit vectors at a point of the sky. */
export interface SkyBasis {
  /** Towards the point. */
  readonly axis: Vector;
  /** Towards increasing altitude. */
  readonly up: Vector;
  /** Towards increasing azimuth, from north to east. */
  readonly right: Vector;
}

/** The unit vectors at an azimuth (from north to east) and altitude, in radian. */
export function skyBasis(azimuth: number, altitude: number): SkyBasis {
  const [sinAz, cosAz] = [sin(azimuth), cos(azimuth)];
  const [sinAlt, cosAlt] = [sin(altitude), cos(altitude)];
  return {
    axis: [cosAlt * cosAz, -cosAlt * sinAz, sinAlt],
    up: [-sinAlt * cosAz, sinAlt * sinAz, cosAlt],
    right: [-sinAz, -cosAz, 0],
  };
}

/**
 * Where light that comes from the direction of `v` falls in a sky-aligned camera: x grows with the
 * altitude, y with the azimuth of the direction. In units of the focal length; `v` must point into
 * the hemisphere of the axis.
 */
export function project(pointing: SkyBasis, v: Vector): [x: number, y: number] {
  const depth = dot(v, pointing.axis);
  return [dot(v, pointing.up) / depth, dot(v, pointing.right) / depth];
}
