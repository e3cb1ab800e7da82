/** Writes what has no parts: numbers, texts, raw bytes. @module */
import { ALIGN, Tag } from "./tags.ts";
import { TextWriter } from "./text.ts";

/** Room that every `put` asks for before it writes; enough for any tag with its lengths. */
const MARGIN = 16;

/** Thrown when the bytes end. It carries no stack: it is no fault, and must cost little. */
export const FULL = Symbol("no room");

/** Writes at offsets of one span of bytes; every method returns the offset behind. */
export class ByteWriter {
  readonly #text = new TextWriter();
  #bytes: Uint8Array = new Uint8Array();
  #data: DataView = new DataView(this.#bytes.buffer);
  #start = 0;
  #end = 0;

  /** Chooses the span. */
  use(bytes: Uint8Array, start: number, end: number): void {
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      this.#data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    this.#start = start;
    this.#end = Math.min(end, bytes.length);
  }

  /** Makes sure of {@link MARGIN} bytes: what follows a tag needs no check of its own. */
  ensure(at: number): void {
    if (at + MARGIN > this.#end) throw FULL;
  }

  /** One byte. */
  byte(byte: number, at: number): number {
    this.#bytes[at] = byte;
    return at + 1;
  }

  /** A tag, then a u32. */
  counted(tag: number, count: number, at: number): number {
    this.#bytes[at] = tag;
    return this.u32(count, at + 1);
  }

  /** A tag, then a u16. */
  numbered(tag: number, number: number, at: number): number {
    this.#bytes[at] = tag;
    this.#data.setUint16(at + 1, number, true);
    return at + 3;
  }

  /** A u32. */
  u32(count: number, at: number): number {
    this.#data.setUint32(at, count, true);
    return at + 4;
  }

  /** A tag, then an f64. */
  float(tag: number, value: number, at: number): number {
    this.#bytes[at] = tag;
    this.#data.setFloat64(at + 1, value, true);
    return at + 9;
  }

  /** A number; -0 is no integer. */
  number(value: number, at: number): number {
    if ((value | 0) !== value || (value === 0 && 1 / value < 0)) {
      return this.float(Tag.DOUBLE, value, at);
    }
    this.#bytes[at] = Tag.INT;
    this.#data.setInt32(at + 1, value, true);
    return at + 5;
  }

  /** A bigint. */
  bigint(value: bigint, at: number): number {
    if (BigInt.asIntN(64, value) !== value) {
      return this.text(String(value), this.byte(Tag.BIG_TEXT, at));
    }
    this.#bytes[at] = Tag.BIGINT;
    this.#data.setBigInt64(at + 1, value, true);
    return at + 9;
  }

  /** A string. */
  text(text: string, at: number): number {
    const behind = this.#text.write(text, this.#bytes, at, this.#end);
    if (behind < 0) throw FULL;
    return behind;
  }

  /** The bytes of something of `VIEWS`. */
  raw(index: number, raw: Uint8Array, at: number): number {
    const from = at + 6 + (this.#start - at - 6 & ALIGN - 1);
    const behind = from + raw.length;
    if (behind > this.#end) throw FULL;
    this.#bytes[at] = Tag.VIEW;
    this.#bytes[at + 1] = index;
    this.#data.setUint32(at + 2, raw.length, true);
    this.#bytes.set(raw, from);
    return behind;
  }
}
