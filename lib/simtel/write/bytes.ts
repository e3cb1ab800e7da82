/** Little-endian byte writer with the variable-length integers of EventIO. */

const encoder = new TextEncoder();

/** The largest magnitude a signed count may have here: twice it must still be a safe integer. */
const MAX_SIGNED = 2 ** 52 - 1;

/**
 * Grows as needed and writes little-endian values one after the other. One instance holds at most
 * one top-level object: the framing resets it after every flush, so its size is the largest object.
 */
export class ByteWriter {
  #bytes: Uint8Array<ArrayBuffer>;
  #view: DataView<ArrayBuffer>;
  #length = 0;

  /** @param capacity bytes to reserve at first; at least 16 */
  constructor(capacity = 64 * 1024) {
    this.#bytes = new Uint8Array(Math.max(16, capacity));
    this.#view = new DataView(this.#bytes.buffer);
  }

  /** Number of bytes written since the last {@linkcode ByteWriter.reset}. */
  get length(): number {
    return this.#length;
  }

  /** Forgets everything written; the memory is kept for the next object. */
  reset(): void {
    this.#length = 0;
  }

  /** A copy of the bytes written so far, in a buffer of its own. */
  copy(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  /** Appends one unsigned byte. */
  u8(value: number): void {
    const at = this.#advance(1);
    this.#view.setUint8(at, value);
  }

  /** Appends a 16-bit integer; signed and unsigned values share one bit pattern. */
  i16(value: number): void {
    const at = this.#advance(2);
    this.#view.setInt16(at, value, true);
  }

  /** Appends a 32-bit integer; signed and unsigned values share one bit pattern. */
  i32(value: number): void {
    const at = this.#advance(4);
    this.#view.setInt32(at, value, true);
  }

  /** Appends an IEEE 754 half float, rounded to nearest even. */
  f16(value: number): void {
    const at = this.#advance(2);
    this.#view.setFloat16(at, value, true);
  }

  /** Appends a single-precision float. */
  f32(value: number): void {
    const at = this.#advance(4);
    this.#view.setFloat32(at, value, true);
  }

  /** Appends a double-precision float. */
  f64(value: number): void {
    const at = this.#advance(8);
    this.#view.setFloat64(at, value, true);
  }

  /** Appends the values as 16-bit integers. */
  i16s(values: Iterable<number>): void {
    for (const value of values) this.i16(value);
  }

  /** Appends the values as 32-bit integers. */
  i32s(values: Iterable<number>): void {
    for (const value of values) this.i32(value);
  }

  /** Appends the values as half floats. */
  f16s(values: Iterable<number>): void {
    for (const value of values) this.f16(value);
  }

  /** Appends the values as single-precision floats. */
  f32s(values: Iterable<number>): void {
    for (const value of values) this.f32(value);
  }

  /** Appends the values as double-precision floats. */
  f64s(values: Iterable<number>): void {
    for (const value of values) this.f64(value);
  }

  /**
   * Appends an unsigned variable-length integer: the k leading one-bits of the first byte count the
   * big-endian bytes that follow it.
   *
   * @throws {RangeError} if the value is not an integer in 0 … 2⁵³ − 1
   */
  cnt(value: number): void {
    if (value >= 0 && value < 0x80 && Number.isInteger(value)) return this.u8(value);
    if (!Number.isSafeInteger(value) || value < 0) {
      throw new RangeError(`a count must be an integer from 0 to 2^53 - 1, not ${value}`);
    }
    let following = 1;
    // k following bytes leave 7·(k+1) value bits; a safe integer needs at most k = 7.
    while (value >= 2 ** (7 * (following + 1))) following++;
    const at = this.#advance(following + 1);
    let rest = value;
    for (let i = following; i > 0; i--) {
      this.#bytes[at + i] = rest % 256;
      rest = Math.floor(rest / 256);
    }
    this.#bytes[at] = (0xff00 >> following & 0xff) | rest;
  }

  /**
   * Appends a signed variable-length integer (0, −1, 1, −2, 2 … become the counts 0, 1, 2, 3, 4 …).
   *
   * @throws {RangeError} if the value is not an integer of magnitude below 2⁵²
   */
  scnt(value: number): void {
    if (!Number.isInteger(value) || Math.abs(value) > MAX_SIGNED) {
      throw new RangeError(`a signed count must be an integer below 2^52, not ${value}`);
    }
    this.cnt(value < 0 ? -2 * value - 1 : 2 * value);
  }

  /** Appends the values as signed counts. */
  scnts(values: Iterable<number>): void {
    for (const value of values) this.scnt(value);
  }

  /**
   * Appends `values[start … start + count)` as one difference-coded array: signed counts of the
   * steps between neighbours, the first from zero. The hot loop of the writer.
   */
  differences(values: Uint16Array | Uint32Array, start: number, count: number): void {
    // A difference of 32-bit numbers needs at most 33 bits and the sign: 5 bytes.
    this.#reserve(count * 5);
    let before = 0;
    for (let i = start; i < start + count; i++) {
      const value = values[i]!;
      const step = value - before;
      before = value;
      const coded = step < 0 ? -2 * step - 1 : 2 * step;
      if (coded < 0x80) {
        this.#bytes[this.#length++] = coded;
      } else if (coded < 0x4000) {
        this.#bytes[this.#length++] = 0x80 | coded >> 8;
        this.#bytes[this.#length++] = coded & 0xff;
      } else {
        this.cnt(coded);
      }
    }
  }

  /**
   * Appends UTF-8 text behind a 16-bit byte count.
   *
   * @throws {RangeError} if the text has more than 32 767 bytes
   */
  str(text: string): void {
    const bytes = encoder.encode(text);
    if (bytes.length > 0x7fff) {
      throw new RangeError(`text of ${bytes.length} bytes does not fit a 16-bit byte count`);
    }
    this.i16(bytes.length);
    this.bytes(bytes);
  }

  /** Appends UTF-8 text behind a variable-length byte count. */
  vstr(text: string): void {
    const bytes = encoder.encode(text);
    this.cnt(bytes.length);
    this.bytes(bytes);
  }

  /** Appends the bytes as they are. */
  bytes(bytes: Uint8Array): void {
    const at = this.#advance(bytes.length);
    this.#bytes.set(bytes, at);
  }

  /** Overwrites the 32-bit word at offset `at`, which has been written before. */
  patchU32(at: number, value: number): void {
    this.#view.setUint32(at, value, true);
  }

  /** Call it before touching `#view` or `#bytes`: growing replaces both. */
  #advance(count: number): number {
    this.#reserve(count);
    const at = this.#length;
    this.#length += count;
    return at;
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}
