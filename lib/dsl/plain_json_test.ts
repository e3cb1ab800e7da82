import assert from "node:assert/strict";
import fc from "fast-check";
import { plainJson } from "./plain_json.ts";

Deno.test("JSON values are copied as they are", () => {
  fc.assert(fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
    const { json, breaches } = plainJson(value);
    assert.deepEqual(breaches, []);
    assert.equal(JSON.stringify(json), JSON.stringify(value));
  }));
});

Deno.test("what JSON does not know is told with its place; undefined members are left out", () => {
  const circle: Record<string, unknown> = { gone: undefined };
  circle.self = circle;
  const value = { a: [1, NaN, undefined], b: () => 1, c: new Map(), d: 10n, e: circle, f: "x" };
  const { json, breaches } = plainJson(value);
  assert.deepEqual(json, {
    a: [1, null, null],
    b: null,
    c: null,
    d: null,
    e: { self: null },
    f: "x",
  });
  assert.deepEqual(breaches.map(({ path, what }) => `${path.join(".")}: ${what}`), [
    "a.1: NaN",
    "a.2: undefined",
    "b: a function",
    "c: an instance of Map",
    "d: a bigint",
    "e.self: an object inside of itself",
  ]);
});
