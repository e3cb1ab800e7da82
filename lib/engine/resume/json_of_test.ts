import assert from "node:assert/strict";
import fc from "fast-check";
import { jsonOf } from "./json_of.ts";

Deno.test("JSON comes back as it was", () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    // there is no negative zero in JSON text
    assert.deepEqual(jsonOf(value), JSON.parse(JSON.stringify(value)));
  }));
  assert.equal(jsonOf(undefined), undefined);
  assert.deepEqual(jsonOf({ a: undefined, b: 1 }), { b: 1 });
});

for (
  const [value, told] of [
    [{ seen: new Map() }, /"seen" is a Map/],
    [{ when: new Date(0) }, /"when" is a Date/],
    [[new Uint8Array(1)], /"0" is a Uint8Array/],
    [NaN, /it is NaN/],
    [{ deep: [{ n: 1n }] }, /"n" is a bigint/],
    [() => 1, /it is a function/],
    [[undefined], /"0" is a undefined/],
  ] as const
) {
  Deno.test(`what would come back as something else is refused: ${told}`, () => {
    assert.throws(() => jsonOf(value), told);
  });
}
