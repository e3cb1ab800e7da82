import assert from "node:assert/strict";
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { openSimtel } from "../lib/simtel/mod.ts";
import { compareDemo, DEMO_FILE } from "./gen_demo.ts";

Deno.test("the demo file is what the simulation gives now", async () => {
  const stored = await Deno.readFile(DEMO_FILE);
  assert.equal(await compareDemo(stored), null);
  assert.ok(stored.length < 2_000_000, `${stored.length} bytes`);
});

Deno.test("a different simulation is told apart from a different compressor", async () => {
  const stored = await Deno.readFile(DEMO_FILE);
  const content = zstdDecompressSync(stored);
  assert.match((await compareDemo(zstdCompressSync(content)))!, /compressed differently/);
  content[content.length - 20]! ^= 1;
  assert.match((await compareDemo(zstdCompressSync(content)))!, /differs from what the simulation/);
});

Deno.test("the demo file has tens of events with LST and MST data, and untriggered ones", async () => {
  await using file = await openSimtel(DEMO_FILE);
  const type = new Map(file.header.telescopes.map(({ telId, type }) => [telId, type]));
  const events = await Array.fromAsync(file);
  const mixed = events.filter(({ telescopes }) =>
    new Set(telescopes.map(({ telId }) => type.get(telId))).size === 2
  );
  assert.ok(mixed.length >= 20, `${mixed.length} mixed events`);
  assert.equal(file.counts.triggeredEvents, events.length);
  assert.ok(file.counts.mcEvents > events.length);
  assert.equal(file.calibrations.size, file.header.telescopes.length);
});
