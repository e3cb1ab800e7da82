import type { Positions } from "./derotate.ts";
import type { Hillas } from "./records.ts";

/** Eigenvalues up to this, in m², are rounding. */
const NOTHING = 2.2e-16;

/**
 * Moments of the surviving pixels, weighted with their charge (Hillas, 19th ICRC (1985) 3, 445, in the
 * form of Fegan, J. Phys. G 23 (1997) 1013): centre of gravity, and root mean squares along and
 * across the long axis.
 *
 * @param positions in the derotated camera frame, metre
 * @returns null if nothing survived, or the charges do not sum up to more than nothing
 */
export function hillasParameters(
  { x, y }: Positions,
  charge: Float64Array,
  mask: Uint8Array,
): Hillas | null {
  let [intensity, sumX, sumY] = [0, 0, 0];
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 0) continue;
    const q = charge[i]!;
    intensity += q;
    sumX += q * x[i]!;
    sumY += q * y[i]!;
  }
  if (!(intensity > 0)) return null;
  const [cogX, cogY] = [sumX / intensity, sumY / intensity];
  let [xx, xy, yy] = [0, 0, 0];
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 0) continue;
    const [q, dx, dy] = [charge[i]!, x[i]! - cogX, y[i]! - cogY];
    xx += q * dx * dx;
    xy += q * dx * dy;
    yy += q * dy * dy;
  }
  const axes = axesOf(xx / intensity, xy / intensity, yy / intensity);
  const { length, width } = axes;
  const centre = {
    intensity,
    x: cogX,
    y: cogY,
    r: Math.hypot(cogX, cogY),
    phi: Math.atan2(cogY, cogX),
    length,
    width,
  };
  if (length === 0) return { ...centre, psi: null, skewness: null, kurtosis: null };
  const [cosine, sine] = [Math.cos(axes.psi), Math.sin(axes.psi)];
  let [third, fourth] = [0, 0];
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 0) continue;
    const along = (x[i]! - cogX) * cosine + (y[i]! - cogY) * sine;
    const cube = along * along * along;
    third += charge[i]! * cube;
    fourth += charge[i]! * cube * along;
  }
  return {
    ...centre,
    psi: axes.psi,
    skewness: third / intensity / length ** 3,
    kurtosis: fourth / intensity / length ** 4,
  };
}

/** Roots of the eigenvalues of a covariance matrix, and the direction of the larger one. */
function axesOf(
  xx: number,
  xy: number,
  yy: number,
): { length: number; width: number; psi: number } {
  const middle = (xx + yy) / 2;
  const half = Math.hypot((xx - yy) / 2, xy);
  const root = (value: number) => value <= NOTHING ? 0 : Math.sqrt(value);
  // of the two forms of the eigenvector, the one that loses no digits
  const [alongX, alongY] = xx >= yy ? [half + (xx - yy) / 2, xy] : [xy, half + (yy - xx) / 2];
  const psi = alongX === 0 ? Math.PI / 2 : Math.atan(alongY / alongX);
  return {
    length: root(middle + half),
    width: root(middle - half),
    psi: psi <= -Math.PI / 2 ? Math.PI / 2 : psi,
  };
}
