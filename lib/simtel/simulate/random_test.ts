import assert from "node:assert/strict";
import { Random } from "./random.ts";
import { xoshiro128 } from "./xoshiro.ts";

Deno.test("xoshiro128** gives the numbers of an independent implementation", () => {
  const state = Uint32Array.of(1, 2, 3, 4);
  const numbers = Array.from({ length: 6 }, () => xoshiro128(state));
  assert.deepEqual(numbers, [11520, 0, 5927040, 70819200, 2031721883, 1637235492]);
});

/** Mean and variance of many draws. */
function moments(draw: () => number, count = 40_000): [mean: number, variance: number] {
  const values = Array.from({ length: count }, draw);
  const mean = values.reduce((a, b) => a + b) / count;
  return [mean, values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / count];
}

function close(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) < tolerance, `${actual} is not ${expected} ± ${tolerance}`);
}

Deno.test("distributions have their moments", () => {
  const random = new Random(7);
  const [mean, variance] = moments(() => random.uniform());
  close(mean, 0.5, 0.01);
  close(variance, 1 / 12, 0.002);
  const normal = moments(() => random.normal());
  close(normal[0], 0, 0.025);
  close(normal[1], 1, 0.03);
  for (const expected of [0.3, 5, 16, 70]) {
    const poisson = moments(() => random.poisson(expected), 20_000);
    close(poisson[0], expected, 5 * Math.sqrt(expected / 20_000));
    close(poisson[1] / expected, 1, 0.06);
  }
  assert.equal(random.poisson(0), 0);
  const [x, y] = random.disc(3);
  assert.ok(Math.hypot(x, y) <= 3);
});

Deno.test("equal keys give equal numbers, other keys others", () => {
  const first = (...keys: number[]) => new Random(...keys).uniform();
  assert.equal(first(20, 1, 5), first(20, 1, 5));
  const others = [
    first(20, 1, 5),
    first(20, 5, 1),
    first(20, 1),
    first(21, 1, 5),
    first(2 ** 40 + 20, 1, 5),
  ];
  assert.equal(new Set(others).size, others.length);
});
