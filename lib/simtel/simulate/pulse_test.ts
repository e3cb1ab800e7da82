import assert from "node:assert/strict";
import fc from "fast-check";
import { addPulse, PULSE_AREA, REF_STEP, REFERENCE_PULSE } from "./pulse.ts";

Deno.test("the reference pulse peaks at one and fits half floats", () => {
  assert.equal(REFERENCE_PULSE[5 / REF_STEP], 1);
  assert.equal(Math.max(...REFERENCE_PULSE), 1);
  assert.deepEqual(REFERENCE_PULSE, REFERENCE_PULSE.map(Math.f16round));
});

Deno.test("a pulse keeps its charge and place whatever its phase", () => {
  fc.assert(fc.property(fc.double({ min: 8, max: 20, noNaN: true }), (peak) => {
    const trace = new Float64Array(60);
    addPulse(trace, 10, 40, peak);
    const charge = trace.reduce((sum, y) => sum + y);
    assert.ok(Math.abs(charge / PULSE_AREA - 1) < 0.01, `charge ${charge}`);
    const brightest = trace.indexOf(Math.max(...trace)) - 10;
    // The rise is steeper than the fall: samples at −0.615 and +0.385 ns are equally high.
    assert.ok(Math.abs(brightest - peak) <= 0.63, `brightest sample ${brightest}, peak ${peak}`);
  }));
});

Deno.test("pulses outside the window leave their part or nothing", () => {
  const trace = new Float64Array(30);
  addPulse(trace, 10, 10, -100);
  addPulse(trace, 10, 10, 100);
  assert.ok(trace.every((y) => y === 0));
  addPulse(trace, 10, 10, 9);
  assert.ok(trace.every((y, i) => y === 0 || i >= 10 && i < 20));
});
