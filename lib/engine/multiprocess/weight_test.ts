import assert from "node:assert/strict";
import { weightOf } from "./weight.ts";

Deno.test("text and buffers weigh by their length, wherever they are", () => {
  const text = "x".repeat(100_000);
  const bytes = new Uint8Array(50_000);
  for (
    const value of [
      { text, bytes },
      [[text], [[bytes]]],
      new Map<unknown, unknown>([[text, bytes]]),
      new Set<unknown>([text, bytes.buffer]),
      new Error(text, { cause: bytes }),
    ]
  ) {
    const weight = weightOf(value);
    assert.ok(weight >= 250_000 && weight < 550_000, `${weight} of ${typeof value}`);
  }
});

Deno.test("what is met again, shared, or counted elsewhere weighs nothing more", () => {
  const bytes = new Uint8Array(1000);
  const circle: Record<string, unknown> = { bytes, again: new DataView(bytes.buffer) };
  circle.self = circle;
  const shared = new Uint8Array(new SharedArrayBuffer(1000));
  assert.ok(weightOf(circle) < 1100);
  assert.ok(weightOf(circle, [bytes.buffer]) < 100);
  assert.ok(weightOf(shared) < 100);
  assert.ok(weightOf(new Blob(["x".repeat(1000)])) >= 1000);
});

Deno.test("values of any depth are weighed", () => {
  let deep: unknown = "core";
  for (let level = 0; level < 100_000; level++) deep = [deep];
  assert.equal(weightOf(deep), 8 * 100_000 + 8);
});
