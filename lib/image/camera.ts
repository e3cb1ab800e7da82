import type { Camera, CameraGeometry, CameraReadout } from "./records.ts";

/** Puts a camera together, and gives it its `id`. */
export function makeCamera(parts: Omit<Camera, "id">): Camera {
  return { id: cameraId(parts.geometry, parts.readout), ...parts };
}

/** 64 bits over all that is equal for cameras of one make; see `Camera.id`. */
function cameraId(geometry: CameraGeometry, readout: CameraReadout): string {
  const hash = new Hash();
  const { x, y, area, shape, rotation, focalLength } = geometry;
  for (const pixels of [x, y, area]) hash.add(pixels);
  hash.add(Float64Array.of(shape, rotation, focalLength));
  const { timeSlice, refPulses, refLength, refStep } = readout;
  hash.add(Float64Array.of(timeSlice, refLength, refStep));
  if (refPulses !== null) hash.add(refPulses);
  return hash.hex();
}

/**
 * Two lanes of multiplications and rotations over 32-bit words, in the manner of MurmurHash3: no
 * defence against intent, but far from any chance of taking one camera for another.
 */
class Hash {
  #a = 0x9747b28c;
  #b = 0x5bd1e995;

  /** The length is hashed with the content, so that two arrays in a row cannot pass for one. */
  add(array: Float32Array | Float64Array): void {
    this.#word(array.length);
    const { buffer, byteOffset, byteLength } = array;
    for (const word of new Uint32Array(buffer, byteOffset, byteLength / 4)) this.#word(word);
  }

  #word(word: number): void {
    const a = Math.imul(this.#a ^ word, 0xcc9e2d51);
    this.#a = Math.imul((a << 15) | (a >>> 17), 0x1b873593);
    const b = Math.imul(this.#b ^ word, 0x85ebca6b);
    this.#b = (Math.imul((b << 13) | (b >>> 19), 0xc2b2ae35) + this.#a) | 0;
  }

  hex(): string {
    this.#word(0);
    const text = (lane: number) => (lane >>> 0).toString(16).padStart(8, "0");
    return text(this.#a) + text(this.#b);
  }
}
