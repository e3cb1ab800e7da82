import assert from "node:assert/strict";
import { simulatedEvents, telescopeEvents } from "./_fixtures.ts";
import {
  arrayEvent,
  labelOf,
  simtelStream,
  telescopeEvent,
  telescopeEventsOf,
  truthOf,
} from "./_messages.ts";
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

Deno.test("of an event there is a packet per telescope, each with what is its own", async () => {
  const [packet] = await simulatedEvents();
  const { event, telescopes, places, cameras } = packet!;
  const packets = [...telescopeEventsOf(packet!)];
  assert.equal(packets.length, event.telescopes.length);
  for (const [index, each] of packets.entries()) {
    assert.equal(each.data, event.telescopes[index]);
    assert.equal(each.telescope, telescopes[index]);
    assert.equal(each.place, places[index]);
    assert.equal(each.camera, cameras[index]);
    assert.equal(each.nTelescopes, packets.length);
    assert.deepEqual([each.eventId, each.truth!.energy], [event.eventId, event.mc!.energy]);
  }
});

Deno.test("calibration events have no truth", async () => {
  const [packet] = await simulatedEvents();
  assert.equal(truthOf({ ...packet!.event, mc: null }), null);
});
