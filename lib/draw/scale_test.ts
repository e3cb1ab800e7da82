import assert from "node:assert/strict";
import fc from "fast-check";
import { placeOf, scaleOf, shareOf, ticksOf } from "./scale.ts";

const texts = (min: number, max: number, log = false) =>
  ticksOf(scaleOf([min, max], [0, 1], log)).flatMap(({ text }) => text === null ? [] : [text]);

Deno.test("ticks are round and written alike", () => {
  assert.deepEqual(texts(0, 1), ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
  assert.deepEqual(texts(-12, 372), ["0", "100", "200", "300"]);
  assert.deepEqual(texts(-1.2, 1.2), ["−1.0", "−0.5", "0", "0.5", "1.0"]);
  assert.deepEqual(texts(0.00012, 0.00031), ["0.00015", "0.00020", "0.00025", "0.00030"]);
  assert.deepEqual(texts(0, 3e7), ["0", "5e6", "1.0e7", "1.5e7", "2.0e7", "2.5e7", "3.0e7"]);
  assert.deepEqual(texts(50, 20000, true), ["100", "1000", "10000"]);
  assert.deepEqual(texts(10, 20, true), ["10", "12", "14", "16", "18", "20"]);
  assert.deepEqual(texts(1e-6, 1e6, true).length, 7);
});

const value = fc.double({ min: -1e12, max: 1e12, noNaN: true });

Deno.test("ticks lie inside their scale, in order, and there are some", () => {
  fc.assert(fc.property(value, value, (a, b) => {
    const scale = scaleOf([Math.min(a, b), Math.max(a, b)], [10, 20]);
    fc.pre(scale.max - scale.min > 1e-300);
    fc.pre((scale.max - scale.min) / Math.max(Math.abs(scale.min), Math.abs(scale.max)) > 1e-9);
    const ticks = ticksOf(scale).map((tick) => tick.value);
    assert.ok(ticks.length >= 2 && ticks.length <= 14, `${ticks.length} ticks`);
    const slack = (scale.max - scale.min) * 1e-6;
    assert.ok(ticks[0]! >= scale.min - slack && ticks.at(-1)! <= scale.max + slack);
    assert.ok(ticks.every((tick, i) => i === 0 || tick > ticks[i - 1]!));
  }));
});

Deno.test("a scale has its ends where it was told to, in ratios as well", () => {
  for (const log of [false, true]) {
    const scale = scaleOf([2, 32], [100, 0], log);
    assert.deepEqual([placeOf(scale, 2), placeOf(scale, 32)], [100, 0]);
    assert.ok(Math.abs(shareOf(scale, log ? 8 : 17) - 0.5) < 1e-12);
  }
});

Deno.test("values that are all equal get a scale around them; others than numbers none", () => {
  const { min, max } = scaleOf([3, 3], [0, 1]);
  assert.ok(min < 3 && max > 3);
  assert.deepEqual(scaleOf([0, 0], [0, 1]).max, 0.5);
  assert.throws(() => scaleOf([Infinity, -Infinity], [0, 1]), /nothing can be drawn/);
  assert.throws(() => scaleOf([0, 1], [0, 1], true), /in ratios/);
});
