import assert from "node:assert/strict";
import { formatBytes, formatDuration, formatLatency, formatRate, plural } from "./format.ts";

Deno.test("durations change unit without ever showing 60 of one", () => {
  const cases: [number, string][] = [
    [0, "0.00 s"],
    [420, "0.42 s"],
    [9_994, "9.99 s"],
    [9_995, "10.0 s"],
    [59_940, "59.9 s"],
    [59_960, "1 min 00 s"],
    [185_000, "3 min 05 s"],
    [3_599_600, "1 h 00 min"],
    [7_620_000, "2 h 07 min"],
  ];
  for (const [ms, text] of cases) assert.equal(formatDuration(ms), text);
});

Deno.test("sizes and rates keep few digits", () => {
  assert.deepEqual([0, 999, 1000, 999_949, 999_950, 3.14e9].map(formatBytes), [
    "0 B",
    "999 B",
    "1.0 KB",
    "999.9 KB",
    "1.0 MB",
    "3.1 GB",
  ]);
  assert.deepEqual([0, 0.4, 25.4, 999.6, 1234, 999_960].map(formatRate), [
    "0/s",
    "0.4/s",
    "25/s",
    "1.0k/s",
    "1.2k/s",
    "1.0M/s",
  ]);
  assert.deepEqual([plural(1, "file"), plural(2, "file"), plural(0, "entry", "entries")], [
    "1 file",
    "2 files",
    "0 entries",
  ]);
});

Deno.test("latencies have two figures where they are short", () => {
  assert.deepEqual([0.0004, 0.012, 0.9999, 3.44, 250, 1234].map(formatLatency), [
    "0.4 µs",
    "12 µs",
    "1.0 ms",
    "3.4 ms",
    "250 ms",
    "1.2 s",
  ]);
});
