import assert from "node:assert/strict";
import type { Sample } from "./sample.ts";
import { standingOf, standingsOf, undisturbed } from "./standings.ts";

const sample = (ms: number | null, others = 0, contender = "a"): Sample => ({
  workload: "W1",
  contender,
  round: 0,
  n: 1000,
  ms,
  wallMs: 2000,
  inProcessMs: null,
  rssKiB: 1024,
  others,
  facts: {},
});

Deno.test("disturbed samples are left out once three others are there", () => {
  const [x, y, z, busy] = [sample(1), sample(2), sample(3), sample(9, 0.21)];
  assert.deepEqual(undisturbed([x, busy, y, z]), [x, y, z]);
  assert.deepEqual(undisturbed([x, busy, y]), [x, busy, y]);
  assert.deepEqual(undisturbed([sample(1, 0.2)]), [sample(1, 0.2)]);
});

Deno.test("a standing has rates per second and says how many samples it rests on", () => {
  const standing = standingOf([sample(100), sample(50), sample(200), sample(9999, 0.5)]);
  assert.deepEqual(standing.rate, { median: 10_000, min: 5_000, max: 20_000 });
  assert.deepEqual([standing.used, standing.taken, standing.disturbed], [3, 4, 0]);
  assert.equal(standing.rssKiB, 1024);
  assert.equal(standing.inProcessMs, null);
});

Deno.test("disturbed samples that had to be used are counted", () => {
  assert.equal(standingOf([sample(100), sample(50, 0.9)]).disturbed, 1);
});

Deno.test("without a time of its own a contender has no rate", () => {
  assert.equal(standingOf([sample(null)]).rate, null);
});

Deno.test("each contender has one standing", () => {
  const standings = standingsOf([sample(1), sample(1, 0, "b"), sample(2)]);
  assert.deepEqual(standings.map(({ contender, taken }) => [contender, taken]), [["a", 2], [
    "b",
    1,
  ]]);
});

Deno.test("of what was copied the worst sample counts, and nothing where nothing was counted", () => {
  const counted = (lent: number, copied: number, moved: number): Sample => ({
    ...sample(1),
    facts: { arrayBytes: { lent, copied, moved } },
  });
  assert.equal(standingOf([counted(100, 0, 0), counted(50, 30, 20)]).copied, 0.5);
  assert.equal(standingOf([counted(0, 0, 0), sample(1)]).copied, null);
});
