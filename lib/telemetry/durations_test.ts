import assert from "node:assert/strict";
import fc from "fast-check";
import { bucketOf, bucketStart, DURATION_BUCKETS, quantile, since } from "./durations.ts";

Deno.test("a duration lies in its bucket", () => {
  fc.assert(fc.property(fc.double({ min: 1e-4, max: 3e5, noNaN: true }), (ms) => {
    const bucket = bucketOf(ms);
    assert.ok(bucketStart(bucket) <= ms * (1 + 1e-9));
    assert.ok(bucket === DURATION_BUCKETS - 1 || ms < bucketStart(bucket + 1) * (1 + 1e-9));
  }));
  assert.equal(bucketOf(0), 0);
  assert.equal(bucketOf(Infinity), DURATION_BUCKETS - 1);
});

Deno.test("a quantile is off by a fifth at most", () => {
  fc.assert(fc.property(
    fc.array(fc.double({ min: 1e-3, max: 1e4, noNaN: true }), { minLength: 1 }),
    fc.double({ min: 0.01, max: 0.99, noNaN: true }),
    (durations, part) => {
      const histogram: number[] = new Array(DURATION_BUCKETS).fill(0);
      for (const ms of durations) histogram[bucketOf(ms)]!++;
      const sorted = durations.toSorted((a, b) => a - b);
      const exact = sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)]!;
      const ratio = quantile(histogram, part)! / exact;
      assert.ok(ratio > 0.8 && ratio < 1.2, `${ratio}`);
    },
  ));
  assert.equal(quantile(new Array(DURATION_BUCKETS).fill(0), 0.5), null);
});

Deno.test("histograms can be told apart", () => {
  assert.deepEqual(since([1, 2, 3], [1, 1]), [0, 1, 3]);
});
