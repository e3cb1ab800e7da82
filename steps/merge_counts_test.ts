import assert from "node:assert/strict";
import fc from "fast-check";
import { testStep } from "../lib/testing/step_context.ts";
import merge from "./merge_counts.ts";

const values = async (inputs: readonly unknown[], params: object = {}, rest: object = {}) => {
  const trial = await testStep(merge, { params, ...rest }, inputs);
  return { ...trial, records: trial.emitted.map(({ value }) => value) };
};

const FILES = [
  { file: "a", events: 10, cuts: { bright: 4, whole: 3 }, note: "x" },
  { file: "b", events: 5n, cuts: { bright: 1 }, note: "y" },
  { file: "a", events: 1, cuts: { whole: 1 } },
];

Deno.test("merge_counts adds up all numbers, and gives one record at the end", async () => {
  const { records } = await values(FILES);
  assert.deepEqual(records, [{ packets: 3, events: 16, cuts: { bright: 5, whole: 4 } }]);
});

Deno.test("merge_counts gives a total for each value of some fields", async () => {
  const { records } = await values(FILES, { by: ["file"], fields: ["events"] });
  assert.deepEqual(records, [
    { packets: 2, file: "a", events: 11 },
    { packets: 1, file: "b", events: 5 },
  ]);
});

Deno.test("merge_counts of totals is the total, packets included", async () => {
  const { records } = await values(FILES, { by: ["file"] });
  const again = await values(records);
  assert.deepEqual(again.records, (await values(FILES)).records);
});

Deno.test("merge_counts gives nothing if nothing came", async () => {
  assert.deepEqual((await values([])).records, []);
});

for (
  const [what, inputs, params, message] of [
    ["NaN", [{ n: { deep: NaN } }], {}, /n\.deep is NaN: that cannot be added up/],
    ["an infinity", [{ n: -Infinity }], { fields: ["n"] }, /n is -Infinity/],
    ["a field that is not there", [{ m: 1 }], { fields: ["n"] }, /n is not there to be added up/],
    ["no label", [{ n: 1 }], { by: ["file"] }, /file tells no records apart: it is not there/],
    ["no record", [3], {}, /only records can be added up, not numbers/],
    [
      "too many totals",
      [{ n: 1 }, { n: 2 }, { n: 3 }],
      { by: ["n"], most: 2 },
      /more than 2 totals by n, the last is \[3\]/,
    ],
  ] as const
) {
  Deno.test(`merge_counts refuses ${what}`, () => assert.rejects(values(inputs, params), message));
}

Deno.test("property: totals are sums, in any order, and wherever it was cut off", async () => {
  const record = fc.record({
    file: fc.constantFrom("a", "b", "c"),
    n: fc.integer({ min: -1000, max: 1000 }),
    deep: fc.record({ m: fc.nat(1000) }, { requiredKeys: [] }),
  });
  await fc.assert(fc.asyncProperty(fc.array(record), fc.nat(20), async (records, cut) => {
    const { records: totals } = await values(records, { by: ["file"] });
    const reversed = await values(records.toReversed(), { by: ["file"] });
    const sort = (list: unknown[]) =>
      (list as { file: string }[]).toSorted((a, b) => a.file < b.file ? -1 : 1);
    assert.deepEqual(sort(reversed.records), sort(totals));
    for (const total of totals as { file: string; packets: number; n: number }[]) {
      const of = records.filter(({ file }) => file === total.file);
      assert.equal(total.packets, of.length);
      assert.equal(total.n, of.reduce((sum, { n }) => sum + n, 0));
    }
    const { checkpoint } = await values(records.slice(0, cut), { by: ["file"] });
    const rest = await values(records.slice(cut), { by: ["file"] }, { resume: checkpoint });
    assert.deepEqual(rest.records, totals);
  }));
});
