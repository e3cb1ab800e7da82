import assert from "node:assert/strict";
import {
  simulateCalibrations,
  simulateHeader,
  simulateShowers,
} from "../lib/simtel/simulate/mod.ts";
import { firstDifference } from "../lib/simtel/write/first_difference.ts";
import { testStep } from "../lib/testing/step_context.ts";
import { simulated, simulatedEvents, SMALL } from "./_fixtures.ts";
import showerSimulator from "./shower_simulator.ts";

Deno.test("shower_simulator gives all that the simulation does, in order", async () => {
  const packets = await simulated();
  const inside = packets.map((packet) => {
    if (packet.kind === "header") return packet.header;
    return packet.kind === "calibration" ? packet.calibration : packet.event;
  });
  const expected = [
    simulateHeader(SMALL),
    ...simulateCalibrations(SMALL),
    ...simulateShowers(SMALL),
  ];
  assert.equal(firstDifference(inside, expected), null);
});

Deno.test("shower_simulator labels each telescope of an event", async () => {
  const events = await simulatedEvents();
  assert.ok(events.length > 0);
  for (const { event, telescopes, file } of events) {
    assert.equal(file, "simulated_3");
    assert.deepEqual(telescopes.map(({ telId }) => telId), event.telescopes.map((t) => t.telId));
  }
});

Deno.test("shower_simulator: no showers, no events", async () => {
  const connected = ["events"];
  const { emitted } = await testStep(showerSimulator, { params: { showers: 0 }, connected });
  assert.deepEqual(emitted, []);
});

Deno.test("shower_simulator says which settings do not go together", async () => {
  const energies = testStep(showerSimulator, { params: { energyMin: 5, energyMax: 1 } });
  await assert.rejects(energies, /energyMin \(5\) is above energyMax \(1\)/);
  const telescopes = testStep(showerSimulator, { params: { nLst: 0, nMst: 0 } });
  await assert.rejects(telescopes, /no telescope/);
});
