import assert from "node:assert/strict";
import { basename, dirname } from "node:path";
import { testStep } from "../lib/testing/step_context.ts";
import { Folder } from "./_fixtures.ts";
import type { ArrayEventPacket } from "./_messages.ts";
import readSimtel from "./read_simtel.ts";

const DEMO = decodeURIComponent(
  new URL("../flows/data/gamma_demo.simtel.zst", import.meta.url).pathname,
);
const connected = ["events"];

Deno.test("read_simtel reads what it is sent, relative to its root or absolute", async () => {
  const params = { root: dirname(DEMO) };
  const names = [basename(DEMO), DEMO];
  const { emitted, noted } = await testStep(readSimtel, { params, connected }, names);
  assert.deepEqual(noted, [DEMO, DEMO], "the report is to name the files");
  const ids = emitted.map(({ value }) => (value as ArrayEventPacket).event.eventId);
  assert.ok(ids.length > 2 && ids.length % 2 === 0);
  assert.deepEqual(ids.slice(0, ids.length / 2), ids.slice(ids.length / 2));
});

Deno.test("read_simtel fails at a file that is not there", async () => {
  await using folder = await Folder.make();
  const reading = testStep(readSimtel, { params: { root: folder.path } }, ["none.simtel.zst"]);
  await assert.rejects(reading, /none\.simtel\.zst/);
});
