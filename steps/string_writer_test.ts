import assert from "node:assert/strict";
import { testStep } from "../lib/testing/step_context.ts";
import { Folder } from "./_fixtures.ts";
import stringWriter from "./string_writer.ts";

Deno.test("string_writer writes strings and numbers as they are, all else as JSON", async () => {
  await using folder = await Folder.make();
  const params = { filename: folder.at("lines.txt") };
  const values = ["γ 🔭", "", 1.5, -0, 1e21, true, { adc: new Uint8Array([1, 2]) }, ["a"], 2n];
  await testStep(stringWriter, { params }, values);
  const lines = ["γ 🔭", "", "1.5", "0", "1e+21", "true", '{"adc":[1,2]}', '["a"]', '"2"', ""];
  assert.deepEqual(folder.text("lines.txt").split("\n"), lines);
});

Deno.test("string_writer leaves an empty file where nothing came", async () => {
  await using folder = await Folder.make();
  await testStep(stringWriter, { params: { filename: folder.at("lines.txt") } });
  assert.equal(folder.text("lines.txt"), "");
});

for (const outcome of ["failed", "interrupted"] as const) {
  Deno.test(`string_writer leaves .partial when the flow ${outcome}`, async () => {
    await using folder = await Folder.make();
    const filename = folder.at("lines.txt");
    await Deno.writeTextFile(filename, "old");
    await testStep(stringWriter, { params: { filename }, outcome }, ["new"]);
    assert.equal(folder.text("lines.txt"), "old");
    assert.equal(folder.text("lines.txt.partial"), "new\n");
  });
}

Deno.test("string_writer fails in init where it cannot write", async () => {
  await using folder = await Folder.make();
  const failing = testStep(stringWriter, { params: { filename: folder.at("none/lines.txt") } });
  await assert.rejects(failing, { message: /^cannot write ".*none\/lines\.txt"/ });
});

Deno.test("string_writer goes on where it was cut off", async () => {
  await using folder = await Folder.make();
  const params = { filename: folder.at("lines.txt") };
  const { checkpoint } = await testStep(stringWriter, { params, outcome: "interrupted" }, ["a"]);
  await testStep(stringWriter, { params, outcome: "failed", resume: checkpoint }, ["too much"]);
  await testStep(stringWriter, { params, resume: checkpoint }, ["b"]);
  assert.equal(folder.text("lines.txt"), "a\nb\n");
  assert.deepEqual(folder.names(), ["lines.txt"]);
});
