/** Reads values from bytes. @module */
import { KINDS } from "../slots/kinds.ts";
import { Kind, putTogether, setCause } from "./parts.ts";
import { setOwn, ShapeReader } from "./shapes.ts";
import { ALIGN, Flag, Tag } from "./tags.ts";
import { TextReader } from "./text.ts";

/** Finds what the encoder's hook took elsewhere; what it returns becomes part of the value. */
export type PlacedAt = (reference: number) => ArrayBufferView;

type Bytes = Uint8Array<ArrayBuffer>;

/** By the index in `VIEWS`. */
const MAKE_VIEW: readonly ((bytes: Bytes) => ArrayBuffer | ArrayBufferView)[] = [
  ({ buffer }) => buffer,
  ({ buffer }) => new DataView(buffer),
  (bytes) => bytes,
  ...KINDS.slice(1).map((View) => ({ buffer }: Bytes) => new View(buffer)),
];

/**
 * Reads what one `Encoder` wrote: every record, in order. Trusts it, but bytes
 * that are none of its records make it throw, not hang; after an error the decoder is of no use.
 */
export class Decoder {
  readonly #shapes: ShapeReader[] = [];
  readonly #objects: object[] = [];
  readonly #text = new TextReader();
  readonly #next = (): unknown => this.#value();
  #bytes: Uint8Array = new Uint8Array();
  #data: DataView = new DataView(this.#bytes.buffer);
  #start = 0;
  #at = 0;
  #end = 0;
  /** Whether objects are remembered since some are referred to. */
  #keeps = false;

  constructor(readonly placedAt: PlacedAt | null = null) {}

  /** Offset behind the record that was read last. */
  get at(): number {
    return this.#at;
  }

