import type { Positions } from "./derotate.ts";
import type { Concentration, Hillas } from "./records.ts";

/**
 * How much of the surviving pixels' charge is near the centre of gravity: nearer than the width of a
 * pixel; within the Hillas ellipse, of which length and width are the semi-axes; and in the brightest
 * pixel. After ctapipe's `concentration_parameters`.
 *
 * @param pixelWidth in metre
 */
export function concentrationParameters(
  { x, y }: Positions,
  charge: Float64Array,
  mask: Uint8Array,
  hillas: Hillas,
  pixelWidth: number,
): Concentration {
  const { intensity, length, width, psi } = hillas;
  const [cosine, sine] = [Math.cos(psi ?? 0), Math.sin(psi ?? 0)];
  let [cog, core, most] = [0, 0, 0];
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 0) continue;
    const [q, dx, dy] = [charge[i]!, x[i]! - hillas.x, y[i]! - hillas.y];
    const along = dx * cosine + dy * sine;
    const across = dy * cosine - dx * sine;
    if (dx * dx + dy * dy < pixelWidth * pixelWidth) cog += q;
    if ((along / length) ** 2 + (across / width) ** 2 < 1) core += q;
    if (q > most) most = q;
  }
  return {
    cog: cog / intensity,
    core: width > 0 ? core / intensity : null,
    pixel: most / intensity,
  };
}
