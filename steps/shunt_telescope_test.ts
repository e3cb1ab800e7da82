import assert from "node:assert/strict";
import { testStep } from "../lib/testing/step_context.ts";
import { simulatedEvents } from "./_fixtures.ts";
import type { TelescopeEventPacket } from "./_messages.ts";
import shuntTelescope from "./shunt_telescope.ts";

Deno.test("shunt_telescope sends every telescope once, by what it is", async () => {
  const events = await simulatedEvents();
  const { emitted } = await testStep(shuntTelescope, {}, events);
  const sent = emitted.map(({ port, value }) => {
    const { eventId, telescope, data } = value as TelescopeEventPacket;
    assert.equal(telescope.telId, data.telId);
    assert.equal(port, telescope.type === "LST" ? "lst" : "other");
    return `${eventId} ${telescope.telId}`;
  });
  const expected = events.flatMap(({ event }) =>
    event.telescopes.map(({ telId }) => `${event.eventId} ${telId}`)
  );
  assert.deepEqual(sent, expected);
  assert.deepEqual(new Set(emitted.map(({ port }) => port)), new Set(["lst", "other"]));
});

Deno.test("shunt_telescope goes by the label, not by the telescope's number", async () => {
  const [packet] = await simulatedEvents();
  const telescopes = packet!.telescopes.map((label) => ({ ...label, type: "SST" as const }));
  const { emitted } = await testStep(shuntTelescope, {}, [{ ...packet!, telescopes }]);
  assert.ok(emitted.length > 0 && emitted.every(({ port }) => port === "other"));
});

Deno.test("shunt_telescope drops an event without telescopes", async () => {
  const [packet] = await simulatedEvents();
  const event = { ...packet!.event, telescopes: [] };
  const { emitted } = await testStep(shuntTelescope, {}, [{ ...packet!, event, telescopes: [] }]);
  assert.deepEqual(emitted, []);
});
