/**
 * Where a shower came from and where it hit the ground, from the images of several telescopes: the
 * weighted crossing of image axes, algorithm 1 of W. Hofmann et al., Astroparticle Physics 12 (1999)
 * 135, in three dimensions.
 *
 * The long axis of an image and the telescope span a plane that the shower lies in. Two planes meet
 * in the shower's direction; and seen along that, their traces meet in its core. Of all pairs the
 * mean is taken. The weight of a pair is the square of: its reduced amplitude S₁S₂/(S₁ + S₂), over
 * the sum of width/length, times the sine of the angle between the planes. So bright, long images
 * that are seen from different sides count most.
 *
 * @module
 */
import { cross, dot, norm, plus, unit, type Vector } from "./vector.ts";
import type { Hillas } from "./records.ts";
import { directionOf, type Optics, seenAt, type SkyDirection, vectorOf } from "./sky.ts";

/** One telescope's image of a shower. */
export interface StereoImage extends Optics {
  readonly hillas: Pick<Hillas, "intensity" | "x" | "y" | "length" | "width" | "psi">;
  /** Of the telescope, in metre: north, west, up. */
  readonly position: Vector;
}

/** Where a shower came from and where it hit the ground. */
export interface ShowerGeometry extends SkyDirection {
  /** Where its axis meets the plane z = 0 of the telescopes' positions: metre to the north. */
  readonly coreX: number;
  /** Metre to the west. */
  readonly coreY: number;
  /**
   * Height above that plane from which most of its light came, in metre: the mean of where the axis
   * is closest to what the centres of gravity look at, by intensity and the squared sine of the angle
   * between both. Null if that is not above.
   */
  readonly maxHeight: number | null;
  /** Images that were used. */
  readonly images: number;
  /** RMS of the directions of pairs about the mean, by weight, radian; null if there is one pair. */
  readonly directionSpread: number | null;
  /** RMS of the cores of pairs, seen along the axis, metre; null if there is one pair. */
  readonly coreSpread: number | null;
}

/** Planes at a smaller angle, in radian, meet nowhere in particular. */
const LEAST_ANGLE = 1e-3;
/** Showers that come in flatter, in radian, have no core that means anything. */
const LEAST_ALTITUDE = 0.01;

/** An image as its plane. */
interface Plane {
  readonly normal: Vector;
  /** Of the centre of gravity, from the telescope. */
  readonly sight: Vector;
  readonly position: Vector;
  readonly intensity: number;
  /** width / length */
  readonly roundness: number;
}

interface Pair {
  readonly a: Plane;
  readonly b: Plane;
  readonly weight: number;
  /** Where the planes meet, as a direction. */
  readonly direction: Vector;
}

/**
 * Reconstructs a shower. Images without an axis (`psi`), without width (pixels in one line tell
 * little of a direction), or whose figures are not finite, are left out.
 *
 * @returns null if there are fewer than two images, if their axes are parallel, or if the shower
 * would come from below the horizon
 */
export function reconstructStereo(images: readonly StereoImage[]): ShowerGeometry | null {
  const used = images.filter(isUsable);
  const planes = used.map(planeOf);
  const above = used.reduce<Vector>((sum, one) => plus(sum, vectorOf(one.pointing)), [0, 0, 0]);
  const pairs = pairsOf(planes, above);
  if (pairs.length === 0) return null;
  const axis = unit(
    pairs.reduce<Vector>((sum, { direction, weight }) => plus(sum, direction, weight), [0, 0, 0]),
  );
  const sky = directionOf(axis);
  if (!(sky.altitude > LEAST_ALTITUDE)) return null; // NaN, too
  const core = coreOf(pairs, axis);
  if (core === null) return null;
  const several = pairs.length > 1;
  return {
    ...sky,
    coreX: core.at[0],
    coreY: core.at[1],
    maxHeight: heightOf(planes, core.at, axis),
    images: planes.length,
    directionSpread: several
      ? spread(pairs, ({ direction }) => norm(plus(direction, axis, -1)))
      : null,
    coreSpread: several ? core.spread : null,
  };
}

