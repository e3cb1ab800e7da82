import assert from "node:assert/strict";
import { jsonText } from "./_json_text.ts";

const cases: [name: string, value: unknown, text: string][] = [
  ["typed arrays", { adc: new Uint16Array([1, 65535]) }, '{"adc":[1,65535]}'],
  ["a view into a part of a buffer", new Uint8Array([1, 2, 3, 4]).subarray(1, 3), "[2,3]"],
  ["64-bit integers", new BigInt64Array([-1n, 2n ** 62n]), '["-1","4611686018427387904"]'],
  ["Maps in Maps", new Map([[5, new Map([["a", 1]])]]), '{"5":{"a":1}}'],
  ["Sets", new Set([3, 1]), "[3,1]"],
  ["negative zero", [-0, new Float32Array([-0])], "[0,[0]]"],
  ["what is no finite number", [NaN, Infinity], "[null,null]"],
  ["Greek and emoji", "γ-ray 🔭", '"γ-ray 🔭"'],
  ["line breaks", "a\nb", '"a\\nb"'],
  ["nothing", undefined, "null"],
];

for (const [name, value, text] of cases) {
  Deno.test(`JSON of ${name}`, () => assert.equal(jsonText(value), text));
}
