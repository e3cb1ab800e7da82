import assert from "node:assert/strict";
import { parseOptions } from "./bench.ts";

Deno.test("without arguments everything is measured, seven rounds of it", () => {
  const { rounds, quick, parts, json, write } = parseOptions([]);
  assert.deepEqual({ rounds, quick, json, write }, {
    rounds: 7,
    quick: false,
    json: null,
    write: false,
  });
  for (
    const part of [
      "W1",
      "W5",
      "edge-tiny",
      "latency",
      "memory",
      "waits",
      "reader",
      "chain",
    ] as const
  ) {
    assert(parts.has(part), part);
  }
});

Deno.test("--quick is one round of the data plane", () => {
  const { rounds, parts } = parseOptions(["--quick"]);
  assert.equal(rounds, 1);
  assert(parts.has("W1") && !parts.has("waits") && !parts.has("reader") && !parts.has("chain"));
  assert.equal(parseOptions(["--quick", "--rounds", "2"]).rounds, 2);
});

Deno.test("--only picks parts, in whatever letters", () => {
  assert.deepEqual([...parseOptions(["--only", "w1, Edge-Tiny,waits"]).parts], [
    "W1",
    "edge-tiny",
    "waits",
  ]);
  assert.throws(() => parseOptions(["--only", "W9"]), /--only W9: must be of W1, W2/);
});

Deno.test("a number of rounds that makes no sense is refused", () => {
  for (const rounds of ["0", "1.5", "many"]) {
    assert.throws(() => parseOptions(["--rounds", rounds]), { message: new RegExp(rounds) });
  }
});
