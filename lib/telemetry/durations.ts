/**
 * Histograms of durations: bucket `i` counts durations from 0.1 µs · 2^(i/2) up to the next one, so
 * that 64 buckets reach from 0.1 µs to 7 minutes, and a quantile is off by a fifth at most.
 *
 * @module
 */

/** Buckets in a histogram; the first and the last take what lies beyond. */
export const DURATION_BUCKETS = 64;

/** Shortest duration of a bucket, in ms. */
export const bucketStart = (bucket: number): number => 1e-4 * 2 ** (bucket / 2);

/** The bucket of a duration in ms. */
export function bucketOf(ms: number): number {
  const bucket = Math.floor(2 * Math.log2(ms * 1e4));
  return bucket > 0 ? Math.min(DURATION_BUCKETS - 1, bucket) : 0;
}

/**
 * The duration, in ms, that a part of all durations is below: in the middle of its bucket. Null if
 * there are none.
 *
 * @param part 0.5 for the median
 */
export function quantile(histogram: readonly number[], part: number): number | null {
  const total = histogram.reduce((sum, n) => sum + n, 0);
  if (total === 0) return null;
  let below = 0;
  const bucket = histogram.findIndex((n) => (below += n) >= part * total && n > 0);
  return bucketStart(bucket + 0.5);
}

/** What was added from an earlier to a later histogram. */
export function since(later: readonly number[], earlier: readonly number[]): number[] {
  return later.map((n, bucket) => Math.max(0, n - (earlier[bucket] ?? 0)));
}
