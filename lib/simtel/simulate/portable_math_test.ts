import assert from "node:assert/strict";
import fc from "fast-check";
import { cos, exp, log, power, sin } from "./portable_math.ts";

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });

function close(actual: number, expected: number, scale: number): void {
  assert.ok(Math.abs(actual - expected) <= 1e-14 * scale, `${actual} is not ${expected}`);
}

Deno.test("exp and log agree with the engine", () => {
  fc.assert(fc.property(between(-30, 30), (x) => close(exp(x), Math.exp(x), 2 * Math.exp(x))));
  fc.assert(fc.property(between(1e-9, 1e9), (x) => close(log(x), Math.log(x), 1)));
  assert.equal(exp(0), 1);
  assert.equal(log(1), 0);
  assert.equal(exp(-1000), 0);
});

Deno.test("sine and cosine agree with the engine", () => {
  fc.assert(fc.property(between(-100, 100), (x) => {
    close(sin(x), Math.sin(x), 1);
    close(cos(x), Math.cos(x), 1);
  }));
});

Deno.test("power agrees with the engine", () => {
  fc.assert(fc.property(between(0.001, 1000), between(-4, 4), (x, y) => {
    close(power(x, y), x ** y, 10 * x ** y);
  }));
});
