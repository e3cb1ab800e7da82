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

Deno.test("read_simtel: a damaged file gives the events before the damage, and others follow", async () => {
  await using folder = await Folder.make();
  const damaged = await Deno.readFile(DEMO);
  damaged.fill(0x55, Math.floor(damaged.length * 0.8));
  await Deno.writeFile(folder.at("damaged.simtel.zst"), damaged);
  await Deno.writeTextFile(folder.at("notes.txt"), "the telescope was pointed at the Crab nebula");
  const names = ["damaged.simtel.zst", "notes.txt", DEMO];
  const params = { root: folder.path };

  const failed = await testStep(readSimtel, { params, connected }, names).catch((error) => error);
  assert.equal(failed.failure.code, "corrupt");
  const before = failed.trial.emitted.length;
  assert.ok(before > 0);

  const { emitted, logs, figures } = await testStep(
    readSimtel,
    { params: { ...params, onDamaged: "warn" }, connected },
    names,
  );
  const all = await testStep(readSimtel, { params, connected }, [DEMO]);
  assert.ok(before < all.emitted.length);
  assert.equal(emitted.length, before + all.emitted.length);
  assert.deepEqual(figures, { "damaged files": 2 });
  assert.deepEqual(logs.map(({ level }) => level), ["warning", "warning"]);
  assert.match(logs[0]!.message, /^damaged\.simtel\.zst: .* byte \d+/);
  assert.match(logs[1]!.message, /^notes\.txt: not a sim_telarray file/);
});
