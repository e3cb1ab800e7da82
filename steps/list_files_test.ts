import assert from "node:assert/strict";
import { testStep } from "../lib/testing/step_context.ts";
import { Folder } from "./_fixtures.ts";
import listFiles from "./list_files.ts";

Deno.test("list_files sends paths in alphabetical order", async () => {
  await using folder = await Folder.make();
  for (const name of ["b.zst", "a.zst", "c.gz"]) await Deno.writeTextFile(folder.at(name), "");
  const { emitted } = await testStep(listFiles, { params: { pattern: folder.at("*.zst") } });
  assert.deepEqual(emitted, [
    { port: "files", value: folder.at("a.zst") },
    { port: "files", value: folder.at("b.zst") },
  ]);
});

Deno.test("list_files fails where no file matches, and says what it looked for", async () => {
  await using folder = await Folder.make();
  for (const pattern of [folder.at("*.zst"), folder.at("none/*.zst")]) {
    await assert.rejects(testStep(listFiles, { params: { pattern } }), {
      message: `no file matches ${pattern}`,
    });
  }
});
