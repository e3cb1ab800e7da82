import assert from "node:assert/strict";
import { median, medians } from "./bench.ts";

Deno.test("the median is the middle, or between the two in the middle", () => {
  assert.equal(median([9, 1, 5]), 5);
  assert.equal(median([4, 1, 2, 100]), 3);
  assert.throws(() => median([]), RangeError);
});

Deno.test("rounds are interleaved, after one to warm up", async () => {
  const order: string[] = [];
  const task = (name: string) => ({ name, act: () => Promise.resolve(order.push(name)) });
  const times = await medians([task("a"), task("b")], 2);
  assert.equal(order.join(""), "ababab");
  assert.deepEqual([...times.keys()], ["a", "b"]);
});
