/** Writes values as bytes, in place. @module */
import { ByteWriter, FULL } from "./byte_writer.ts";
import { isLent } from "../slots/lent.ts";
import { Identities } from "./identities.ts";
import { Kind, takeApart } from "./parts.ts";
import { isForeign, NeedsClone, refusal } from "./refusal.ts";
import { ShapeWriter } from "./shapes.ts";
import { Flag, Tag, VIEWS } from "./tags.ts";
import { type TypedArray, typedArrayName } from "../slots/kinds.ts";

/** Takes a typed array elsewhere and returns a reference to it (a u32), or -1 to have its bytes
 * written in line. Called while a record is written: it must not use the encoder, and what it took
 * for a record that is not sent after all is for its owner to give back. */
export type Place = (view: TypedArray) => number;

/** Nesting beyond which the other side might run out of stack. */
const MAX_DEPTH = 1000;
const REFUSED = Symbol("cannot cross");
const VIEW_INDEX = new Map<string, number>(VIEWS.map((name, index) => [name, index]));

/**
 * Writes values for one `Decoder`, which has to read every record written and not
 * taken back, in order. Carries what structured clone carries, with identities and cycles, except
 * that views on one buffer get a buffer each. Not re-entrant: a getter must not use the encoder.
 */
export class Encoder {
  readonly #shapes = new ShapeWriter();
  readonly #identities = new Identities();
  readonly #out = new ByteWriter();
  #depth = 0;
  #flags = 0;

  /** @param place asked about every typed array of at least `placeFrom` bytes */
  constructor(readonly place: Place | null = null, readonly placeFrom: number = 65_536) {}

  /**
   * Writes a record. `start` and the bytes' own offset in their buffer should be multiples of 8:
   * typed arrays are copied nine times slower otherwise.
   *
   * @returns the offset behind the record, or -1 if it does not fit before `end` (up to 16 spare
   * bytes may be asked for); then, as after an error, nothing was written as far as decoders know
   * @throws {SendError} if the value holds what cannot cross
   * @throws {NeedsClone} if it holds what only structured clone carries
   */
  write(value: unknown, bytes: Uint8Array, start: number, end: number): number {
    this.#out.use(bytes, start, end);
    this.#shapes.begin();
    this.#flags = this.#shapes.resets ? Flag.RECORD | Flag.RESET : Flag.RECORD;
    try {
      const behind = this.#put(value, start + 1);
      this.#out.byte(this.#flags, start);
      return behind;
    } catch (error) {
      this.#shapes.undo();
      if (error === FULL) return -1;
      throw error === REFUSED ? refusal(value) : error;
    } finally {
      this.#depth = 0;
      this.#identities.clear();
    }
  }

  /** Takes back the last record: it was written but will not be read. */
  undo(): void {
    this.#shapes.undo();
  }

