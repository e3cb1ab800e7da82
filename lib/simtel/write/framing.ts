/** EventIO object headers around whatever a body writes: top-level, nested, containers. */

import type { ByteWriter } from "./bytes.ts";

const SYNC_MARKER = 0xd41f8a37;
const ONLY_SUB_OBJECTS = 2 ** 30;
const MAX_LENGTH = 2 ** 30 - 1;

/** What an object header says besides its length. */
export interface ObjectId {
  /** Object type, 0 … 65535. */
  readonly type: number;
  /** Layout version of the type, 0 … 4095. */
  readonly version: number;
  /** Signed 32-bit number whose meaning belongs to the type. */
  readonly ident: number;
}

/** Writes a top-level object: sync marker, header, what `body` writes, zeros to a multiple of 4. */
export function topLevel(w: ByteWriter, id: ObjectId, body: () => void): void {
  w.i32(SYNC_MARKER);
  framed(w, id, 0, body);
}

/** Like {@linkcode topLevel}, for an object that holds nothing but {@linkcode nested} objects. */
export function topLevelContainer(w: ByteWriter, id: ObjectId, body: () => void): void {
  w.i32(SYNC_MARKER);
  framed(w, id, ONLY_SUB_OBJECTS, body);
}

/** Writes an object inside a container: no sync marker. */
export function nested(w: ByteWriter, id: ObjectId, body: () => void): void {
  framed(w, id, 0, body);
}

/** Like {@linkcode nested}, for an object that holds nothing but further nested objects. */
export function nestedContainer(w: ByteWriter, id: ObjectId, body: () => void): void {
  framed(w, id, ONLY_SUB_OBJECTS, body);
}

/** The length is known only after the body: it is patched into the header then. */
function framed(w: ByteWriter, id: ObjectId, flags: number, body: () => void): void {
  w.i32((id.version << 20) | id.type);
  w.i32(id.ident);
  const lengthAt = w.length;
  w.i32(0);
  const start = w.length;
  body();
  while ((w.length - start) % 4 !== 0) w.u8(0);
  const length = w.length - start;
  if (length > MAX_LENGTH) {
    throw new RangeError(`object ${id.type} has ${length} bytes, at most ${MAX_LENGTH} fit`);
  }
  w.patchU32(lengthAt, length + flags);
}