function isUsable({ hillas, focalLength, pointing, position }: StereoImage): boolean {
  const { intensity, x, y, length, width, psi } = hillas;
  const figures = [intensity, x, y, length, width, psi, focalLength, ...position];
  return [...figures, pointing.altitude, pointing.azimuth].every(Number.isFinite) &&
    intensity > 0 && width > 0 && length > 0 && focalLength > 0;
}

function planeOf(image: StereoImage): Plane {
  const { hillas: { x, y, psi, intensity, length, width }, position } = image;
  const sight = seenAt(image, x, y);
  // straight lines in a camera are great circles on the sky: any other point of the axis will do
  const other = seenAt(image, x + length * Math.cos(psi!), y + length * Math.sin(psi!));
  const normal = unit(cross(sight, other));
  return { normal, sight, position, intensity, roundness: width / length };
}

function pairsOf(planes: readonly Plane[], above: Vector): Pair[] {
  return planes.flatMap((a, at) =>
    planes.slice(at + 1).flatMap((b) => {
      const meeting = cross(a.normal, b.normal);
      const sine = norm(meeting);
      if (!(sine >= LEAST_ANGLE)) return [];
      const amplitude = a.intensity * b.intensity / (a.intensity + b.intensity);
      const weight = (amplitude * sine / (a.roundness + b.roundness)) ** 2;
      const sign = Math.sign(dot(meeting, above)) || 1;
      return [{ a, b, weight, direction: plus([0, 0, 0], meeting, sign / sine) }];
    })
  );
}

/** The mean of where the traces of pairs meet, seen along the axis, carried along it to z = 0. */
function coreOf(pairs: readonly Pair[], axis: Vector) {
  const points = pairs.flatMap(({ a, b, weight }) => {
    const [across, along] = [traceOf(a, axis), traceOf(b, axis)];
    const point = meeting(across, along);
    return point === null ? [] : [{ point, weight }];
  });
  if (points.length === 0) return null;
  const total = points.reduce((sum, { weight }) => sum + weight, 0);
  const mean = points.reduce<Vector>(
    (sum, { point, weight }) => plus(sum, point, weight / total),
    [0, 0, 0],
  );
  return {
    at: plus(mean, axis, -mean[2] / axis[2]),
    spread: spread(points, ({ point }) => norm(plus(point, mean, -1))),
  };
}

/** A plane's trace on the plane through the origin across the axis: where · normal = offset. */
function traceOf({ normal, position }: Plane, axis: Vector) {
  const flat = unit(plus(normal, axis, -dot(normal, axis)));
  return { flat, offset: dot(flat, position) };
}

type Trace = ReturnType<typeof traceOf>;

/** Where two traces meet; null if they are parallel. */
function meeting(a: Trace, b: Trace): Vector | null {
  const cosine = dot(a.flat, b.flat);
  const sine2 = 1 - cosine * cosine;
  if (!(sine2 >= LEAST_ANGLE ** 2)) return null;
  const first = (a.offset - cosine * b.offset) / sine2;
  const second = (b.offset - cosine * a.offset) / sine2;
  return plus(plus([0, 0, 0], a.flat, first), b.flat, second);
}

function heightOf(planes: readonly Plane[], core: Vector, axis: Vector): number | null {
  let [sum, total] = [0, 0];
  for (const { sight, position, intensity } of planes) {
    const cosine = dot(sight, axis);
    const from = plus(position, core, -1);
    // how far along the axis it is closest to the line of sight
    const along = dot(from, axis) - cosine * dot(from, sight); // times the squared sine
    sum += intensity * along * axis[2];
    total += intensity * (1 - cosine * cosine);
  }
  return sum > 0 ? sum / total : null;
}

function spread<T extends { readonly weight: number }>(
  list: readonly T[],
  distance: (one: T) => number,
): number {
  let [sum, total] = [0, 0];
  for (const one of list) {
    sum += one.weight * distance(one) ** 2;
    total += one.weight;
  }
  return Math.sqrt(sum / total);
}