  #put(value: unknown, at: number): number {
    this.#out.ensure(at);
    switch (typeof value) {
      case "number":
        return this.#out.number(value, at);
      case "string":
        return this.#out.text(value, at);
      case "object":
        return value === null ? this.#out.byte(Tag.NULL, at) : this.#putObject(value, at);
      case "boolean":
        return this.#out.byte(value ? Tag.TRUE : Tag.FALSE, at);
      case "undefined":
        return this.#out.byte(Tag.UNDEFINED, at);
      case "bigint":
        return this.#out.bigint(value, at);
    }
    throw REFUSED;
  }

  #putObject(value: object, at: number): number {
    const known = this.#identities.meet(value);
    if (known >= 0) {
      this.#flags |= Flag.SAME;
      return this.#out.counted(Tag.SAME, known, at);
    }
    if (++this.#depth > MAX_DEPTH) throw new NeedsClone(`nested deeper than ${MAX_DEPTH} levels`);
    const prototype = Object.getPrototypeOf(value);
    const behind = prototype === Object.prototype
      ? this.#putPlain(value as Record<string, unknown>, at)
      : Array.isArray(value)
      ? this.#putList(value, at)
      : prototype === null
      ? this.#putPlain(value as Record<string, unknown>, at)
      : this.#putBuiltIn(value, at);
    this.#depth--;
    return behind;
  }

  #putPlain(value: Record<string, unknown>, at: number): number {
    const keys = Object.keys(value);
    const shape = this.#shapes.find(keys);
    if (shape === null) return this.#putEntries(value, keys, this.#out.byte(Tag.OBJECT, at));
    if (shape.id >= 0) {
      at = this.#out.numbered(Tag.SHAPED, shape.id, at);
    } else {
      this.#shapes.define(shape);
      at = this.#out.byte(keys.length, this.#out.byte(Tag.DEFINE, at));
      for (let i = 0; i < keys.length; i++) at = this.#out.text(keys[i]!, at);
    }
    for (let i = 0; i < keys.length; i++) at = this.#put(value[keys[i]!], at);
    return at;
  }

  /** Indices come first among the keys, in order: the last of them tells whether there are holes. */
  #putList(value: readonly unknown[], at: number): number {
    const { length } = value;
    const keys = Object.keys(value);
    if (keys.length !== length || (length > 0 && keys[length - 1] !== String(length - 1))) {
      const entries = value as unknown as Record<string, unknown>;
      return this.#putEntries(entries, keys, this.#out.counted(Tag.SPARSE, length, at));
    }
    at = this.#out.counted(Tag.LIST, length, at);
    for (let i = 0; i < length; i++) at = this.#put(value[i], at);
    return at;
  }

  #putEntries(value: Record<string, unknown>, keys: readonly string[], at: number): number {
    at = this.#out.u32(keys.length, at);
    for (const key of keys) at = this.#put(value[key], this.#out.text(key, at));
    return at;
  }

  #putBuiltIn(value: object, at: number): number {
    if (ArrayBuffer.isView(value)) return this.#putView(value, at);
    if (value instanceof Date) return this.#out.float(Tag.DATE, value.getTime(), at);
    if (value instanceof Map) return this.#putMap(value, at);
    if (value instanceof Set) return this.#putSet(value, at);
    if (value instanceof ArrayBuffer) {
      if (value.resizable || value.detached) throw new NeedsClone("a resizable or detached buffer");
      return this.#out.raw(VIEW_INDEX.get("ArrayBuffer")!, new Uint8Array(value), at);
    }
    return this.#putRare(value, at);
  }

  /** The size is what was written, lest a getter inside that changes the map damages the record. */
  #putMap(value: ReadonlyMap<unknown, unknown>, start: number): number {
    let at = start + 5;
    let size = 0;
    for (const [key, item] of value) {
      at = this.#put(item, this.#put(key, at));
      size++;
    }
    this.#out.counted(Tag.MAP, size, start);
    return at;
  }

  #putSet(value: ReadonlySet<unknown>, start: number): number {
    let at = start + 5;
    let size = 0;
    for (const item of value) {
      at = this.#put(item, at);
      size++;
    }
    this.#out.counted(Tag.SET, size, start);
    return at;
  }

  #putView(value: ArrayBufferView, at: number): number {
    const { buffer, byteLength } = value;
    if (buffer instanceof SharedArrayBuffer) {
      if (!isLent(buffer)) throw new NeedsClone("a view on shared memory");
    } else if (buffer.detached) throw new NeedsClone("a view on a detached buffer");
    const name = typedArrayName.call(value);
    if (this.place !== null && byteLength >= this.placeFrom && name !== undefined) {
      const reference = this.place(value as TypedArray);
      if (reference >= 0) return this.#out.counted(Tag.PLACED, reference, at);
    }
    const raw = new Uint8Array(buffer, value.byteOffset, byteLength);
    return this.#out.raw(VIEW_INDEX.get(name ?? "DataView")!, raw, at);
  }

  #putRare(value: object, at: number): number {
    const apart = value instanceof DOMException ? null : takeApart(value);
    if (apart === null) {
      throw isForeign(value) ? new NeedsClone(`a ${value.constructor.name}`) : REFUSED;
    }
    at = this.#out.byte(apart.kind, this.#out.byte(Tag.PARTS, at));
    at = this.#out.byte(apart.parts.length, at);
    for (const part of apart.parts) at = this.#put(part, at);
    return apart.kind === Kind.ERROR_WITH_CAUSE ? this.#put(apart.cause, at) : at;
  }
}
