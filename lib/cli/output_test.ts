import assert from "node:assert/strict";
import { testData } from "./_spawn.ts";

const CLI = decodeURIComponent(new URL("../../cli.ts", import.meta.url).pathname);

async function onFullDisk(args: readonly string[], streams: string) {
  const command = new Deno.Command("sh", {
    args: ["-c", `exec "$0" "$@" ${streams}`, Deno.execPath(), "run", "-A", CLI, ...args],
    env: { NO_COLOR: "1" },
  });
  const { code, stderr } = await command.output();
  return { code, stderr: new TextDecoder().decode(stderr) };
}

const ignore = Deno.build.os !== "linux";

Deno.test("results that do not fit on a disk end with 1, in one line", { ignore }, async () => {
  const flow = testData("count.yaml");
  for (const args of [["--help"], ["check", flow], ["convert", flow, "--to", "jsonc"], ["steps"]]) {
    assert.deepEqual(await onFullDisk(args, ">/dev/full"), {
      code: 1,
      stderr: "error: cannot write to standard output: No space left on device\n",
    });
  }
  const both = await onFullDisk(["check", flow], ">/dev/full 2>/dev/full");
  assert.deepEqual(both, { code: 1, stderr: "" });
});

Deno.test("a full disk under the progress does not end the work", { ignore }, async () => {
  const { code } = await onFullDisk(["run", testData("count.yaml")], "2>/dev/full");
  assert.equal(code, 0);
});
