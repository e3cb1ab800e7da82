import assert from "node:assert/strict";
import { cameraWith } from "./_fixtures.ts";
import { integrationCorrections } from "./integration_correction.ts";

/** The readout of a camera with one reference pulse. */
function readout(points: readonly number[], refStep: number, timeSlice: number) {
  const refPulses = Float32Array.from(points);
  return cameraWith({}, { refPulses, refLength: points.length, refStep, timeSlice }).readout;
}

const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-12, `${actual} is not ${expected}`);

Deno.test("one over the part of the pulse that is within the window around its peak", () => {
  const pulse = readout([1, 1, 2, 4, 2, 1, 1, 0], 1, 1); // the last point begins no bin
  near(integrationCorrections(pulse, { width: 3, shift: 1 })[0]!, 12 / 8);
  near(integrationCorrections(pulse, { width: 1, shift: 0 })[0]!, 12 / 4);
  near(integrationCorrections(pulse, { width: 20, shift: 5 })[0]!, 1);
  near(integrationCorrections(pulse, { width: 4, shift: 3 })[0]!, 12 / 8);
});

Deno.test("points are put into samples; the last edge belongs to the last one", () => {
  // edges at 0, 2, 4: points at 0, 1 | 2, 3, 4 and the one at 5 is dropped
  const pulse = readout([1, 1, 3, 3, 10, 100], 1, 2);
  near(integrationCorrections(pulse, { width: 1, shift: 0 })[0]!, 18 / 16);
});

Deno.test("steps that are no machine numbers fall on the edges they are meant to", () => {
  // 0.1 * 3 > 0.3, 0.3 / 0.1 < 3: each point is in the bin whose edges it lies between
  const pulse = readout([1, 2, 4, 8, 16], 0.5, 0.5);
  near(integrationCorrections(pulse, { width: 1, shift: 0 })[0]!, 31 / 24);
});

Deno.test("one correction per reference pulse", () => {
  const refPulses = Float32Array.of(1, 3, 1, 0, 1, 1, 1, 0);
  const { readout } = cameraWith({}, { refPulses, refLength: 4, refStep: 1, timeSlice: 1 });
  const [high, low] = integrationCorrections(readout, { width: 1, shift: 0 });
  near(high!, 5 / 3);
  near(low!, 3);
});

Deno.test("without a pulse that can be summed up there is none, and it says what to do", () => {
  const window = { width: 7, shift: 3 };
  const none = cameraWith({}, { refPulses: null }).readout;
  assert.throws(
    () => integrationCorrections(none, window),
    /no reference pulse.*correction: false/,
  );
  for (const odd of [readout([0, 0, 0], 1, 1), readout([1, 2, 1], 1, NaN), readout([1], 1, 5)]) {
    assert.throws(() => integrationCorrections(odd, window), /corrections of .*correction: false/);
  }
  assert.throws(
    () => integrationCorrections(readout([1, 2], 1, 1e-30), window),
    /correction: false/,
  );
});
