/** Cameras that the tests of this room make up. @module */
import fc from "fast-check";
import { makeCamera } from "./camera.ts";
import type { Positions } from "./derotate.ts";
import type { Neighbours } from "./neighbours.ts";
import type { Camera, CameraGeometry, CameraReadout } from "./records.ts";

const ROW = Math.sqrt(3) / 2;

/** Centres of a hexagonal arrangement with so many rings around the middle, `pitch` apart. */
export function hexagons(rings: number, pitch = 0.05): Positions {
  const centres: [number, number][] = [];
  for (let r = -rings; r <= rings; r++) {
    for (let q = Math.max(-rings, -rings - r); q <= Math.min(rings, rings - r); q++) {
      centres.push([pitch * (q + r / 2), pitch * ROW * r]);
    }
  }
  return positionsOf(centres);
}

/** Centres of a square arrangement of `side` × `side`. */
export function squares(side: number, pitch = 0.006): Positions {
  return positionsOf(
    Array.from(
      { length: side * side },
      (_, i) => [pitch * (i % side), pitch * Math.floor(i / side)],
    ),
  );
}

/** Positions of a list of points. */
export function positionsOf(points: readonly (readonly [number, number])[]): Positions {
  return { x: Float64Array.from(points, ([x]) => x), y: Float64Array.from(points, ([, y]) => y) };
}

/** The neighbours of each pixel as lists. */
export function listsOf({ start, ids }: Neighbours): number[][] {
  return Array.from(
    { length: start.length - 1 },
    (_, i) => [...ids.subarray(start[i], start[i + 1])],
  );
}

/** A hexagonal camera with 37 pixels, two gains and a rectangular pulse, changed as is told. */
export function cameraWith(
  geometry: Partial<CameraGeometry> = {},
  readout: Partial<CameraReadout> = {},
): Camera {
  const { x, y } = hexagons(3);
  const nPixels = geometry.x?.length ?? x.length;
  const gains = <T>(high: T, low: T) => (_: unknown, i: number) => i < nPixels ? high : low;
  return makeCamera({
    geometry: {
      x: Float32Array.from(x),
      y: Float32Array.from(y),
      area: new Float32Array(nPixels).fill(ROW * 0.05 ** 2),
      shape: 1,
      rotation: 0,
      focalLength: 28,
      ...geometry,
    },
    readout: {
      timeSlice: 2,
      refPulses: new Float32Array(40).fill(1),
      refLength: 20,
      refStep: 1,
      disabled: new Int32Array(),
      ...readout,
    },
    calibration: {
      pedestal: Float32Array.from({ length: 2 * nPixels }, gains(1000, 500)),
      nPedSlices: 10,
      dcToPe: Float32Array.from({ length: 2 * nPixels }, gains(0.5, 8)),
      timeOffset: Float32Array.from({ length: 2 * nPixels }, gains(1, 3)),
    },
  });
}

/** Any points, some of them in one place or in a line. */
export const anyPoints: fc.Arbitrary<Positions> = fc.array(
  fc.oneof(
    fc.tuple(
      fc.double({ min: -2, max: 2, noNaN: true }),
      fc.double({ min: -2, max: 2, noNaN: true }),
    ),
    fc.tuple(fc.integer({ min: -4, max: 4 }), fc.integer({ min: -4, max: 4 })),
    fc.tuple(fc.constant(0), fc.double({ min: -2, max: 2, noNaN: true })),
  ),
  { minLength: 1, maxLength: 60 },
).map(positionsOf);
