import assert from "node:assert/strict";
import { simulatedEvents, telescopeEvents } from "./_fixtures.ts";
import { arrayEvent, labelOf, simtelStream, telescopeEvent } from "./_messages.ts";
import { simulateHeader } from "../lib/simtel/simulate/mod.ts";

Deno.test("the ADC arrays of events move, each buffer once", async () => {
  const [packet] = await simulatedEvents();
  const buffers = arrayEvent.moves!(packet!);
  assert.equal(buffers.length, packet!.event.telescopes.length);
  assert.equal(new Set(buffers).size, buffers.length);
  structuredClone(packet, { transfer: buffers });
  assert.ok(packet!.event.telescopes.every(({ adc }) => adc!.values.length === 0), "moved away");
});

Deno.test("the ADC array of a telescope event moves, where there is one", async () => {
  const [packet] = await telescopeEvents();
  assert.deepEqual(telescopeEvent.moves!(packet!).length, 1);
  const without = { ...packet!, data: { ...packet!.data, adc: null } };
  assert.deepEqual(telescopeEvent.moves!(without), []);
});

Deno.test("a stream is events or records", () => {
  assert.deepEqual(simtelStream.names, ["array_event", "simtel_record"]);
});

Deno.test("a label has what a telescope's description says", () => {
  const [telescope] = simulateHeader({ seed: 1, showers: 1 }).telescopes;
  const { telId, type, opticsName, cameraName } = telescope!;
  assert.deepEqual(labelOf(telescope!), { telId, type, opticsName, cameraName });
});
