import assert from "node:assert/strict";
import { openSimtel } from "../mod.ts";
import { firstDifference } from "../write/first_difference.ts";
import { simulateCalibrations, simulateFile, simulateHeader, simulateShowers } from "./mod.ts";

const options = { seed: 6, showers: 6, reuse: 2, nMst: 3, spectralIndex: -1.7, azimuth: 200.3 };

Deno.test("a reader gives exactly the records that were simulated", async () => {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const counts = await simulateFile((chunk) => void chunks.push(chunk), options);
  await using file = await openSimtel(new Blob(chunks).stream(), { untriggered: true });
  assert.equal(firstDifference(file.header, simulateHeader(options)), null);
  const events = await Array.fromAsync(file, (event) => ({ ...event, offset: 0 }));
  assert.equal(firstDifference(events, [...simulateShowers(options)]), null);
  const calibrations = [...file.calibrations.values()];
  assert.equal(firstDifference(calibrations, simulateCalibrations(options)), null);
  assert.deepEqual(counts, {
    events: file.counts.mcEvents,
    triggered: file.counts.triggeredEvents,
  });
  assert.ok(counts.triggered > 0 && counts.triggered < counts.events);
});

Deno.test("the error of a sink ends the simulation", async () => {
  const full = () => Promise.reject(new Error("disk full"));
  await assert.rejects(simulateFile(full, options, { compression: "zstd" }), /disk full/);
});
