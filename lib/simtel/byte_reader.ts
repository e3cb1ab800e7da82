import type { Timestamp } from "./records_header.ts";
import type { SimtelError } from "./errors.ts";
import type { SimtelObject } from "./simtel_object.ts";
import { decodeTraces } from "./traces.ts";
import { decodeText } from "./text.ts";

/**
 * A cursor over the content of one object, little-endian.
 *
 * Every read is checked against the bytes that are there, and every array before it is made: a
 * damaged count costs an error, never memory. All methods throw a {@link SimtelError} with code
 * `corrupt` when the content is too short.
 */
export class ByteReader {
  readonly #object: SimtelObject;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #position = 0;

  constructor(object: SimtelObject) {
    this.#object = object;
    this.#bytes = object.content;
    const { buffer, byteOffset, byteLength } = object.content;
    this.#view = new DataView(buffer, byteOffset, byteLength);
  }

  /** Bytes not read yet. */
  get remaining(): number {
    return this.#bytes.length - this.#position;
  }

  /** An error at the current position. */
  error(what: string, code: "corrupt" | "unsupported" | "too-large" = "corrupt"): SimtelError {
    return this.#object.error(code, what, this.#position);
  }

  /**
   * Checks a count before anything is made or looped over: `n` must be a whole number ≥ 0 and, at
   * `bytesEach`, fit into what remains.
   */
  count(n: number, bytesEach: number, what: string): number {
    if (!(n >= 0) || n * bytesEach > this.remaining) {
      throw this.error(`${n} ${what} declared, but only ${this.remaining} bytes remain`);
    }
    return n;
  }

  /** Takes `bytes` of memory for an array that is larger than what is stored for it. */
  reserve(bytes: number): void {
    if (!(bytes >= 0) || !this.#object.budget.take(bytes)) {
      throw this.error(`decoding would need ${bytes} bytes more than is allowed`, "too-large");
    }
  }

  u8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  i16(): number {
    return this.#view.getInt16(this.#advance(2), true);
  }

  u16(): number {
    return this.#view.getUint16(this.#advance(2), true);
  }

  i32(): number {
    return this.#view.getInt32(this.#advance(4), true);
  }

  f32(): number {
    return this.#view.getFloat32(this.#advance(4), true);
  }

  f64(): number {
    return this.#view.getFloat64(this.#advance(8), true);
  }

  /** Two consecutive f32. */
  f32Pair(): [number, number] {
    return [this.f32(), this.f32()];
  }

  /** Seconds and nanoseconds. */
  time(): Timestamp {
    return [this.i32(), this.i32()];
  }

  /** Text with a 16-bit byte count. */
  str(): string {
    return this.#text(this.count(this.i16(), 1, "characters"));
  }

  /** Text with a variable-length byte count. */
  vstr(): string {
    return this.#text(this.count(this.cnt(), 1, "characters"));
  }

  u8s(n: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#copy(n, 1));
  }

  i16s(n: number): Int16Array<ArrayBuffer> {
    return new Int16Array(this.#copy(n, 2));
  }

  u16s(n: number): Uint16Array<ArrayBuffer> {
    return new Uint16Array(this.#copy(n, 2));
  }

  i32s(n: number): Int32Array<ArrayBuffer> {
    return new Int32Array(this.#copy(n, 4));
  }

  f32s(n: number): Float32Array<ArrayBuffer> {
    return new Float32Array(this.#copy(n, 4));
  }

  /** Reads `n` values into `out` from `start` on. */
  f32sInto(out: Float32Array, start: number, n: number): void {
    const from = this.#advance(4 * n);
    for (let i = 0; i < n; i++) out[start + i] = this.#view.getFloat32(from + 4 * i, true);
  }

  f64s(n: number): Float64Array<ArrayBuffer> {
    return new Float64Array(this.#copy(n, 8));
  }

  /** IEEE half floats, widened. */
  f16s(n: number): Float32Array<ArrayBuffer> {
    const values = new Float32Array(this.count(n, 2, "half floats"));
    const start = this.#advance(2 * n);
    for (let i = 0; i < n; i++) values[i] = this.#view.getFloat16(start + 2 * i, true);
    return values;
  }

  /** Signed variable-length integers that must fit into 32 bits. */
  scnts(n: number): Int32Array<ArrayBuffer> {
    const values = new Int32Array(this.count(n, 1, "integers"));
    const bytes = this.#bytes;
    for (let i = 0; i < n; i++) {
      const first = bytes[this.#position]!;
      if (first < 0x80) {
        this.#position++;
        values[i] = (first >>> 1) ^ -(first & 1);
      } else {
        values[i] = this.scnt32();
      }
    }
    return values;
  }

  /** Signed variable-length integer that must fit into 32 bits. */
  scnt32(): number {
    const value = this.scnt();
    if (value !== (value | 0)) throw this.error(`${value} does not fit into 32 bits`);
    return value;
  }

  /** Difference-coded array of values from 0 to 2³² − 1. */
  differences32(n: number): Uint32Array<ArrayBuffer> {
    const values = new Uint32Array(this.count(n, 1, "differences"));
    let value = 0;
    for (let i = 0; i < n; i++) {
      value += this.scnt();
      if (!(value >= 0 && value <= 0xffffffff)) throw this.error(`${value} is no ADC sum`);
      values[i] = value;
    }
    return values;
  }

  /** Difference-coded traces of `length` values each, into `out` from `start` on. */
  traces(out: Uint16Array, start: number, nTraces: number, length: number): void {
    const end = decodeTraces(this.#bytes, this.#position, out, start, nTraces, length);
    if (end < 0) throw this.error("an ADC trace is cut off or leaves the range of 16 bits");
    this.#position = end;
  }

  /**
   * Unsigned variable-length integer: the leading one-bits of the first byte count the bytes that
   * follow, most significant first. Above 2⁵³ the result is rounded.
   */
  cnt(): number {
    const first = this.u8();
    if (first < 0x80) return first;
    return Number(this.#longCount(first));
  }

  /** Signed variable-length integer: 0, 1, 2, 3 … stand for 0, −1, 1, −2 … */
  scnt(): number {
    const first = this.u8();
    if (first < 0x80) return (first >>> 1) ^ -(first & 1);
    const value = this.#longCount(first);
    if (typeof value === "number") {
      return value % 2 === 0 ? value / 2 : -(value - 1) / 2 - 1;
    }
    return Number((value & 1n) === 0n ? value >> 1n : -(value >> 1n) - 1n);
  }

  #longCount(first: number): number | bigint {
    const following = Math.clz32((~first << 24) | 0x800000);
    const start = this.#advance(following);
    if (following > 6) {
      let long = 0n;
      for (let i = 0; i < following; i++) long = (long << 8n) | BigInt(this.#bytes[start + i]!);
      return long;
    }
    let value = first & (0x7f >> following);
    for (let i = 0; i < following; i++) value = value * 256 + this.#bytes[start + i]!;
    return value;
  }

  #advance(n: number): number {
    const start = this.#position;
    if (n > this.#bytes.length - start) {
      throw this.error(`${n} bytes expected, but only ${this.remaining} remain`);
    }
    this.#position = start + n;
    return start;
  }

  #copy(n: number, bytesEach: number): ArrayBuffer {
    this.count(n, bytesEach, "values");
    const start = this.#advance(n * bytesEach) + this.#bytes.byteOffset;
    return (this.#bytes.buffer as ArrayBuffer).slice(start, start + n * bytesEach);
  }

  #text(length: number): string {
    const start = this.#advance(length);
    return decodeText(this.#bytes.subarray(start, start + length));
  }
}
