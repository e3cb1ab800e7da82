import assert from "node:assert/strict";
import { StepFailed, testStep } from "../lib/testing/step_context.ts";
import split from "./split_by.ts";

const value = { run: 1, event: { id: 7, telescopes: ["a", "b"] }, labels: [10, 20] };
const lists = ["event.telescopes", "labels"];

Deno.test("split_by gives a copy per member, each with its own entries and how many there are", async () => {
  const { emitted } = await testStep(split, { params: { lists } }, [value]);
  assert.deepEqual(emitted.map((each) => each.value), [
    {
      run: 1,
      event: { id: 7, telescopes: ["a"] },
      labels: [10],
      group: { index: 0, size: 2 },
    },
    {
      run: 1,
      event: { id: 7, telescopes: ["b"] },
      labels: [20],
      group: { index: 1, size: 2 },
    },
  ]);
  assert.deepEqual(value.event.telescopes, ["a", "b"], "the input stays as it was");
});

Deno.test("split_by gives nothing for an empty list", async () => {
  const { emitted } = await testStep(split, { params: { lists: ["of"] } }, [{ of: [] }]);
  assert.deepEqual(emitted, []);
});

Deno.test("split_by labels members where it is told to", async () => {
  const params = { lists: ["of"], as: "split.inner" };
  const { emitted } = await testStep(split, { params }, [{ of: [1], split: { outer: 3 } }]);
  assert.deepEqual(emitted[0]!.value, {
    of: [1],
    split: { outer: 3, inner: { index: 0, size: 1 } },
  });
});

for (
  const [what, input, message] of [
    ["a missing list", {}, "event.telescopes is not a list: there is no such field"],
    ["something else", { event: { telescopes: 3 } }, "event.telescopes is not a list"],
    [
      "lists of other lengths",
      { ...value, labels: [1] },
      "event.telescopes has 2 members, but labels has 1",
    ],
  ] as const
) {
  Deno.test(`split_by names the field that is at fault: ${what}`, async () => {
    const tried = testStep(split, { params: { lists } }, [input]);
    await assert.rejects(
      tried,
      (error) => error instanceof StepFailed && error.message === message,
    );
  });
}
