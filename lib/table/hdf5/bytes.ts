/** Little-endian records of HDF5. @module */

/** What HDF5 writes for an address that leads nowhere. */
export const NOWHERE = 0xffff_ffff_ffff_ffffn;

/** Bytes that are put one behind the other. */
export class Bytes {
  #bytes = new Uint8Array(256);
  #view = new DataView(this.#bytes.buffer);
  #size = 0;

  /** Bytes so far. */
  get size(): number {
    return this.#size;
  }

  /** One byte each. */
  u8(...values: number[]): this {
    this.#room(values.length);
    for (const value of values) this.#view.setUint8(this.#size++, value);
    return this;
  }

  /** Two bytes each. */
  u16(...values: number[]): this {
    this.#room(2 * values.length);
    for (const value of values) {
      this.#view.setUint16(this.#size, value, true);
      this.#size += 2;
    }
    return this;
  }

  /** Four bytes each. */
  u32(...values: number[]): this {
    this.#room(4 * values.length);
    for (const value of values) {
      this.#view.setUint32(this.#size, value, true);
      this.#size += 4;
    }
    return this;
  }

  /** Eight bytes each: offsets and lengths. */
  u64(...values: (number | bigint)[]): this {
    this.#room(8 * values.length);
    for (const value of values) {
      this.#view.setBigUint64(this.#size, BigInt(value), true);
      this.#size += 8;
    }
    return this;
  }

  /** Bytes as they are. */
  add(bytes: Uint8Array): this {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#size);
    this.#size += bytes.length;
    return this;
  }

  /** Text in UTF-8, without an end. */
  text(text: string): this {
    return this.add(new TextEncoder().encode(text));
  }

  /** Zeros up to a multiple of 8. */
  align(): this {
    return this.zeros((8 - this.#size % 8) % 8);
  }

  /** So many zeros. */
  zeros(count: number): this {
    this.#room(count);
    this.#bytes.fill(0, this.#size, this.#size + count);
    this.#size += count;
    return this;
  }

  /** All of them, as a view. */
  done(): Uint8Array {
    return this.#bytes.subarray(0, this.#size);
  }

  #room(count: number): void {
    if (this.#size + count <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.#size + count));
    larger.set(this.done());
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}
