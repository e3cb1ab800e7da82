import assert from "node:assert/strict";
import { describeEnd } from "./supervise.ts";

Deno.test("exit codes pass through", () => {
  for (const code of [0, 1, 2, 70, 130]) {
    assert.deepEqual(describeEnd({ code, signal: null }), { exitCode: code, message: null });
  }
});

Deno.test("an early interrupt is an interrupt", () => {
  for (const signal of ["SIGINT", "SIGTERM", "SIGUSR2"] as const) {
    assert.deepEqual(describeEnd({ code: 130, signal }), { exitCode: 130, message: null });
  }
});

Deno.test("a crash of the process is told as what it mostly is", () => {
  const end = describeEnd({ code: 133, signal: "SIGTRAP" });
  assert.equal(end.exitCode, 1);
  assert.match(end.message ?? "", /SIGTRAP; most often a step ran out of memory/);
});
