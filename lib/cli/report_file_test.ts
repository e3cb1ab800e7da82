import assert from "node:assert/strict";
import { join } from "node:path";
import { report } from "./_fixtures.ts";
import { ensureWritable, removeReport, writeReport } from "./report_file.ts";
import { UserError } from "./user_error.ts";

Deno.test("the folder is made, an old report survives until there is a new one", () => {
  const folder = Deno.makeTempDirSync();
  try {
    const path = join(folder, "a", "b", "report.json");
    ensureWritable(path);
    assert.deepEqual([...Deno.readDirSync(join(folder, "a", "b"))], []);
    assert.equal(writeReport(path, report({})), null);
    const before = Deno.readTextFileSync(path);
    ensureWritable(path);
    assert.equal(Deno.readTextFileSync(path), before);
    assert.equal(JSON.parse(before).schema, "ctapipe-flow/report/1");
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("only what is empty or a report of ours is overwritten", () => {
  const folder = Deno.makeTempDirSync();
  try {
    const path = join(folder, "file");
    for (
      const text of [
        "",
        '{"schema":"ctapipe-flow/report/0",',
        '\n{\n\t"schema" : "ctapipe-flow/report/1"',
      ]
    ) {
      Deno.writeTextFileSync(path, text);
      ensureWritable(path);
      assert.equal(Deno.readTextFileSync(path), text);
    }
    for (
      const text of [
        " ",
        "name: a",
        '{"schema":"ctapipe-flow/graph/1"}',
        '{"a":{"schema":"ctapipe-flow/report/1"}}',
      ]
    ) {
      Deno.writeTextFileSync(path, text);
      assert.throws(() => ensureWritable(path), (error) => {
        assert.ok(error instanceof UserError);
        assert.match(error.message, /exists and is no report: it would be overwritten$/);
        return true;
      });
      assert.equal(Deno.readTextFileSync(path), text);
    }
    ensureWritable("/dev/null");
    Deno.symlinkSync(join(folder, "missing"), join(folder, "link"));
    ensureWritable(join(folder, "link"));
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("what cannot be written is told before any work", () => {
  const folder = Deno.makeTempDirSync();
  try {
    Deno.writeTextFileSync(join(folder, "file"), "");
    for (const path of [folder, join(folder, "file", "report.json")]) {
      assert.throws(() => ensureWritable(path), (error) => {
        assert.ok(error instanceof UserError);
        assert.ok(error.message.startsWith(`report file "${path}" cannot be written: `));
        return true;
      });
    }
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("a report is put in its place whole, and an older one is gone before", () => {
  const folder = Deno.makeTempDirSync();
  try {
    const [path, link] = [join(folder, "report.json"), join(folder, "link.json")];
    Deno.symlinkSync(path, link);
    const names = () => [...Deno.readDirSync(folder)].map(({ name }) => name).toSorted();
    for (const place of [path, link]) {
      assert.equal(writeReport(place, report({ flow: "first" })), null);
      removeReport(place);
      assert.deepEqual(names(), ["link.json"]);
      Deno.writeTextFileSync(`${path}.partial`, "of one that was killed");
      assert.equal(writeReport(place, report({ flow: "second" })), null);
      assert.equal(JSON.parse(Deno.readTextFileSync(path)).flow, "second");
      removeReport(place);
      if (place === link) Deno.removeSync(`${path}.partial`); // nothing is put in a link's place
    }
    removeReport(join(folder, "missing.json"));
    removeReport("/dev/null");
    assert.equal(Deno.statSync("/dev/null").isCharDevice, true);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("a report that does not fit is not half there", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = join(folder, "report.json");
    const script = join(folder, "write.ts");
    await Deno.writeTextFile(
      script,
      `import { writeReport } from "${new URL("./report_file.ts", import.meta.url)}";
       const mistake = writeReport(${JSON.stringify(path)}, { filler: "x".repeat(10_000) });
       console.log(mistake?.message ?? "written");`,
    );
    const config = decodeURIComponent(new URL("../../deno.json", import.meta.url).pathname);
    // a file may have 8 blocks of 512 bytes: to write more fails as on a disk that is full
    const line =
      `trap '' XFSZ; ulimit -f 8; exec '${Deno.execPath()}' run -A --no-lock --no-check ` +
      `--no-code-cache --config='${config}' '${script}'`;
    const { stdout } = await new Deno.Command("sh", { args: ["-c", line], stderr: "null" })
      .output();
    assert.match(new TextDecoder().decode(stdout), /^report file ".*" cannot be written: /);
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["write.ts"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