  /**
   * The value of the record at `start`, with nothing of it left in the bytes.
   *
   * @throws {Error} if there is no record that ends before or at `end`
   */
  read(bytes: Uint8Array, start: number, end: number): unknown {
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      this.#data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    this.#start = start;
    this.#end = Math.min(end, bytes.length);
    this.#at = start + 1;
    const flags = bytes[start]!;
    if (!(flags >= Flag.RECORD)) this.#fail("no record");
    this.#keeps = (flags & Flag.SAME) !== 0;
    if (flags & Flag.RESET) this.#shapes.length = 0;
    try {
      const value = this.#value();
      if (this.#at > this.#end) this.#fail("the record goes on behind its end");
      return value;
    } finally {
      if (this.#keeps) this.#objects.length = 0;
    }
  }

  #value(): unknown {
    const at = this.#at;
    if (at >= this.#end) this.#fail("the record is cut off");
    const tag = this.#bytes[at]!;
    this.#at = at + 1;
    switch (tag) {
      case Tag.INT:
        this.#at = at + 5;
        return this.#data.getInt32(at + 1, true);
      case Tag.DOUBLE:
        this.#at = at + 9;
        return this.#data.getFloat64(at + 1, true);
      case Tag.TRUE:
        return true;
      case Tag.FALSE:
        return false;
      case Tag.NULL:
        return null;
      case Tag.UNDEFINED:
        return undefined;
      case Tag.LATIN1:
        return this.#text.latin1(this.#bytes, at + 2, this.#take(this.#data.getUint8(at + 1), 2));
      case Tag.SHAPED:
        this.#at = at + 3;
        return this.#shaped(this.#shapes[this.#data.getUint16(at + 1, true)]);
      case Tag.LIST:
        return this.#list();
      default:
        return this.#rarer(tag);
    }
  }

  #rarer(tag: number): unknown {
    switch (tag) {
      case Tag.UTF8: {
        const length = this.#count();
        return this.#text.utf8(this.#bytes, this.#skip(length), length);
      }
      case Tag.UTF16: {
        const length = this.#count();
        return this.#text.utf16(this.#bytes, this.#skip(2 * length), length);
      }
      case Tag.BIGINT:
        return this.#data.getBigInt64(this.#skip(8), true);
      case Tag.BIG_TEXT:
        return BigInt(this.#key());
      case Tag.DEFINE:
        return this.#shaped(this.#define());
      case Tag.OBJECT:
        return this.#entries(this.#keep({}));
      case Tag.SPARSE:
        return this.#sparse();
      case Tag.MAP:
        return this.#map();
      case Tag.SET:
        return this.#set();
      case Tag.DATE:
        return this.#keep(new Date(this.#data.getFloat64(this.#skip(8), true)));
      case Tag.VIEW:
        return this.#keep(this.#view());
      case Tag.PLACED:
        return this.#keep(this.placedAt?.(this.#count()) ?? this.#fail("nothing placed there"));
      case Tag.PARTS:
        return this.#parts();
      case Tag.SAME:
        return this.#objects[this.#count()] ?? this.#fail("unknown object");
    }
    return this.#fail(`unknown tag ${tag}`);
  }

  /** An object of a shape; made first if it may be referred to, else faster. */
  #shaped(shape: ShapeReader | undefined): object {
    if (shape === undefined) this.#fail("unknown shape");
    return this.#keeps ? shape.fill(this.#keep({})) : shape.build();
  }

  #define(): ShapeReader {
    const keys: string[] = [];
    for (let left = this.#data.getUint8(this.#skip(1)); left > 0; left--) keys.push(this.#key());
    const shape = new ShapeReader(keys, this.#next);
    this.#shapes.push(shape);
    return shape;
  }

  #entries<T extends object>(object: T): T {
    for (let left = this.#count(); left > 0; left--) setOwn(object, this.#key(), this.#value());
    return object;
  }

  #list(): unknown[] {
    const list: unknown[] = this.#keep([]);
    for (let left = this.#count(); left > 0; left--) list.push(this.#value());
    return list;
  }

  #sparse(): unknown[] {
    const list: unknown[] = this.#keep([]);
    list.length = this.#count();
    return this.#entries(list);
  }

  #map(): Map<unknown, unknown> {
    const map = this.#keep(new Map<unknown, unknown>());
    for (let left = this.#count(); left > 0; left--) map.set(this.#value(), this.#value());
    return map;
  }

  #set(): Set<unknown> {
    const set = this.#keep(new Set<unknown>());
    for (let left = this.#count(); left > 0; left--) set.add(this.#value());
    return set;
  }

  #view(): ArrayBuffer | ArrayBufferView {
    const make = MAKE_VIEW[this.#data.getUint8(this.#skip(1))] ?? this.#fail("unknown view");
    const length = this.#count();
    this.#at += this.#start - this.#at & ALIGN - 1;
    const from = this.#skip(length);
    return make(this.#bytes.slice(from, from + length) as Bytes);
  }

  #parts(): object {
    const number = this.#keeps ? this.#objects.push(this) - 1 : -1; // its place: not yet made
    const kind = this.#data.getUint8(this.#skip(1));
    const parts: unknown[] = [];
    for (let left = this.#data.getUint8(this.#skip(1)); left > 0; left--) parts.push(this.#value());
    const object = putTogether(kind, parts);
    if (number >= 0) this.#objects[number] = object;
    if (kind === Kind.ERROR_WITH_CAUSE) setCause(object, this.#value());
    return object;
  }

  #key(): string {
    const key = this.#value();
    return typeof key === "string" ? key : this.#fail("a key is no text");
  }

  #keep<T extends object>(object: T): T {
    if (this.#keeps) this.#objects.push(object);
    return object;
  }

  #count(): number {
    return this.#data.getUint32(this.#skip(4), true);
  }

  /** Goes on behind `length` bytes. @returns where they begin */
  #skip(length: number): number {
    const from = this.#at;
    if (from + length > this.#end) this.#fail("the record is cut off");
    this.#at = from + length;
    return from;
  }

  /** As {@link #skip}, for bytes behind a header that begins at the tag. @returns `length` */
  #take(length: number, header: number): number {
    this.#skip(header - 1 + length);
    return length;
  }

  #fail(what: string): never {
    throw new Error(`damaged record at byte ${this.#start}: ${what} (byte ${this.#at})`);
  }
}
