import assert from "node:assert/strict";
import { join } from "node:path";
import { checkOutputFile, writeOutputFile } from "./output_file.ts";
import { UserError } from "./user_error.ts";

async function inFolder(work: (folder: string) => void): Promise<void> {
  const folder = await Deno.realPath(await Deno.makeTempDir());
  try {
    work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const namesIn = (folder: string) => [...Deno.readDirSync(folder)].map(({ name }) => name).sort();

const refusal = (pattern: RegExp) => (error: unknown) =>
  error instanceof UserError && pattern.test(error.message);

Deno.test("an existing file is replaced by force only, an input never", () =>
  inFolder((folder) => {
    const [old, link] = [join(folder, "old.json"), join(folder, "link.json")];
    Deno.writeTextFileSync(old, "old");
    Deno.symlinkSync(old, link);
    for (const path of [old, link]) {
      assert.throws(() => checkOutputFile(path, { force: false }), refusal(/exists already$/));
      checkOutputFile(path, { force: true, inputs: [undefined, join(folder, "other")] });
      for (const input of [old, link]) {
        assert.throws(
          () => checkOutputFile(path, { force: true, inputs: [input] }),
          refusal(/is read too$/),
        );
      }
    }
    writeOutputFile(link, "new");
    assert.equal(Deno.readTextFileSync(old), "new");
    assert.ok(Deno.lstatSync(link).isSymlink);
    assert.deepEqual(namesIn(folder), ["link.json", "old.json"]);
  }));

Deno.test("folders are made for a file that is missing, and one is no file", () =>
  inFolder((folder) => {
    const path = join(folder, "a", "b.txt");
    checkOutputFile(path, { force: false });
    writeOutputFile(path, "x");
    assert.deepEqual(namesIn(join(folder, "a")), ["b.txt"]);
    assert.throws(() => checkOutputFile(folder, { force: true }), refusal(/is a folder$/));
    assert.throws(
      () => checkOutputFile(join(path, "c"), { force: true }),
      refusal(/cannot be written: /),
    );
  }));

Deno.test("what fails leaves nothing behind, and an old file as it was", () =>
  inFolder((folder) => {
    const path = join(folder, "x");
    // No file takes the place of a folder.
    Deno.mkdirSync(path);
    assert.throws(() => writeOutputFile(path, "text"), refusal(/cannot be written: /));
    assert.deepEqual(namesIn(folder), ["x"]);
    const link = join(folder, "link");
    Deno.symlinkSync(join(folder, "nowhere"), link);
    assert.throws(() => checkOutputFile(link, { force: false }), refusal(/exists already$/));
    assert.throws(() => writeOutputFile(link, "text"), refusal(/cannot be written: /));
    assert.deepEqual(namesIn(folder), ["link", "x"]);
  }));

Deno.test("what is neither file nor folder is never replaced", () =>
  inFolder((folder) => {
    const path = join(folder, "socket");
    using _listener = Deno.listen({ transport: "unix", path });
    checkOutputFile(path, { force: false });
    assert.throws(() => writeOutputFile(path, "text"), refusal(/cannot be written: /));
    assert.ok(Deno.statSync(path).isSocket);
    assert.deepEqual(namesIn(folder), ["socket"]);
  }));
