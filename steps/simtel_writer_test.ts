import assert from "node:assert/strict";
import { openSimtel } from "../lib/simtel/mod.ts";
import { simulateFile } from "../lib/simtel/simulate/mod.ts";
import { testStep } from "../lib/testing/step_context.ts";
import { Folder, simulated, simulatedEvents, SMALL } from "./_fixtures.ts";
import simtelWriter from "./simtel_writer.ts";

async function direct(compression: "none" | "gzip" | "zstd"): Promise<Uint8Array> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  await simulateFile((chunk) => void chunks.push(chunk), SMALL, { compression });
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

/** Says little where megabytes differ. */
function assertSameBytes(actual: Uint8Array, expected: Uint8Array): void {
  assert.equal(actual.length, expected.length);
  assert.equal(actual.findIndex((byte, index) => byte !== expected[index]), -1);
}

for (
  const [name, compression] of [
    ["s.simtel", "none"],
    ["s.simtel.gz", "gzip"],
    ["s.simtel.zst", "zstd"],
  ] as const
) {
  Deno.test(`simtel_writer writes ${name} as the simulation itself does`, async () => {
    await using folder = await Folder.make();
    await testStep(simtelWriter, { params: { filename: folder.at(name) } }, await simulated());
    assert.deepEqual(folder.names(), [name]);
    assertSameBytes(await Deno.readFile(folder.at(name)), await direct(compression));
  });
}

Deno.test("simtel_writer: `compression` counts more than the file's name", async () => {
  await using folder = await Folder.make();
  const params = { filename: folder.at("s.gz"), compression: "none" as const };
  await testStep(simtelWriter, { params }, await simulated());
  await using file = await openSimtel(folder.at("s.gz"));
  assert.equal(file.compression, "none");
});

Deno.test("simtel_writer without a header says which port to connect", async () => {
  await using folder = await Folder.make();
  const params = { filename: folder.at("s.zst") };
  await assert.rejects(testStep(simtelWriter, { params }), /connect the producer's `records` port/);
  assert.deepEqual(folder.names(), ["s.zst.partial"]);
});

Deno.test("simtel_writer refuses an event before the header, and leaves .partial", async () => {
  await using folder = await Folder.make();
  const params = { filename: folder.at("s.zst") };
  const writing = testStep(simtelWriter, { params }, await simulatedEvents());
  await assert.rejects(writing, { name: "StepFailed", message: /header/ });
  assert.deepEqual(folder.names(), ["s.zst.partial"]);
});

for (const outcome of ["failed", "interrupted"] as const) {
  Deno.test(`simtel_writer keeps the old file when the flow ${outcome}`, async () => {
    await using folder = await Folder.make();
    const params = { filename: folder.at("s.zst") };
    await Deno.writeTextFile(params.filename, "old");
    await testStep(simtelWriter, { params, outcome }, await simulated());
    assert.equal(folder.text("s.zst"), "old");
    assert.deepEqual(folder.names(), ["s.zst", "s.zst.partial"]);
  });
}
