/** Images of cameras with known values, for tests of what is written of them. @module */
import type { Camera } from "ctapipe-flow/image";
import type { CameraImagePacket } from "./_messages.ts";

/** A camera of hexagonal pixels that is turned by 0.1 rad; positions are made up. */
export function madeUpCamera(pixels: number): Camera {
  const each = (value: (at: number) => number) =>
    Float32Array.from({ length: pixels }, (_, at) => value(at));
  return {
    id: `camera-${pixels}`,
    geometry: {
      x: each((at) => at % 8 / 10),
      y: each((at) => Math.floor(at / 8) / 10),
      area: each(() => 0.002),
      shape: 1,
      rotation: 0.1,
      focalLength: 28,
    },
    readout: {
      timeSlice: 0.5,
      refPulses: Float32Array.of(0, 1, 0.5, 0, 2, 1),
      refLength: 3,
      refStep: 0.25,
      disabled: new Int32Array(0),
    },
    calibration: null,
  };
}

/**
 * The images of event `number` in two telescopes of different cameras. Every figure follows from the
 * number; in every fifth event nothing survived the cleaning.
 */
export function madeUpImages(number: number, pixels = [19, 7]): CameraImagePacket[] {
  return pixels.map((length, at): CameraImagePacket => ({
    kind: "camera_image",
    file: "made_up.simtel.zst",
    run: 7,
    eventId: 100 + number,
    eventType: "data",
    nTelescopes: pixels.length,
    trigger: {
      time: [1_600_000_000 + number, 250_000_000],
      telescopes: pixels.map((_, index) => index + 1),
      delays: pixels.map((_, index) => 2.5 * index),
    },
    nTriggerPixels: at === 0 ? 10 + number : null,
    telescope: {
      telId: at + 1,
      type: at === 0 ? "LST" : "MST",
      opticsName: `O${at}`,
      cameraName: `C${at}`,
    },
    place: { position: [10 * at, -5, 2.5], pointing: { azimuth: 0.5, altitude: 1.2 } },
    camera: madeUpCamera(length),
    truth: {
      energy: number + 0.5,
      altitude: Math.PI / 3,
      azimuth: -Math.PI / 2,
      coreX: number,
      coreY: -number,
      hFirstInt: 20_000,
      xmax: 321,
      primaryId: 5626,
    },
    image: {
      charge: Float64Array.from({ length }, (_, pixel) => pixel + number / 4),
      peakTime: Float64Array.from({ length }, (_, pixel) => pixel / 2),
      gain: new Uint8Array(length),
      mask: Uint8Array.from({ length }, (_, pixel) => pixel % 3 === 0 ? 1 : 0),
    },
    parameters: parametersOf(number, at),
  }));
}

function parametersOf(number: number, at: number): CameraImagePacket["parameters"] {
  if (number % 5 === 4) {
    return {
      nPixels: 0,
      nIslands: 0,
      hillas: null,
      leakage: null,
      concentration: null,
      timing: null,
    };
  }
  return {
    nPixels: number + at,
    nIslands: at,
    hillas: {
      intensity: 100 * number + at,
      x: 0.1,
      y: 0.2,
      r: 0.3,
      phi: Math.PI / 4,
      length: 0.04,
      width: 0.02,
      psi: at === 0 ? -Math.PI / 6 : null,
      skewness: 0.25,
      kurtosis: 2.5,
    },
    leakage: { pixelsWidth1: 0.1, pixelsWidth2: 0.2, intensityWidth1: 0.3, intensityWidth2: 0.4 },
    concentration: { cog: 0.5, core: 0.6, pixel: 0.7 },
    timing: at === 0 ? { slope: 8, intercept: 9, deviation: 10 } : null,
  };
}
