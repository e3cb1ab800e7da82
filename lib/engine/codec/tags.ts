/**
 * The first byte of every value in the codec's bytes.
 *
 * Numbers are little-endian; `text` is a value of tag `LATIN1`, `UTF8` or `UTF16`; `value` any value.
 * A record is one byte of {@link Flag}s and a value. Objects are numbered in the order in which they
 * begin, from 0; `SAME` tells the number of one that was there before.
 *
 * | tag | followed by |
 * |---|---|
 * | `UNDEFINED` `NULL` `TRUE` `FALSE` | nothing |
 * | `INT` `DOUBLE` `BIGINT` `BIG_TEXT` | i32; f64; i64; the digits as text |
 * | `LATIN1` `UTF8` `UTF16` | u8 length and bytes; u32 bytes and bytes; u32 units and u16 units |
 * | `SHAPED` | u16 number of a shape, a value per key |
 * | `DEFINE` | u8 number of keys, a text per key, a value per key; the shape gets the next number |
 * | `OBJECT` | u32 number of keys, text and value per key |
 * | `LIST` | u32 length, a value per index |
 * | `SPARSE` | u32 length, u32 number of keys, text and value per key |
 * | `MAP` `SET` | u32 size, key and value per entry; a value per member |
 * | `DATE` | f64 in ms |
 * | `VIEW` | u8 index in {@link VIEWS}, u32 bytes, up to 7 bytes to align, the bytes |
 * | `PLACED` | u32 reference that the encoder's hook gave |
 * | `PARTS` | u8 {@link Kind}, u8 count, that many values, a last value if `Kind` says so |
 * | `SAME` | u32 number of the object |
 *
 * @module
 */

/** What follows. */
export const Tag = {
  UNDEFINED: 1,
  NULL: 2,
  TRUE: 3,
  FALSE: 4,
  INT: 5,
  DOUBLE: 6,
  BIGINT: 7,
  BIG_TEXT: 8,
  LATIN1: 9,
  UTF8: 10,
  UTF16: 11,
  SHAPED: 12,
  DEFINE: 13,
  OBJECT: 14,
  LIST: 15,
  SPARSE: 16,
  MAP: 17,
  SET: 18,
  DATE: 19,
  VIEW: 20,
  PLACED: 21,
  PARTS: 22,
  SAME: 23,
} as const;

/** Bits of a record's first byte. The highest is always set: a zeroed byte is no record. */
export const Flag = {
  RECORD: 0x80,
  /** Some object is there more than once: the decoder has to remember them. */
  SAME: 1,
  /** All shapes defined in earlier records are forgotten. */
  RESET: 2,
} as const;

/** What carries raw bytes; the order is part of the format. */
export const VIEWS = [
  "ArrayBuffer",
  "DataView",
  "Uint8Array",
  "Int8Array",
  "Uint8ClampedArray",
  "Int16Array",
  "Uint16Array",
  "Int32Array",
  "Uint32Array",
  "Float16Array",
  "Float32Array",
  "Float64Array",
  "BigInt64Array",
  "BigUint64Array",
] as const;

/** Shapes that are known at a time; beyond it, objects carry their keys. */
export const MAX_SHAPES = 1024;

/** Alignment of raw bytes, relative to the start of the record: copies are 9 times slower without. */
export const ALIGN = 8;
