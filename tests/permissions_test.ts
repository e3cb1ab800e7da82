import assert from "node:assert/strict";
import { runCli } from "../lib/cli/_spawn.ts";
import { withFolder } from "./_flows.ts";

const NEEDY = `
import { defineStep, number } from "ctapipe-flow/step";
TOP_LEVEL
export default defineStep({
  name: "needy",
  kind: "producer",
  summary: "Sends a number",
  outputs: { out: number },
  run() {
    IN_RUN
    return 1;
  },
});
`;

const FLOW = `
name: needy
nodes:
  needy: { step: ./needy.ts, next: lines }
  lines: { step: string_writer, params: { filename: lines.txt } }
`;

/** Names in a folder of a flow whose step's module does this, after the command. */
async function after(
  { topLevel = "", inRun = "" }: { topLevel?: string; inRun?: string },
  command: readonly string[],
) {
  let names: string[] = [];
  let ended = { code: -1, stdout: "", stderr: "" };
  await withFolder(async (folder) => {
    const text = NEEDY.replace("TOP_LEVEL", topLevel).replace("IN_RUN", inRun);
    await Deno.writeTextFile(`${folder}/needy.ts`, text.replaceAll("FOLDER", folder));
    await Deno.writeTextFile(`${folder}/flow.yaml`, FLOW);
    ended = await runCli(command, { cwd: folder });
    names = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
  });
  return { ...ended, names };
}

const WRITE = 'Deno.writeTextFileSync("FOLDER/made.txt", "x");';

Deno.test("the module of this test is sound when it touches nothing", async () => {
  const { code, stderr, names } = await after({}, ["run", "flow.yaml"]);
  assert.equal(code, 0, stderr);
  assert.deepEqual(names, ["flow.yaml", "lines.txt", "needy.ts"]);
});

for (
  const command of [
    ["check", "flow.yaml"],
    ["steps", "./needy.ts"],
    ["run", "flow.yaml"],
    ["run", "flow.yaml", "--mode", "multiprocess"],
  ]
) {
  Deno.test(`${command.join(" ")} refuses a module that writes a file while it is loaded`, async () => {
    const { code, stdout, stderr, names } = await after({ topLevel: WRITE }, command);
    assert.equal(code, 2, stdout + stderr);
    assert.match(stderr, /"\.\/needy\.ts" cannot be loaded: NotCapable: Requires write access to/);
    assert.match(stderr, /hint: a module may touch nothing while it is loaded: do it in `init`/);
    assert.deepEqual(names, ["flow.yaml", "needy.ts"], "nothing was made");
  });
}

for (const mode of ["sequential", "multiprocess"]) {
  Deno.test(`${mode}: a step that writes what its flow does not grant is denied`, async () => {
    const command = ["run", "flow.yaml", "--mode", mode];
    const { code, stderr, names } = await after({ inRun: WRITE }, command);
    assert.equal(code, 1, stderr);
    assert.match(stderr, /error\[permission_denied\]: node needy/);
    assert.match(stderr, /permissions: \{ write: \["\S+made\.txt"\] \}/);
    assert.deepEqual(names, ["flow.yaml", "lines.txt.partial", "needy.ts"]);
  });
}
