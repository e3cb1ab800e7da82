import assert from "node:assert/strict";
import { openSimtel } from "../lib/simtel/mod.ts";
import { firstDifference } from "../lib/simtel/write/first_difference.ts";
import { sharedPath, testShared } from "../lib/testing/shared.ts";
import { StepFailed, testStep } from "../lib/testing/step_context.ts";
import { simulateFile } from "../lib/simtel/simulate/mod.ts";
import { Folder, SMALL } from "./_fixtures.ts";
import type { ArrayEventPacket, SimtelRecord } from "./_messages.ts";
import showerSimulator from "./shower_simulator.ts";
import simtelReader from "./simtel_reader.ts";

const DEMO = decodeURIComponent(
  new URL("../flows/data/gamma_demo.simtel.zst", import.meta.url).pathname,
);

Deno.test("simtel_reader gives the events of a file, each telescope with its label", async () => {
  const connected = ["events"];
  const { emitted } = await testStep(simtelReader, { params: { filename: DEMO }, connected });
  await using file = await openSimtel(DEMO);
  const expected = await Array.fromAsync(file);
  assert.ok(expected.length > 1);
  const packets = emitted.map(({ value }) => value as ArrayEventPacket);
  assert.equal(firstDifference(packets.map(({ event }) => event), expected), null);
  const types = new Map(file.header.telescopes.map(({ telId, type }) => [telId, type]));
  for (const packet of packets) {
    assert.equal(packet.file, "gamma_demo.simtel.zst");
    assert.equal(packet.run, file.header.runHeader.run);
    const labels = packet.telescopes.map(({ telId, type }) => [telId, type]);
    assert.deepEqual(
      labels,
      packet.event.telescopes.map(({ telId }) => [telId, types.get(telId)]),
    );
  }
});

Deno.test("simtel_reader gives header and calibrations before the first event", async () => {
  const { emitted } = await testStep(simtelReader, { params: { filename: DEMO } });
  const kinds = emitted.map(({ value }) => (value as ArrayEventPacket | SimtelRecord).kind);
  await using file = await openSimtel(DEMO, { untriggered: true });
  const events = await Array.fromAsync(file, ({ type }) => type);
  const count = (kind: string) => kinds.filter((each) => each === kind).length;
  assert.equal(kinds[0], "header");
  assert.equal(count("header"), 1);
  assert.equal(count("calibration"), file.calibrations.size);
  assert.equal(count("untriggered"), events.filter((type) => type === "untriggered").length);
  assert.equal(count("event"), events.filter((type) => type === "data").length);
  const beforeEvents = kinds.slice(1, 1 + count("calibration"));
  assert.ok(beforeEvents.every((kind) => kind === "calibration"));
  assert.ok(count("untriggered") > 0);
  const few = await testStep(simtelReader, { params: { filename: DEMO, untriggered: false } });
  assert.equal(few.emitted.length, emitted.length - count("untriggered"));
});

testShared("simtel_reader leaves out what nobody wants, and nothing else", async () => {
  const filename = sharedPath("simtel/data/lst_with_photons.simtel.zst");
  const connected = ["events"];
  const lean = { filename, trueImages: false, pixelTiming: false };
  const [all, less] = await Promise.all([{ filename }, lean].map(async (params) => {
    const { emitted } = await testStep(simtelReader, { params, connected });
    return (emitted[0]!.value as ArrayEventPacket).event.telescopes[0]!;
  }));
  assert.ok(all!.truePe !== null && all!.pixelTiming !== null);
  assert.deepEqual(less, { ...all, truePe: null, pixelTiming: null });
});

Deno.test("simtel_reader: of a merged file each event has the cameras of its own run", async () => {
  await using folder = await Folder.make();
  const runs = [3, 4].map((seed) => ({ ...SMALL, seed }));
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (const run of runs) await simulateFile((chunk) => void parts.push(chunk.slice()), run);
  await Deno.writeFile(folder.at("merged"), new Blob(parts).stream());
  const connected = ["events"];
  const camerasOf = async (step: typeof simtelReader | typeof showerSimulator, params: object) => {
    const { emitted } = await testStep(step as typeof simtelReader, {
      params: params as { filename: string },
      connected,
    });
    return emitted.map(({ value }) => (value as ArrayEventPacket).cameras);
  };
  const merged = await camerasOf(simtelReader, { filename: folder.at("merged") });
  const apart = await Promise.all(runs.map((run) => camerasOf(showerSimulator, run)));
  assert.notEqual(firstDifference(apart[0]![0]![0], apart[1]![0]![0]), null, "of two makes");
  assert.equal(firstDifference(merged, apart.flat()), null);
});

Deno.test("simtel_reader ends early without reading on", async () => {
  const { emitted } = await testStep(simtelReader, {
    params: { filename: DEMO },
    connected: ["events"],
    maxPackets: 2,
  });
  assert.equal(emitted.length, 2);
});

Deno.test("simtel_reader fails where there is no file, or none of its kind", async () => {
  await using folder = await Folder.make();
  const read = (name: string) => testStep(simtelReader, { params: { filename: folder.at(name) } });
  const missing = await read("none.zst").catch((error) => error);
  assert.ok(missing instanceof StepFailed);
  assert.equal(missing.failure.code, "not_found");
  await Deno.writeTextFile(folder.at("notes.txt"), "the telescope was pointed at the Crab nebula");
  await assert.rejects(read("notes.txt"), /at byte 0/);
  await Deno.writeTextFile(folder.at("empty.zst"), "");
  await assert.rejects(read("empty.zst"), StepFailed);
});

testShared(
  "simtel_reader: a file that is cut off gives its events, then fails or warns",
  async () => {
    const filename = sharedPath("simtel/data/test_lasercal_v3.simtel.gz");
    const connected = ["events"];
    const failed = await testStep(simtelReader, { params: { filename }, connected })
      .catch((error) => error);
    assert.ok(failed instanceof StepFailed);
    assert.equal(failed.failure.code, "truncated");
    const warned = await testStep(simtelReader, {
      params: { filename, onTruncated: "warn" },
      connected,
    });
    assert.equal(failed.trial.emitted.length, warned.emitted.length);
    assert.ok(warned.emitted.length > 0);
    assert.deepEqual(warned.logs.map(({ level }) => level), ["warning"]);
    assert.match(warned.logs[0]!.message, /cut off at byte 3545024 \(decompressed\), inside \d+/);
  },
);
