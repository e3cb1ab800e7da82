/**
 * Directions: between the sky, as altitude and azimuth, the ground, and cameras.
 *
 * Ground: x north, y west, z up, as the file's positions of telescopes. Azimuth: from north by east.
 * Camera (derotated): x towards higher altitude, y towards higher azimuth. This is what makes the
 * simulated showers of the reference files come out where they were simulated.
 *
 * @module
 */
import { dot, plus, unit, type Vector } from "./vector.ts";

/** A direction on the sky, in radian. */
export interface SkyDirection {
  readonly altitude: number;
  /** From north by east. */
  readonly azimuth: number;
}

/** The direction as a vector of length 1: north, west, up. */
export function vectorOf({ altitude, azimuth }: SkyDirection): Vector {
  const flat = Math.cos(altitude);
  return [flat * Math.cos(azimuth), -flat * Math.sin(azimuth), Math.sin(altitude)];
}

/** Where a vector points to; azimuth in [0, 2π). */
export function directionOf([north, west, up]: Vector): SkyDirection {
  const azimuth = Math.atan2(-west, north);
  return {
    altitude: Math.atan2(up, Math.hypot(north, west)),
    azimuth: azimuth < 0 ? azimuth + 2 * Math.PI : azimuth,
  };
}

/** The angle between two directions, in radian. */
export function separation(a: SkyDirection, b: SkyDirection): number {
  const [va, vb] = [vectorOf(a), vectorOf(b)];
  return 2 * Math.asin(Math.min(1, Math.hypot(...plus(va, vb, -1)) / 2)); // exact for small ones
}

/** Where a telescope looks, and how it sees the sky. */
export interface Optics {
  readonly pointing: SkyDirection;
  /** Metre. */
  readonly focalLength: number;
}

/** The direction, as a vector, that is seen at a place in the derotated camera frame, in metre. */
export function seenAt({ pointing, focalLength }: Optics, x: number, y: number): Vector {
  const { axis, up, east } = frameOf(pointing);
  return unit(plus(plus(axis, up, x / focalLength), east, y / focalLength));
}

/** Where in the derotated camera frame a direction is seen, in metre; null if behind the camera. */
export function placeOf({ pointing, focalLength }: Optics, direction: Vector) {
  const { axis, up, east } = frameOf(pointing);
  const depth = dot(direction, axis);
  if (depth <= 0) return null;
  const scale = focalLength / depth;
  return { x: scale * dot(direction, up), y: scale * dot(direction, east) };
}

/** The optical axis, and the directions of growing altitude and azimuth. */
function frameOf({ altitude, azimuth }: SkyDirection) {
  const [sin, cos] = [Math.sin(azimuth), Math.cos(azimuth)];
  const [high, flat] = [Math.sin(altitude), Math.cos(altitude)];
  const axis: Vector = [flat * cos, -flat * sin, high];
  const up: Vector = [-high * cos, high * sin, flat];
  const east: Vector = [-sin, -cos, 0];
  return { axis, up, east };
}
