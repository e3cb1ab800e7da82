import assert from "node:assert/strict";
import fc from "fast-check";
import { Folder } from "./_fixtures.ts";
import { type FileToken, WholeFile } from "./_whole_file.ts";

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

/** Writes pieces, takes a token in between, and leaves the rest as a process that is killed does. */
async function cutOff(path: string, before: string, after: string): Promise<FileToken> {
  const file = await WholeFile.create(path);
  file.writeText(before);
  const token = await file.checkpoint();
  file.writeText(after);
  await file.close(false);
  return token;
}

Deno.test("a file goes on where its token was taken; what came later is cut off", async () => {
  await using folder = await Folder.make();
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: 100_000 }),
      fc.nat({ max: 100_000 }),
      fc.string({ unit: "binary", maxLength: 20 }),
      async (before, after, more) => {
        const path = folder.at("lines.txt");
        const token = await cutOff(path, "b".repeat(before), "x".repeat(after));
        assert.equal(token.bytes, before);
        const file = await WholeFile.create(path, token);
        file.writeText(more);
        const bytes = new TextEncoder().encode(more).length;
        assert.equal((await file.checkpoint()).bytes, before + bytes);
        await file.close(true);
        assert.equal(folder.text("lines.txt"), "b".repeat(before) + more.toWellFormed());
        assert.deepEqual(folder.names(), ["lines.txt"]);
      },
    ),
    { numRuns: 20 },
  );
});

Deno.test("a token is on the disk when it is given", async () => {
  await using folder = await Folder.make();
  const file = await WholeFile.create(folder.at("lines.txt"));
  file.writeText("all of it");
  await file.checkpoint();
  assert.equal(folder.text("lines.txt.partial"), "all of it");
  await file.close(false);
});

Deno.test("a file that was complete is taken back", async () => {
  await using folder = await Folder.make();
  const path = folder.at("lines.txt");
  const first = await WholeFile.create(path);
  first.writeText("once");
  const token = await first.checkpoint();
  await first.close(true);
  const file = await WholeFile.create(path, token);
  assert.deepEqual(folder.names(), ["lines.txt.partial"]);
  await file.close(true);
  assert.equal(folder.text("lines.txt"), "once");
});

Deno.test("a file that was complete is taken back, also with what its end added", async () => {
  await using folder = await Folder.make();
  const path = folder.at("lines.txt");
  const first = await WholeFile.create(path);
  first.writeText("once");
  const token = await first.checkpoint();
  first.writeText(", and the end");
  await first.close(true);
  const file = await WholeFile.create(path, token);
  file.writeText("!");
  await file.close(true);
  assert.equal(folder.text("lines.txt"), "once!");
  assert.deepEqual(folder.names(), ["lines.txt"]);
});

for (
  const [what, remains, told] of [
    ["shorter", { "lines.txt.partial": "abc" }, /lines\.txt\.partial" has 3 bytes only, not the 9/],
    ["gone", {}, /lines\.txt\.partial" is gone, not the 9 it had/],
    ["gone, and another has its name", { "lines.txt": "other" }, /is gone, not the 9 it had/],
  ] as const
) {
  Deno.test(`a file that is ${what} is told, and left as it is`, async () => {
    await using folder = await Folder.make();
    for (const [name, text] of Object.entries(remains)) {
      await Deno.writeTextFile(folder.at(name), text);
    }
    await assert.rejects(WholeFile.create(folder.at("lines.txt"), { bytes: 9 }), told);
    assert.deepEqual(folder.names(), Object.keys(remains));
    for (const [name, text] of Object.entries(remains)) assert.equal(folder.text(name), text);
  });
}

Deno.test("what was written can be read and replaced, from buffer or disk", async () => {
  await using folder = await Folder.make();
  const file = await WholeFile.create(folder.at("bytes"));
  file.write(new Uint8Array(100_000).fill(1));
  file.writeText("end");
  assert.equal(file.size, 100_003);
  file.overwrite(2, Uint8Array.of(7, 8));
  file.overwrite(100_000, new TextEncoder().encode("E"));
  assert.deepEqual([...file.read(1, 4)], [1, 7, 8, 1]);
  file.writeText("!");
  assert.equal(file.size, 100_004);
  const { bytes } = await file.checkpoint();
  assert.equal(bytes, 100_004);
  assert.throws(() => file.read(100_000, 10), /cannot write ".*bytes"/);
  await file.close(true);
  const whole = await Deno.readFile(folder.at("bytes"));
  assert.equal(new TextDecoder().decode(whole.subarray(100_000)), "End!");
  assert.deepEqual([...whole.subarray(0, 5)], [1, 1, 7, 8, 1]);
});
