/** Made-up cameras for tests. @module */
import type { Camera, CameraImage } from "../records.ts";

/** A camera of `n` × `n` pixels of a shape, a metre apart and touching each other; turned by `rotation`. */
export function gridCamera(shape: 0 | 1 | 2 | 3, n: number, rotation = 0): Camera {
  const [x, y] = [new Float32Array(n * n), new Float32Array(n * n)];
  for (let row = 0; row < n; row++) {
    for (let column = 0; column < n; column++) {
      const isHexagon = shape === 1 || shape === 3;
      const along = column + (isHexagon ? row % 2 / 2 : 0) - n / 2;
      const across = (row - n / 2) * (isHexagon ? Math.sqrt(3) / 2 : 1);
      const i = row * n + column;
      [x[i], y[i]] = shape === 3 ? [across, along] : [along, across];
    }
  }
  const area = shape === 2 ? 1 : shape === 0 ? Math.PI / 4 : Math.sqrt(3) / 2;
  return {
    id: `grid ${shape} ${n} ${rotation}`,
    geometry: { x, y, area: new Float32Array(n * n).fill(area), shape, rotation, focalLength: 28 },
    readout: {
      timeSlice: 1,
      refPulses: null,
      refLength: 0,
      refStep: 0,
      disabled: new Int32Array(),
    },
    calibration: null,
  };
}

/** An image that rises from pixel to pixel, without a mask. */
export function risingImage(pixels: number): CameraImage {
  return {
    charge: Float64Array.from({ length: pixels }, (_, i) => i),
    peakTime: Float64Array.from({ length: pixels }, (_, i) => 10 + i % 7),
    gain: new Uint8Array(pixels),
    mask: null,
  };
}
