import assert from "node:assert/strict";
import { parseDuration } from "./duration.ts";

Deno.test("spans of time have a unit, or several", () => {
  const cases: [string, number][] = [
    ["90s", 90_000],
    ["10m", 600_000],
    ["10min", 600_000],
    ["1h30m", 5_400_000],
    ["1.5h", 5_400_000],
    ["1h30m5s", 5_405_000],
    ["250ms", 250],
    [" 2s ", 2000],
  ];
  for (const [text, ms] of cases) assert.equal(parseDuration(text), ms, text);
});

Deno.test("what is no span of time, or none above 0, is refused", () => {
  for (const text of ["", "90", "s", "0s", "-1s", "1x", "1s1", "s90", "1..5h", "1e3s", "∞"]) {
    assert.equal(parseDuration(text), null, text);
  }
});
