import assert from "node:assert/strict";
import { mjdOf } from "./_tai.ts";

/** Seconds after an MJD in TAI, to a microsecond. */
const seconds = (mjd: number, since: number) => Math.round((mjd - since) * 86_400 * 1e6) / 1e6;

Deno.test("mjdOf: seconds of TAI at the turns of UTC", () => {
  // 2017-01-01 00:00:00 UTC, and the second before it, which was 23:59:59 with a leap second behind.
  assert.equal(seconds(mjdOf([1_483_228_800, 0]), 57_754), 37);
  assert.equal(seconds(mjdOf([1_483_228_799, 0]), 57_754), 35);
  assert.equal(seconds(mjdOf([63_072_000, 0]), 41_317), 10);
  // Astropy has 8.000082 s at the epoch.
  assert.equal(seconds(mjdOf([0, 0]), 40_587), 8.000082);
});

Deno.test("mjdOf: parts of a second, and delays in nanoseconds", () => {
  const before = mjdOf([1_646_670_575, 0]);
  assert.ok(Math.abs(seconds(mjdOf([1_646_670_575, 933_085_000]), before) - 0.933085) < 2e-6);
  assert.ok(Math.abs(seconds(mjdOf([1_646_670_575, 0], 5e6), before) - 0.005) < 2e-6);
});
