import assert from "node:assert/strict";
import { Folder } from "./_fixtures.ts";
import { WholeFile } from "./_whole_file.ts";

Deno.test("a file has its name only when it is complete; the old one stays until then", async () => {
  await using folder = await Folder.make();
  const path = folder.at("lines.txt");
  await Deno.writeTextFile(path, "old");
  const file = await WholeFile.create(path);
  file.writeText("new");
  assert.equal(folder.text("lines.txt"), "old");
  await file.close(true);
  assert.deepEqual(folder.names(), ["lines.txt"]);
  assert.equal(folder.text("lines.txt"), "new");
});

Deno.test("a file that is not complete stays .partial, with all that was written", async () => {
  await using folder = await Folder.make();
  const path = folder.at("lines.txt");
  await Deno.writeTextFile(path, "old");
  await Deno.writeTextFile(`${path}.partial`, "left over from before, and longer");
  const file = await WholeFile.create(path);
  file.writeText("new");
  await file.close(false);
  assert.equal(folder.text("lines.txt"), "old");
  assert.equal(folder.text("lines.txt.partial"), "new");
});

Deno.test("pieces smaller, as large as and larger than the buffer come out in order", async () => {
  await using folder = await Folder.make();
  const file = await WholeFile.create(folder.at("bytes"));
  const sizes = [1, 65_535, 65_536, 65_537, 0, 200_000, 3];
  for (const [index, size] of sizes.entries()) file.write(new Uint8Array(size).fill(index));
  await file.close(true);
  const bytes = await Deno.readFile(folder.at("bytes"));
  assert.equal(bytes.length, sizes.reduce((sum, size) => sum + size));
  let at = 0;
  for (const [index, size] of sizes.entries()) {
    assert.ok(bytes.subarray(at, at += size).every((byte) => byte === index), `piece ${index}`);
  }
});

Deno.test("a path that cannot be written is named", async () => {
  await using folder = await Folder.make();
  const path = folder.at("none/lines.txt");
  await assert.rejects(
    WholeFile.create(path),
    (error: Error) => error.message.startsWith(`cannot write "${path}" (as .partial in `),
  );
});

Deno.test("a full disk is told once, by what was written", async () => {
  await using folder = await Folder.make();
  const path = folder.at("lines.txt");
  await Deno.symlink("/dev/full", `${path}.partial`);
  const file = await WholeFile.create(path);
  assert.throws(() => file.write(new Uint8Array(100_000)), /cannot write ".*No space left/);
  file.writeText("x");
  await assert.rejects(file.close(true), /cannot write ".*No space left/);
  assert.deepEqual(folder.names(), ["lines.txt.partial"]);
});
