import assert from "node:assert/strict";
import { exitCodeOf, v8Flags } from "./supervise.ts";

Deno.test("exit codes that the program chooses pass through", () => {
  for (const code of [0, 1, 2, 70, 130]) assert.equal(exitCodeOf({ code, signal: null }), code);
});

Deno.test("an early interrupt is an interrupt", () => {
  for (const signal of ["SIGINT", "SIGTERM", "SIGUSR2"] as const) {
    assert.equal(exitCodeOf({ code: 130, signal }), 130);
  }
});

Deno.test("any other end was not its choice", () => {
  assert.equal(exitCodeOf({ code: 133, signal: "SIGTRAP" }), null);
  for (const code of [101, 134, 137]) assert.equal(exitCodeOf({ code, signal: null }), null);
});

Deno.test("who bounds memory gets V8 to be frugal", () => {
  assert.doesNotMatch(v8Flags(["run", "a.yaml"]), /sweeping/);
  for (const args of [["--max-memory", "1GB"], ["--max-memory=1GB"]]) {
    assert.match(v8Flags(["run", "a.yaml", ...args]), /,--no-concurrent-array-buffer-sweeping$/);
  }
});
