import assert from "node:assert/strict";
import fc from "fast-check";
import { SendError } from "./crossing.ts";
import { markLent } from "./slots/lent.ts";
import { snapshot } from "./snapshot.ts";

const copy = <T>(value: T, moving: ArrayBuffer[] = []) => snapshot(value, moving) as T;

Deno.test("property: a snapshot equals what structured clone gives", () => {
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
    withSparseArray: true,
    withBoxedValues: true,
  });
  fc.assert(
    fc.property(anything, (value) => assert.deepEqual(copy(value), structuredClone(value))),
    { numRuns: 500 },
  );
});

Deno.test("later changes do not reach it", () => {
  const value = {
    list: [1, { deep: 2 }],
    map: new Map([["k", { v: 1 }]]),
    set: new Set([1]),
    pixels: new Float32Array([1, 2]),
    when: new Date(0),
    bytes: new ArrayBuffer(2),
  };
  const taken = copy(value);
  const before = structuredClone(value);
  (value.list[1] as { deep: number }).deep = 9;
  value.map.get("k")!.v = 9;
  value.set.add(2);
  value.pixels[0] = 9;
  value.when.setTime(9);
  new Uint8Array(value.bytes)[0] = 9;
  assert.deepEqual(taken, before);
});

Deno.test("identities and cycles are kept", () => {
  const shared = { a: 1 };
  const value: Record<string, unknown> = { one: shared, two: [shared] };
  value.self = value;
  const taken = copy(value);
  assert.equal(taken.self, taken);
  assert.equal((taken.two as unknown[])[0], taken.one);
  assert.notEqual(taken.one, shared);
});

Deno.test("of a view only the part in view is copied; Node's buffers too", () => {
  const large = new Float64Array(1000).fill(7);
  const taken = copy({ part: large.subarray(10, 12) });
  assert.equal(taken.part.buffer.byteLength, 16);
  const bytes = Uint8Array.of(1, 2, 3);
  const buffer = copy(bytes.subarray(1));
  bytes[1] = 9;
  assert.deepEqual([...buffer], [2, 3]);
});

Deno.test("moving and shared buffers stay", () => {
  const moving = new Uint16Array(3);
  const shared = new Int32Array(new SharedArrayBuffer(8));
  const taken = copy({ moving, shared }, [moving.buffer]);
  assert.equal(taken.moving, moving);
  assert.equal(taken.shared, shared);
});

Deno.test("what cannot cross is refused with its place", () => {
  class Camera {}
  const refused = (value: unknown, message: RegExp) =>
    assert.throws(
      () => copy(value),
      (error) => error instanceof SendError && message.test(error.message),
    );
  refused({ a: [() => 1] }, /value\.a\[0\] is a function/);
  refused(new Map([["k", Symbol("s")]]), /value\.get\(k\) is a symbol/);
  refused({ camera: new Camera() }, /value\.camera is an instance of class Camera/);
  refused(() => 1, /the value is a function/);
});

Deno.test("a key named __proto__ is data", () => {
  const taken = copy(JSON.parse('{"__proto__": {"a": 1}}'));
  assert.deepEqual(Object.keys(taken), ["__proto__"]);
  assert.equal(Object.getPrototypeOf(taken), Object.prototype);
});

Deno.test("of memory that is lent nothing stays: neither by a view of whatever kind, nor by a cause", () => {
  const buffer = new SharedArrayBuffer(64);
  markLent(buffer);
  const lent = new Uint8Array(buffer, 8, 4).fill(1);
  const copy = snapshot({
    lent,
    view: new DataView(buffer, 8, 4),
    error: new RangeError("no", { cause: { lent } }),
  }, []) as { lent: Uint8Array; view: DataView; error: Error };
  lent.fill(9);
  const { error } = copy;
  assert.deepEqual(copy.lent, new Uint8Array([1, 1, 1, 1]));
  assert.deepEqual([copy.view.byteLength, copy.view.getUint32(0)], [4, 0x01010101]);
  assert.ok(error instanceof RangeError && error.message === "no");
  assert.deepEqual(error.cause, { lent: new Uint8Array([1, 1, 1, 1]) });
  assert.throws(() => snapshot({ buffer }, []), /value\.buffer is memory that is only lent/);
});
