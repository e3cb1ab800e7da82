import assert from "node:assert/strict";
import fc from "fast-check";
import { SendError } from "../crossing.ts";
import {
  anyGraph,
  anyKey,
  anyText,
  anyTree,
  assertSame,
  roundTrip,
  sharedBytes,
} from "./_fixtures.ts";
import { Decoder } from "./decoder.ts";
import type { TypedArray } from "../slots/kinds.ts";
import { Encoder } from "./encoder.ts";
import { NeedsClone } from "./refusal.ts";
import { VIEWS } from "./tags.ts";

const asCloned = (value: unknown) => assertSame(roundTrip(value), structuredClone(value));

Deno.test("property: trees arrive as structured clone gives them", () => {
  fc.assert(
    fc.property(anyTree, (value) => {
      asCloned(value);
      assert.deepStrictEqual(roundTrip(value), structuredClone(value));
    }),
    { numRuns: 2000 },
  );
});

Deno.test("property: graphs arrive with their identities and cycles", () => {
  fc.assert(fc.property(anyGraph, asCloned), { numRuns: 1000 });
});

Deno.test("property: any text arrives, as value and as key", () => {
  fc.assert(
    fc.property(anyText, anyKey, (text, key) => asCloned([text, key, new Map([[key, text]])])),
    { numRuns: 2000 },
  );
});

Deno.test("numbers and other primitives", () => {
  const doubles = [0, -0, 1, -1, 0.1, NaN, Infinity, -Infinity, Number.MIN_VALUE, Number.MAX_VALUE];
  const edges = [2 ** 31 - 1, 2 ** 31, -(2 ** 31), -(2 ** 31) - 1, 2 ** 32, 2 ** 53, -(2 ** 53)];
  const big = [0n, -1n, 2n ** 63n - 1n, 2n ** 63n, -(2n ** 63n), -(2n ** 63n) - 1n, 10n ** 1000n];
  for (const value of [...doubles, ...edges, ...big, true, false, null, undefined]) {
    assertSame(roundTrip(value), value);
  }
});

Deno.test("texts of every length and width around the limits", () => {
  for (
    const unit of ["a", "\0", "\x7f", "\x80", "ÿ", "Ā", "γ", "\ud800", "\udfff", "💫", "\ufeff"]
  ) {
    for (const length of [0, 1, 7, 8, 31, 32, 33, 100, 1365, 4096, 4097, 9000]) {
      const text = unit.repeat(length);
      assert.ok(roundTrip(text) === text, `${length} times U+${unit.codePointAt(0)!.toString(16)}`);
      assert.ok(roundTrip(`${text}é`) === `${text}é`);
    }
  }
});

Deno.test("every view keeps its class and bytes, and gets a buffer of its own", () => {
  const whole = Uint8Array.from({ length: 64 }, (_, i) => i * 5);
  for (const name of VIEWS.slice(1)) {
    const View = (globalThis as unknown as Record<string, typeof Uint8Array>)[name]!;
    for (const length of [0, 1, 3]) {
      const view = new View(whole.buffer, 16, length);
      const read = roundTrip({ pad: "x", view }).view;
      assertSame(read, view);
      assert.equal(read.buffer.byteLength, view.byteLength);
    }
  }
  assertSame(roundTrip(whole.buffer), whole.buffer);
  asCloned(new ArrayBuffer(0));
  const { one, other } = roundTrip({ one: whole.subarray(0, 8), other: whole.subarray(0, 8) });
  assert.notEqual(one.buffer, other.buffer);
  class Subclass extends Float32Array {}
  asCloned(new Subclass([1.5, 2.5]));
});

Deno.test("dates, patterns, maps, sets and boxes", () => {
  asCloned([new Date(0), new Date(8.64e15), new Date(-1), new Date(NaN)]);
  const pattern = /a\/(?<n>b)/dgimsuy;
  pattern.lastIndex = 3;
  asCloned([pattern, /[\p{L}--a]/v, new RegExp("")]);
  asCloned([new Map<unknown, unknown>([[NaN, -0], [{ a: 1 }, new Map()]]), new Set([new Set()])]);
  asCloned([Object(1), Object(-0), Object("text"), Object(""), Object(false), Object(3n)]);
});

