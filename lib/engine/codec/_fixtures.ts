/** What the codec's tests share. @module */
import assert from "node:assert/strict";
import fc from "fast-check";
import { Decoder } from "./decoder.ts";
import { Encoder } from "./encoder.ts";

/** Bytes in shared memory, as rings have them. */
export function sharedBytes(length: number): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(length));
}

/** The value as a new pair gives it. */
export function roundTrip<T>(value: T, bytes: Uint8Array = sharedBytes(1 << 20)): T {
  const end = new Encoder().write(value, bytes, 0, bytes.length);
  assert.ok(end > 0);
  const decoder = new Decoder();
  const read = decoder.read(bytes, 0, end);
  assert.equal(decoder.at, end);
  return read as T;
}

/**
 * Asserts that two values cannot be told apart: prototypes, own properties with their attributes,
 * order of keys, holes, -0, contents, and which objects are the same ones. Stricter than
 * `deepStrictEqual`; only what lies behind a view's edges is not looked at.
 */
export function assertSame(actual: unknown, expected: unknown): void {
  const pairs = new Map<object, object>();
  const back = new Map<object, object>();
  const same = (one: unknown, other: unknown, path: string): void => {
    if (typeof other !== "object" || other === null || typeof one !== "object" || one === null) {
      return assert.ok(Object.is(one, other), `${path}: ${String(one)} is not ${String(other)}`);
    }
    if (pairs.has(other) || back.has(one)) {
      assert.ok(pairs.get(other) === one && back.get(one) === other, `${path}: other identity`);
      return;
    }
    pairs.set(other, one);
    back.set(one, other);
    assert.equal(Object.getPrototypeOf(one), Object.getPrototypeOf(other), `${path}: prototype`);
    assert.deepEqual(contents(one), contents(other), `${path}: contents`);
    if (ArrayBuffer.isView(other)) return;
    const keys = Reflect.ownKeys(other);
    assert.deepEqual(Reflect.ownKeys(one), keys, `${path}: keys`);
    for (const key of keys) sameProperty(one, other, key, `${path}.${String(key)}`);
    if (other instanceof Map) same([...one as typeof other], [...other], `${path}.entries()`);
    if (other instanceof Set) same([...one as typeof other], [...other], `${path}.values()`);
  };
  const sameProperty = (one: object, other: object, key: PropertyKey, path: string): void => {
    const { value, get, set, ...attributes } = Object.getOwnPropertyDescriptor(one, key)!;
    const expected = Object.getOwnPropertyDescriptor(other, key)!;
    assert.equal(get === undefined && set === undefined, "value" in expected, path);
    for (const name of ["writable", "enumerable", "configurable"] as const) {
      assert.equal(attributes[name], expected[name], `${path}: ${name}`);
    }
    if ("value" in expected) same(value, expected.value, path);
    else same(Reflect.get(one, key), Reflect.get(other, key), path);
  };
  same(actual, expected, "value");
}

/** What an object holds outside its properties. */
function contents(object: object): unknown {
  if (ArrayBuffer.isView(object)) {
    return [...new Uint8Array(object.buffer, object.byteOffset, object.byteLength)];
  }
  if (object instanceof ArrayBuffer) return [...new Uint8Array(object)];
  if (object instanceof Date) return object.getTime();
  if (object instanceof RegExp) return [object.source, object.flags];
  if (object instanceof Map || object instanceof Set) return object.size;
  const boxed = [Number, String, Boolean, BigInt].some((type) => object instanceof type);
  return boxed ? object.valueOf() : null;
}

/** Strings of any code units, lone surrogates included, of a length on either side of limits. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.array(fc.nat(0xff), { maxLength: 40 }).map((units) => String.fromCharCode(...units)),
  fc.array(fc.nat(0xffff), { maxLength: 40 }).map((units) => String.fromCharCode(...units)),
  fc.array(fc.integer({ min: 0xd7f0, max: 0xe010 })).map((units) => String.fromCharCode(...units)),
);

/** Keys on which naive code fails. */
export const anyKey: fc.Arbitrary<string> = fc.oneof(
  anyText,
  fc.constantFrom("__proto__", "constructor", "toString", "length", "0", "1", "-1", "4294967295"),
  fc.constantFrom("hasOwnProperty", "valueOf", "next", "\u2028", '"', "\\", "then", ""),
);

/** Trees of everything that has bytes. */
export const anyTree: fc.Arbitrary<unknown> = fc.anything({
  key: anyKey,
  values: [
    ...[fc.boolean(), fc.integer(), fc.double(), anyText],
    fc.constantFrom<unknown>(null, undefined, NaN, -0, Infinity, -Infinity, 2 ** 31, -(2 ** 31)),
    fc.constantFrom<unknown>(/a+/gi, new Error("e"), new Date(NaN), 10n ** 30n, -(2n ** 63n)),
  ],
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
  withSparseArray: true,
  withNullPrototype: true,
  withObjectString: true,
});

/** Containers that hold each other in any way: shared, in circles, or themselves. */
export const anyGraph: fc.Arbitrary<unknown> = fc.tuple(
  fc.array(fc.constantFrom("object", "list", "map", "set", "error"), {
    minLength: 1,
    maxLength: 30,
  }),
  fc.array(fc.tuple(fc.nat(), fc.nat(), anyKey), { maxLength: 60 }),
  fc.array(anyTree, { minLength: 1, maxLength: 4 }),
).map(([kinds, links, leaves]) => {
  const nodes = kinds.map(newContainer);
  for (const [from, to, key] of links) {
    const all = [...nodes, ...leaves];
    link(nodes[from % nodes.length]!, key, all[to % all.length]);
  }
  return nodes;
});

function newContainer(kind: string): object {
  if (kind === "list") return [];
  if (kind === "map") return new Map();
  if (kind === "set") return new Set();
  return kind === "error" ? new RangeError("in a graph") : {};
}

function link(from: object, key: string, to: unknown): void {
  if (Array.isArray(from)) from.push(to);
  else if (from instanceof Map) from.set(to, key).set(key, to);
  else if (from instanceof Set) from.add(to);
  else if (from instanceof Error) from.cause = to;
  else Object.defineProperty(from, key, { value: to, enumerable: true, configurable: true });
}
