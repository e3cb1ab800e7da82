import assert from "node:assert/strict";
import { formatValue } from "./value_tree.ts";

Deno.test("values of every kind, large arrays by their range", () => {
  const shared: Record<string, unknown> = { id: 7 };
  shared.self = shared;
  const image = Float32Array.from({ length: 100 }, (_, i) => i - 0.5);
  image[5] = NaN;
  const value = {
    image,
    few: Uint8Array.of(1, 2),
    map: new Map<unknown, unknown>([["a", [null, -0, 5n]], [{ x: 1 }, undefined]]),
    set: new Set([true]),
    when: new Date(0),
    shared,
    none: {},
    text: "a\x1b[31m",
  };
  assert.equal(
    formatValue(value),
    [
      "object",
      "  image: Float32Array of 100, from -0.5 to 98.5, 1 NaN",
      "  few: Uint8Array [1, 2]",
      "  map: Map of 2",
      '    "a": list of 3',
      "      0: null",
      "      1: -0",
      "      2: 5n",
      "    object …: undefined",
      "  set: Set of 1",
      "    -: true",
      "  when: Date 1970-01-01T00:00:00.000Z",
      "  shared: object",
      "    id: 7",
      "    self: object (above)",
      "  none: {}",
      '  text: "a\\u001b[31m"',
      "",
    ].join("\n"),
  );
});

Deno.test("what is long or deep is cut", () => {
  const lines = formatValue(Array.from({ length: 100 }, () => "x".repeat(1000))).split("\n");
  assert.equal(lines.length, 33);
  assert.equal(lines[31], "  … 70 more");
  assert.match(lines[1]!, /x" … \(1000 characters\)$/);
  let deep: unknown = 1;
  for (let i = 0; i < 5000; i++) deep = [deep];
  assert.ok(formatValue(deep).split("\n").length < 12);
});
