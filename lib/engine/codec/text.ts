/** Strings as bytes. @module */
import { Tag } from "./tags.ts";

/** Up to here a loop over the characters beats a call of the text encoder. */
const SHORT = 32;
/** Bytes that are decoded without allocating: the text decoder is slow on shared memory. */
const SCRATCH = 4096;
/** Arguments of one `String.fromCharCode`. */
const CHUNK = 4096;
const KEEP_BOM = { fatal: true, ignoreBOM: true };

/** Writes strings. */
export class TextWriter {
  readonly #utf8 = new TextEncoder();

  /** @returns the offset behind, or -1 if the text does not fit before `end` */
  write(text: string, bytes: Uint8Array, at: number, end: number): number {
    if (text.length > SHORT) {
      return text.isWellFormed()
        ? this.#writeUtf8(text, bytes, at, end)
        : writeUtf16(text, bytes, at, end);
    }
    if (at + 2 + text.length > end) return -1;
    bytes[at] = Tag.LATIN1;
    bytes[at + 1] = text.length;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 0xff) return writeUtf16(text, bytes, at, end);
      bytes[at + 2 + i] = unit;
    }
    return at + 2 + text.length;
  }

  #writeUtf8(text: string, bytes: Uint8Array, at: number, end: number): number {
    if (at + 5 + text.length > end) return -1;
    const { read, written } = this.#utf8.encodeInto(text, bytes.subarray(at + 5, end));
    if (read < text.length) return -1;
    bytes[at] = Tag.UTF8;
    writeLength(bytes, at + 1, written);
    return at + 5 + written;
  }
}

function writeUtf16(text: string, bytes: Uint8Array, at: number, end: number): number {
  const behind = at + 5 + 2 * text.length;
  if (behind > end) return -1;
  bytes[at] = Tag.UTF16;
  writeLength(bytes, at + 1, text.length);
  for (let i = 0, to = at + 5; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    bytes[to++] = unit;
    bytes[to++] = unit >> 8;
  }
  return behind;
}

function writeLength(bytes: Uint8Array, at: number, length: number): void {
  bytes[at] = length;
  bytes[at + 1] = length >> 8;
  bytes[at + 2] = length >> 16;
  bytes[at + 3] = length >> 24;
}

/** Reads strings; the caller has checked that the bytes are there. */
export class TextReader {
  readonly #utf8 = new TextDecoder("utf-8", KEEP_BOM);
  readonly #scratch = new Uint8Array(SCRATCH);

  /** `length` characters of one byte each. Eight at a time is twice as fast as one by one. */
  latin1(bytes: Uint8Array, at: number, length: number): string {
    const end = at + length;
    let text = "";
    for (; at + 8 <= end; at += 8) {
      text += String.fromCharCode(
        bytes[at]!,
        bytes[at + 1]!,
        bytes[at + 2]!,
        bytes[at + 3]!,
        bytes[at + 4]!,
        bytes[at + 5]!,
        bytes[at + 6]!,
        bytes[at + 7]!,
      );
    }
    for (; at < end; at++) text += String.fromCharCode(bytes[at]!);
    return text;
  }

  /** @throws {TypeError} if the bytes are not UTF-8 */
  utf8(bytes: Uint8Array, at: number, length: number): string {
    if (length > SCRATCH) return this.#utf8.decode(bytes.slice(at, at + length));
    this.#scratch.set(bytes.subarray(at, at + length));
    return this.#utf8.decode(this.#scratch.subarray(0, length));
  }

  /** `length` units of two bytes each. */
  utf16(bytes: Uint8Array, at: number, length: number): string {
    let text = "";
    for (let from = 0; from < length; from += CHUNK) {
      const units = new Array<number>(Math.min(CHUNK, length - from));
      for (let i = 0; i < units.length; i++, at += 2) units[i] = bytes[at]! | bytes[at + 1]! << 8;
      text += String.fromCharCode(...units);
    }
    return text;
  }
}
