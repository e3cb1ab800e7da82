import assert from "node:assert/strict";
import { decode } from "./layout.ts";
import { layoutOf } from "./layouts.ts";
import { SimtelObject } from "./simtel_object.ts";

/** An object whose content is these 16-bit words. */
function objectOf(type: number, version: number, ident: number, words: number[]): SimtelObject {
  const content = new Uint8Array(Uint16Array.from(words).buffer);
  const header = { type, version, ident, length: content.length };
  const flags = { user: false, extended: false, onlySubObjects: false };
  return new SimtelObject({ ...header, ...flags }, content, 0, 16);
}

/** A 32-bit number as two words. */
function long(value: number): [number, number] {
  return [value & 0xffff, value >>> 16];
}

const MANY = 0x3fffffff;

/** Counts that no bytes stand for, in every place where a layout allows that. */
const CLAIMS: [what: string, object: SimtelObject][] = [
  ["true image", objectOf(1208, 2, 0, [...long(0), ...long(MANY), 0, ...long(0)])],
  [
    "photons",
    objectOf(1208, 2, 0, [...long(0), ...long(5_000_000), 4, ...long(0), ...long(0), 0]),
  ],
  ["suppressed samples", objectOf(2013, 3, 1, [...long(MANY), 2, 100, 0])],
  ["suppressed sums by mask", objectOf(2012, 3, 1, [...long(MANY), 2, 0])],
  ["suppressed sums by list", objectOf(2012, 3, 2, [...long(MANY), 2, 0])],
  [
    "pulse sums",
    objectOf(2016, 1, 1, [30000, 3000, 1, 1, 1, 0, 1, 0, 0, 0, 0, 0]),
  ],
];

for (const [what, object] of CLAIMS) {
  Deno.test(`a small object cannot ask for a large ${what}`, () => {
    assert.throws(() => decode(object, layoutOf(object.type)!), { code: "too-large" });
  });
}

Deno.test("what a real camera needs is allowed", () => {
  const nothingStored = objectOf(2013, 3, 1, [...long(40_000), 2, 128, 0]);
  const adc = decode(nothingStored, layoutOf(2013)!) as { values: Uint16Array };
  assert.equal(adc.values.length, 2 * 40_000 * 128);
});
