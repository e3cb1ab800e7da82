import assert from "node:assert/strict";
import fc from "fast-check";
import { testStep } from "../lib/testing/step_context.ts";
import type { Group } from "./_group.ts";
import join from "./join_by.ts";

const member = (event: number, index: number, size: number, rest: object = {}) => ({
  event,
  group: { index, size },
  ...rest,
});
const params = { key: ["event"] };
const groupsOf = async (inputs: readonly unknown[], rest: object = {}) => {
  const trial = await testStep(join, { params: { ...params, ...rest } }, inputs);
  return { ...trial, groups: trial.emitted.map(({ value }) => value as Group) };
};
const sizes = (groups: readonly Group[]) =>
  groups.map(({ key, members, size }) => [key["event"], members.length, size]);

Deno.test("join_by gives a group when its count is complete, without waiting for another", async () => {
  const inputs = [member(1, 0, 2), member(1, 1, 2)];
  const { groups, figures, checkpoint } = await groupsOf(inputs);
  assert.deepEqual(groups, [{ kind: "group", key: { event: 1 }, size: 2, members: inputs }]);
  assert.deepEqual(figures, { "complete groups": 1 });
  assert.equal(checkpoint, null, "nothing was left over");
});

Deno.test("join_by gives what has come when another group begins, or none any more", async () => {
  const { groups, figures } = await groupsOf([
    member(1, 0, 3),
    member(1, 2, 3),
    member(2, 0, 1),
    member(3, 1, 2),
  ]);
  assert.deepEqual(sizes(groups), [[1, 2, 3], [2, 1, 1], [3, 1, 2]]);
  assert.deepEqual(figures, { "complete groups": 1, "incomplete groups": 2 });
});

Deno.test("join_by goes by the order alone where nobody says how many there are", async () => {
  const inputs = [1, 1, 2, 3, 3, 3].map((event) => ({ event }));
  const { groups, figures } = await groupsOf(inputs);
  assert.deepEqual(sizes(groups), [[1, 2, null], [2, 1, null], [3, 3, null]]);
  assert.deepEqual(figures, {});
  const counted = [member(1, 0, 1), member(1, 0, 1)]; // a step between has made two of one
  assert.deepEqual(sizes((await groupsOf(counted, { size: null })).groups), [[1, 2, null]]);
});

Deno.test("join_by keeps groups of different files apart", async () => {
  const inputs = ["a", "b"].map((file) => ({ file, run: 1, eventId: 5, group: { size: 2 } }));
  const { emitted } = await testStep(join, {}, inputs);
  assert.deepEqual(emitted.map(({ value }) => (value as Group).key), [
    { file: "a", run: 1, eventId: 5 },
    { file: "b", run: 1, eventId: 5 },
  ]);
});

Deno.test("join_by keeps of a member what it is told to", async () => {
  const input = member(1, 0, 1, { image: { charge: [1, 2], size: 3 }, camera: "big" });
  const { groups } = await groupsOf([input], { pick: ["image.size", "missing"] });
  assert.deepEqual(groups[0]!.members, [{ event: 1, image: { size: 3 } }]);
});

Deno.test("join_by copies what was only lent", async () => {
  const lent = new Float32Array(new SharedArrayBuffer(8)).fill(1);
  const own = new Float32Array([5]);
  const { groups } = await groupsOf([member(1, 0, 1, { lent, deep: [{ lent }], own })]);
  lent.fill(9); // others write to it
  const [kept] = groups[0]!.members as [{ lent: unknown; deep: unknown; own: unknown }];
  assert.deepEqual(kept.lent, new Float32Array([1, 1]));
  assert.deepEqual(kept.deep, [{ lent: new Float32Array([1, 1]) }]);
  assert.equal(kept.own, own);
});

for (
  const [what, input, message] of [
    ["no key", {}, /event is not there: packets cannot be joined by it/],
    ["a strange key", { event: [1] }, /event is neither text, a number nor a boolean/],
    [
      "a strange size",
      { event: 1, group: { size: "2" } },
      /group\.size is 2: no number of members/,
    ],
    ["another size", member(0, 0, 3), /the group of event 0 has 2 members, but one of them says 3/],
  ] as const
) {
  Deno.test(`join_by refuses a packet with ${what}`, async () => {
    await assert.rejects(groupsOf([member(0, 0, 2), input]), message);
  });
}

Deno.test("join_by bounds what it holds, and names the group", async () => {
  const inputs = Array.from({ length: 6 }, () => ({ event: 7n }));
  await assert.rejects(
    groupsOf(inputs, { most: 5 }),
    /the group of event 7 has more than 5 members: see the params `key` and `most`/,
  );
});

Deno.test("property: whatever is lost, each group has what is left of it, in order, once", async () => {
  const arbitrary = fc.array(
    fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
    { maxLength: 12 },
  );
  await fc.assert(
    fc.asyncProperty(arbitrary, fc.nat(40), async (events, cut) => {
      const all = events.flatMap((members, event) =>
        members.flatMap((stays, index) =>
          stays ? [member(event, index, members.length, { data: new Uint8Array([event]) })] : []
        )
      );
      const expected = events.flatMap((members, event) => {
        const left = all.filter((one) => one.event === event);
        return left.length === 0 ? [] : [{
          kind: "group",
          key: { event },
          size: members.length,
          members: left,
        }];
      });
      assert.deepEqual((await groupsOf(all)).groups, expected);

      // cut off somewhere, and gone on with
      const first = await testStep(join, { params, outcome: "interrupted" }, all.slice(0, cut));
      const held = first.checkpoint === null ? 0 : 1; // what it drains then is undone
      const before = first.emitted.slice(0, first.emitted.length - held);
      const rest = await testStep(
        join,
        { params, resume: first.checkpoint },
        all.slice(cut),
      );
      assert.deepEqual([...before, ...rest.emitted].map(({ value }) => value), expected);
    }),
    { numRuns: 200 },
  );
});
