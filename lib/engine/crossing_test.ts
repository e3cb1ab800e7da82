import assert from "node:assert/strict";
import fc from "fast-check";
import { crossingFault, describeFault } from "./crossing.ts";

class Camera {
  readonly pixels = 3;
}

Deno.test("plain data of every kind crosses", () => {
  const value = {
    list: [1, "a", null, undefined, 3n, true],
    when: new Date(0),
    map: new Map([[1, { deep: new Float32Array(2) }]]),
    set: new Set(["x"]),
    view: new DataView(new ArrayBuffer(8)),
    bare: Object.assign(Object.create(null), { a: 1 }),
    error: new TypeError("kept"),
  };
  assert.equal(crossingFault(value), null);
  assert.doesNotThrow(() => structuredClone(value));
});

Deno.test("what cannot cross is named with its place", () => {
  const place = (value: unknown) => crossingFault(value)?.path;
  assert.equal(place(() => {}), "");
  assert.equal(place({ a: [0, { decode() {} }] }), ".a[1].decode");
  assert.equal(place(new Map([["k", { s: Symbol("s") }]])), ".get(k).s");
  assert.equal(place(new Set([new Camera()])), ".values()");
  assert.equal(
    describeFault(crossingFault({ camera: new Camera() })!),
    "value.camera is an instance of class Camera, which cannot cross to another Worker",
  );
});

Deno.test("cycles end", () => {
  const value: Record<string, unknown> = {};
  value.self = value;
  assert.equal(crossingFault(value), null);
});

Deno.test("property: without a fault, structured clone gives an equal value", () => {
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
    withSparseArray: false,
    withNullPrototype: false,
  });
  fc.assert(fc.property(anything, (value) => {
    if (crossingFault(value) === null) assert.deepEqual(structuredClone(value), value);
  }));
});

Deno.test("property: structured clone throws only where a fault was found", () => {
  const withFunctions = fc.object({ values: [fc.integer(), fc.constant(() => 0), fc.string()] });
  fc.assert(fc.property(withFunctions, (value) => {
    let clones = true;
    try {
      structuredClone(value);
    } catch {
      clones = false;
    }
    assert.equal(crossingFault(value) === null, clones);
  }));
});
