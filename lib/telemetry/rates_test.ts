import assert from "node:assert/strict";
import { nodeSnapshot, snapshotOf } from "../cli/_fixtures.ts";
import { RateMeter } from "./rates.ts";

const at = (elapsedMs: number, done: number) =>
  snapshotOf({ elapsedMs, nodes: [nodeSnapshot({ id: "a", done })] });

Deno.test("a steady rate is told from the first snapshot on", () => {
  const meter = new RateMeter();
  for (let ms = 100; ms <= 10_000; ms += 100) {
    const [rate] = meter.update(at(ms, ms / 10));
    assert.ok(Math.abs((rate ?? 0) - 100) < 1e-6, `${rate}`);
  }
});

Deno.test("what happened long ago does not count", () => {
  const meter = new RateMeter();
  meter.update(at(1000, 5000));
  let rates: number[] = [];
  for (let ms = 1100; ms <= 4000; ms += 100) rates = meter.update(at(ms, 5000));
  assert.deepEqual(rates, [0]);
});

Deno.test("two snapshots at one moment give no infinite rate", () => {
  const meter = new RateMeter();
  assert.deepEqual(meter.update(at(0, 3)), [0]);
  assert.deepEqual(meter.update(at(0, 4)), [0]);
});