Deno.test("lists with holes, with properties, and of any length", () => {
  const named = Object.assign([1, , 3], { note: "x", "-1": 2 });
  const filled = Object.assign(["a", "b"], { index: 0 });
  const ends = [1, 2];
  ends.length = 5;
  const far: unknown[] = [];
  far[4294967290] = 1;
  (far as unknown as Record<string, unknown>)["4294967295"] = 2;
  const none = new Array(3);
  const one = Object.assign([, 1], { x: 1 }); // as many keys as places
  for (const list of [named, filled, ends, far, none, one, [], [undefined], "ab".match(/b/)]) {
    asCloned(list);
  }
});

Deno.test("plain objects: nasty keys, accessors, symbols, no prototype", () => {
  const symbol = Symbol("not carried");
  asCloned({ [symbol]: 1, kept: 2, [Symbol.toStringTag]: "Odd" });
  asCloned({
    get computed() {
      return 7;
    },
  });
  asCloned(Object.assign(Object.create(null), { a: 1 }));
  asCloned(JSON.parse('{"a": 1, "__proto__": {"b": 2}, "constructor": 3}'));
  asCloned(Object.freeze({ 2: "b", 1: "a", z: 0, "": 1 }));
  asCloned(Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`key${i}`, i])));
  asCloned({ ["long".repeat(100)]: 1 });
});

Deno.test("errors as structured clone gives them", () => {
  class Own extends Error {
    override name = "Own";
  }
  const renamed = Object.assign(new Error("renamed"), { name: "TypeError" });
  const bare = new Error("without stack");
  delete bare.stack;
  const odd = Object.assign(new Error(), { message: 5, stack: 5, extra: 1 });
  const circle: Error = new Error("circle");
  circle.cause = { within: [circle] };
  const named = Object.assign(new Error("m"), { name: "constructor" });
  const errors = [new SyntaxError("s", { cause: { a: 1 } }), new AggregateError([1], "many")];
  asCloned([...errors, new Own("own"), renamed, bare, odd, circle, named, new Error()]);
  asCloned(new EvalError("e", { cause: undefined }));
});

Deno.test("an object met twice is one, of whatever kind", () => {
  const kinds = [{}, [], [,], new Map(), new Set(), new Date(), /a/, new Error("e"), Object(1)];
  for (const twice of [...kinds, new Uint8Array(2), new ArrayBuffer(2), { a: {} }]) {
    asCloned([{ first: twice }, twice, new Map([[twice, twice]])]);
  }
});

Deno.test("what cannot cross is refused with its place", () => {
  class Camera {}
  const refused = (value: unknown, message: RegExp) =>
    assert.throws(
      () => roundTrip(value),
      (error) => error instanceof SendError && message.test(error.message),
    );
  refused({ a: [() => 1] }, /value\.a\[0\] is a function/);
  refused(new Map([["k", Symbol("s")]]), /value\.get\(k\) is a symbol/);
  refused({ camera: new Camera() }, /value\.camera is an instance of class Camera/);
  refused([Promise.resolve()], /value\[0\] is an instance of class Promise/);
  refused(new Error("e", { cause: () => 1 }), /the value cannot cross/);
  refused(() => 1, /the value is a function/);
});

Deno.test("what has no bytes asks for structured clone", () => {
  const { port1, port2 } = new MessageChannel();
  const detached = new Uint8Array(4);
  structuredClone(detached, { transfer: [detached.buffer] });
  let deep: unknown = 0;
  for (let i = 0; i < 1001; i++) deep = [deep];
  const shared = new SharedArrayBuffer(8);
  const values = [shared, new Int32Array(shared), new Blob(["a"]), port1, new DOMException("m")];
  const buffers = [detached, detached.buffer, new ArrayBuffer(1, { maxByteLength: 2 })];
  for (const value of [...values, ...buffers, deep]) {
    assert.throws(() => roundTrip({ value }), NeedsClone);
  }
  port1.close();
  port2.close();
});

Deno.test("large typed arrays are placed where the hook says", () => {
  const slots: TypedArray[] = [];
  const encoder = new Encoder((view) => view.length === 6 ? -1 : slots.push(view) - 1, 16);
  const decoder = new Decoder((reference) => slots[reference]!);
  const bytes = sharedBytes(1024);
  const taken = new Float32Array(5).fill(2);
  const value = { taken, small: new Int8Array(15), left: new Int32Array(6), again: [taken] };
  const end = encoder.write({ ...value, data: new DataView(new ArrayBuffer(20)) }, bytes, 0, 1024);
  const read = decoder.read(bytes, 0, end) as typeof value;
  assert.deepEqual(slots, [taken]);
  assert.equal(read.taken, taken);
  assert.equal(read.again[0], taken);
  assertSame(read.left, value.left);
  assert.throws(() => new Decoder().read(bytes, 0, end), /damaged record/);
});
