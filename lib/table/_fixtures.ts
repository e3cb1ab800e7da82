/** Tables for tests. @module */
import type { ByteTarget } from "./file.ts";

/** A target in memory. */
export class Memory implements ByteTarget {
  #parts: Uint8Array = new Uint8Array(1024);
  size = 0;

  constructor(bytes?: Uint8Array) {
    if (bytes !== undefined) this.write(bytes);
  }

  write(bytes: Uint8Array): void {
    while (this.size + bytes.length > this.#parts.length) {
      const larger = new Uint8Array(2 * this.#parts.length);
      larger.set(this.#parts);
      this.#parts = larger;
    }
    this.#parts.set(bytes, this.size);
    this.size += bytes.length;
  }

  overwrite(at: number, bytes: Uint8Array): void {
    this.#parts.set(bytes, at);
  }

  read(at: number, size: number): Uint8Array {
    return this.#parts.slice(at, at + size);
  }

  /** All bytes. */
  get bytes(): Uint8Array {
    return this.read(0, this.size);
  }
}
