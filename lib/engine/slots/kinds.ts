/** Typed arrays by number, for those who tell each other of them through shared words. @module */

/** A view with elements: no DataView. */
export type TypedArray = ArrayBufferView & { readonly length: number };

/** Makes typed arrays over a buffer. */
export interface ViewClass<T> {
  new (buffer: ArrayBufferLike, byteOffset?: number, length?: number): T;
  readonly name: string;
}

/** The classes; the order is part of what threads tell each other, and of the codec's format. */
export const KINDS: readonly ViewClass<TypedArray>[] = [
  Uint8Array,
  Int8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float16Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
];

const NUMBERS = new Map(KINDS.map((kind, number) => [kind.name, number]));
/** Name of a typed array's class, of whatever subclass it is; undefined of anything else. */
export const typedArrayName: (this: object) => string | undefined = Object
  .getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag)!.get!;

/** Number of an array's class, of whatever subclass it is. */
export function kindOf(array: TypedArray): number {
  return NUMBERS.get(typedArrayName.call(array)!)!;
}
